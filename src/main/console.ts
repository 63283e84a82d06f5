import { join } from 'node:path';
import { app, clipboard, ipcMain, Menu, net, safeStorage, shell } from 'electron';
import * as z from 'zod';
import { LockdeskError } from '../client/failure.ts';
import { callOperation, createClient, readExportFile, readLedgerFile } from '../client/index.ts';
import type { SignInFailure } from '../contract/console.ts';
import { ENDPOINTS } from '../contract/endpoints.ts';
import { ExportBegun } from '../contract/export.ts';
import type { FailureCode } from '../contract/failure.ts';
import { OPERATIONS } from '../contract/operations.ts';
import type { Me, Role } from '../contract/staff.ts';
import { fill } from '../words/fill.ts';
import { Acts, type Send } from './api/acts.ts';
import { createHttp } from './api/http.ts';
import { handleOperations } from './api/operations.ts';
import { Stream } from './api/stream.ts';
import { handleCalls } from './calls.ts';
import type { Config } from './config.ts';
import { beginDocument } from './exports/begin-document.ts';
import { Exporter } from './exports/exporter.ts';
import { Gate } from './ipc.ts';
import { Keeper } from './ledger/keeper.ts';
import type { Links } from './links.ts';
import { Press } from './printing/press.ts';
import { SlipPrinter } from './printing/slip-printer.ts';
import { Provider } from './session/provider.ts';
import { Session } from './session/session.ts';
import { SignInError } from './session/sign-in.ts';
import { Vault } from './session/vault.ts';
import { FormerStaffStore } from './store/former-staff.ts';
import { KeptLedgerStore } from './store/kept-ledger.ts';
import type { SettingsStore } from './store/settings.ts';
import { menuTemplate } from './window/menu.ts';
import { PaperWindow } from './window/paper-window.ts';
import type { ConsoleWindow } from './window/window.ts';
import { mainWords } from './words.ts';

export interface ConsoleOptions {
  config: Config;
  /** Of the page: whoever comes from elsewhere is not answered. */
  origin: string;
  settings: SettingsStore;
  window: ConsoleWindow;
  links: Links;
}

export interface RunningConsole {
  focus(): void;
  /** Ends the session before the program ends. */
  close(): Promise<void>;
}

