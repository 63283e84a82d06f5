import { contextBridge, ipcRenderer } from 'electron';
import type { ConsoleCall, ConsoleCallAnswer, ConsoleCallInput, ConsoleNews } from '../contract/console.ts';
import type { ConsoleOperation } from '../contract/operations.ts';
import type { LockdeskBridge, OperationsBridge, Unsubscribe } from './bridge.ts';

/** Put in by the build: importing the table would bring every schema into the preload. */
declare const CONSOLE_OPERATION_NAMES: readonly ConsoleOperation[];
declare const CONSOLE_VERSION: string;

const ask =
  <C extends ConsoleCall>(call: C) =>
  (...input: ConsoleCallInput<C> extends undefined ? [] : [ConsoleCallInput<C>]): Promise<ConsoleCallAnswer<C>> =>
    ipcRenderer.invoke(call, ...input);

const hear =
  <N extends keyof ConsoleNews>(news: N) =>
  (listener: (value: ConsoleNews[N]) => void): Unsubscribe => {
    // Never the event itself: it carries the way to send anything anywhere.
    const heard = (_event: unknown, value: ConsoleNews[N]) => listener(value);
    ipcRenderer.on(news, heard);
    return () => {
      ipcRenderer.removeListener(news, heard);
    };
  };

const bridge: LockdeskBridge = {
  operations: Object.fromEntries(
    CONSOLE_OPERATION_NAMES.map((name) => [name, (input: unknown) => ipcRenderer.invoke(`operation:${name}`, input)]),
  ) as OperationsBridge,
  session: {
    state: ask('session:state'),
    onChange: hear('session:changed'),
    formerStaff: ask('session:former-staff'),
    signIn: ask('session:sign-in'),
    openBrowserAgain: ask('session:open-browser-again'),
    copyAddress: ask('session:copy-address'),
    cancelSignIn: ask('session:cancel-sign-in'),
    signOut: ask('session:sign-out'),
    handOver: ask('session:hand-over'),
    stay: ask('session:active'),
  },
  stream: {
    connection: ask('stream:connection'),
    onConnection: hear('stream:connection-changed'),
    onEvents: hear('stream:events'),
    reconnect: ask('stream:reconnect'),
  },
  settings: {
    read: ask('settings:read'),
    change: ask('settings:change'),
    onChange: hear('settings:changed'),
  },
  acts: {
    pending: ask('acts:pending'),
    onChange: hear('acts:changed'),
  },
  ledger: {
    state: ask('ledger:state'),
    check: ask('ledger:check'),
    noted: ask('ledger:noted'),
    onChange: hear('ledger:changed'),
  },
  slip: {
    print: ask('slip:print'),
    save: ask('slip:save'),
    printers: ask('slip:printers'),
  },
  exports: {
    save: ask('export:save'),
    cancel: ask('export:cancel'),
    onProgress: hear('export:progress'),
  },
  paper: {
    take: ask('paper:take'),
    drawn: ask('paper:drawn'),
  },
  app: {
    version: CONSOLE_VERSION,
    recovery: ask('page:recovery'),
    onCommand: hear('page:command'),
    takeLink: ask('link:take'),
    onLink: hear('link:followed'),
  },
};

contextBridge.exposeInMainWorld('lockdesk', bridge);

/** The session's idle time is measured here and not by the page, which might forget a field or a dialog. */
const TOLD_EVERY_MS = 5000;
let toldAt = 0;
function active(event: Event): void {
  if (!event.isTrusted || Date.now() - toldAt < TOLD_EVERY_MS) return;
  toldAt = Date.now();
  void bridge.session.stay();
}
for (const kind of ['keydown', 'pointerdown', 'wheel']) {
  window.addEventListener(kind, active, { capture: true, passive: true });
}