/** Puts the console together behind its window: stores, session, the way to the API, and what connects them. */
export function startConsole({ config, origin, settings, window, links }: ConsoleOptions): RunningConsole {
  const folder = app.getPath('userData');
  const formerStaff = new FormerStaffStore(join(folder, 'staff.json'));
  const language = () => settings.current.language;

  const session: Session = new Session({
    provider: new Provider({ issuer: config.issuer, clientId: config.client_id, fetch: netFetch }),
    vault: new Vault(join(folder, 'session.sealed'), safeStorage),
    formerStaff,
    limits: { idleMs: config.idle_s * 1000, sessionMs: config.session_s * 1000, signInMs: config.sign_in_s * 1000 },
    language,
    openBrowser,
    readStaff: (signal) => readStaff(signal),
    unknownActs: () => acts.unknown(),
  });
  const http = createHttp({
    api: config.api,
    fetch: netFetch,
    session,
    workstation: () => settings.current.workstation_id,
    version: app.getVersion(),
  });
  const readStaff = (signal: AbortSignal): Promise<Me> =>
    createClient(http)
      .me({}, { signal })
      .catch((error: unknown) => {
        const failure = error instanceof LockdeskError ? SIGN_IN_FAILURES[error.failure.code] : undefined;
        throw new SignInError(failure ?? 'api_unreachable');
      });
  const send: Send = (name, input, options) => callOperation(http, name, input, options);
  const keeper = new Keeper({
    ledger: {
      read: (path) => readLedgerFile(http, path),
      restorations: async () => (await createClient(http).listRestorations({})).restorations,
      report: (checkpoint) => createClient(http).reportCheckpoint({ checkpoint }),
    },
    store: new KeptLedgerStore(join(folder, 'ledger.json'), config.api),
    pinned: config.ledger_key,
  });
  const acts = new Acts(send, session, () => keeper.state.refused !== null);
  const stream = new Stream(async (lastEventId, signal) => {
    const response = await http.get(ENDPOINTS.stream.path, {
      responseType: 'stream',
      // It would also cut a stream that runs well.
      timeout: 0,
      signal,
      headers: { accept: ENDPOINTS.stream.produces, ...(lastEventId !== null && { 'last-event-id': lastEventId }) },
    });
    return StreamBody.parse(response.data);
  });
  const press = new Press(() => new PaperWindow(window.beside));
  const exporter = new Exporter({
    askWhere: (options) => window.askWhere(options),
    tables: {
      begin: async ({ operation, input }, signal) =>
        ExportBegun.parse(await callOperation(http, operation, input, { signal })).export_id,
      fetchFile: (exportId, signal) => readExportFile(http, exportId, signal),
      endOf: async (export_id) => (await createClient(http).readExportEnd({ export_id })).ended,
    },
    documents: {
      begin: (request, signal) => beginDocument(createClient(http), request, signal),
      surround: async (content) => {
        const { kept, refused } = await keeper.check();
        if (session.state.state !== 'signed_in') throw new Error('nobody is signed in');
        return { content, by: session.state.staff, ledger: { kept, refused } };
      },
      print: (paper, signal) => press.print(paper, signal),
      end: async (export_id, end) => void (await createClient(http).endExport({ export_id, end })),
    },
    nameOf: ({ operation }) => `${mainWords(language()).export_names[operation]} ${today()}`,
    partName: (part) => fill(mainWords(language()).export_part, { ...part }),
    session: () => session.signal,
  });

  const slip = new SlipPrinter(window, () => settings.current.slip_printer);
  const gate = new Gate(ipcMain, origin);
  handleOperations(gate, { send, acts, session });
  handleCalls(gate, {
    'session:state': () => session.state,
    'session:former-staff': () => formerStaff.list(),
    'session:sign-in': (expected) => void session.signIn(expected?.subject ?? null),
    'session:open-browser-again': () => session.signInAddress && openBrowser(session.signInAddress),
    'session:copy-address': () => session.signInAddress && clipboard.writeText(session.signInAddress.href),
    'session:cancel-sign-in': () => session.cancelSignIn(),
    'session:sign-out': () => void session.end('signed_out'),
    'session:hand-over': () => void session.end('hand_over'),
    'session:active': () => session.active(),
    'stream:connection': () => stream.connection,
    'stream:reconnect': () => stream.reconnect(),
    'settings:read': () => settings.current,
    'settings:change': (change) => settings.change(change),
    'acts:pending': () => acts.pending(),
    'page:recovery': () => window.takeRecovery(),
    'slip:print': () => slip.print(),
    'slip:save': ({ number }) => slip.save(number),
    'slip:printers': () => slip.printers(),
    'link:take': () => links.take(),
    'ledger:state': () => keeper.state,
    'ledger:check': () => keeper.check(),
    'ledger:noted': () => keeper.noted(),
    'export:save': ({ operation, input }) =>
      exporter.save({ operation, input: OPERATIONS[operation].input.parse(input) }),
    'export:cancel': () => exporter.cancel(),
    'paper:take': () => press.take(),
    'paper:drawn': () => press.drawn(),
  });

  acts.changed.add((pending) => window.tell('acts:changed', pending));
  stream.connectionChanged.add((connection) => window.tell('stream:connection-changed', connection));
  stream.events.add((events) => window.tell('stream:events', events));
  stream.stands.add((index) => keeper.heard(index));
  keeper.changed.add((check) => window.tell('ledger:changed', check));
  exporter.progress.add((progress) => window.tell('export:progress', progress));
  links.followed.add((followed) => window.tell('link:followed', followed));

  const showMenu = () => {
    const template = menuTemplate(mainWords(language()), language(), {
      handOver: () => void session.end('hand_over'),
      command: (command) => window.tell('page:command', command),
      setLanguage: (language) => void settings.change({ language }),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  };
  showMenu();
  settings.changed.add((changed) => {
    showMenu();
    window.tell('settings:changed', changed);
  });

  // What one clerk typed is kept for them when their session runs out; anyone else gets a page that knows nothing of it.
  let pageKnows: string | null = null;
  const renewPage = () => {
    if (pageKnows !== null) window.renewPage();
    pageKnows = null;
  };
  session.changed.add((state) => {
    if (state.state === 'signed_in') {
      if (state.staff.subject !== pageKnows) renewPage();
      pageKnows = state.staff.subject;
      if (state.staff.roles.some((role) => STREAM_ROLES.includes(role))) stream.start();
      keeper.start();
    } else {
      keeper.stop();
      stream.stop();
    }
    if (state.state === 'signed_out' && (state.reason === 'signed_out' || state.reason === 'hand_over')) {
      if (pageKnows !== null) clipboard.clear();
      renewPage();
    }
    window.tell('session:changed', state);
  });
  session.signedIn.add(() => window.focus());
  void session.resume();

  return { focus: () => window.focus(), close: () => session.close() };
}

const STREAM_ROLES: readonly Role[] = ENDPOINTS.stream.roles;

/** `2026-11-18`, at the workstation. */
const today = (): string => new Date().toLocaleDateString('sv-SE');

const netFetch: typeof fetch = (input, init) => net.fetch(input instanceof URL ? input.href : input, init);

const StreamBody = z.custom<AsyncIterable<Uint8Array>>((body) => body instanceof ReadableStream);

/** The provider's metadata names the address: a web page, and never a program of this machine. */
async function openBrowser(url: URL): Promise<void> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error('not a web address');
  await shell.openExternal(url.href);
}

/** What a refusal of the API means to someone who has just signed in. */
const SIGN_IN_FAILURES: Partial<Record<FailureCode, SignInFailure>> = {
  console_too_old: 'console_outdated',
  role_required: 'not_permitted',
  roles_exclude: 'not_permitted',
  token_invalid: 'provider_answer_invalid',
  token_expired: 'provider_answer_invalid',
  session_ended: 'provider_answer_invalid',
};
