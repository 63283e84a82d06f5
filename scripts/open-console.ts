import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { installedBrowser } from '../src/chromium-shell/installed-browser.ts';
import { electronBinary, fetchElectronBinary } from './electron-binary.ts';
import type { ShellName } from './wanted-shell.ts';

const ROOT = path.join(import.meta.dirname, '..');
const SHELL = path.join(ROOT, 'src/chromium-shell/run.ts');
/** A network that lets the download through has its first megabytes by then; one that does not is told at once. */
const FETCH_MS = 90_000;
/** Electron's sandbox refuses root, and the console does not go without it. */
const ELECTRON_REFUSES = process.getuid?.() === 0;

export interface ConsoleOptions {
  /** Only this one; null: Electron where it can be had, else a browser. */
  shell: ShellName | null;
  api: string;
  issuer: string;
  /** The console's own data: window, settings. */
  userData: string;
  /** Followed once somebody has signed in. */
  links: readonly string[];
  /** Ends whatever is tried before the console is there. */
  signal: AbortSignal;
  /** Told which shell it is, and what was tried. */
  tell(what: 'fetching_electron' | 'no_electron' | 'electron' | 'electron_refuses_root' | 'browser_instead'): void;
}

export interface OpenConsole {
  /** Settles when it has ended, with whether that was in order: as when the person closes it. */
  closed: Promise<boolean>;
  close(): Promise<void>;
}

/** Whether a window can be shown here at all. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * Opens the built console in Electron, installed or fetched now; else in an installed browser.
 *
 * @returns null where the machine has neither
 * @throws what `signal` was aborted for
 */
export async function openConsole(options: ConsoleOptions): Promise<OpenConsole | null> {
  const electron = options.shell === 'chromium' ? null : await findElectron(options);
  options.signal.throwIfAborted();
  const args = [`--user-data-dir=${options.userData}`, ...options.links];
  if (electron !== null) {
    options.tell('electron');
    return run(electron, [ROOT, ...args], options);
  }
  if (options.shell === 'electron' || installedBrowser() === null) return null;
  if (options.shell === null) options.tell('browser_instead');
  // The shell says by itself what it does not protect.
  return run(process.execPath, [SHELL, ...args], options);
}

async function findElectron({ tell, signal }: ConsoleOptions): Promise<string | null> {
  if (ELECTRON_REFUSES) {
    tell('electron_refuses_root');
    return null;
  }
  const installed = electronBinary();
  if (installed !== null) return installed;
  tell('fetching_electron');
  const fetched = await fetchElectronBinary(AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]));
  if (fetched === null && !signal.aborted) tell('no_electron');
  return fetched;
}

function run(command: string, args: readonly string[], { api, issuer }: ConsoleOptions): OpenConsole {
  const child = spawn(command, args, {
    env: { ...process.env, LOCKDESK_API: api, LOCKDESK_ISSUER: issuer },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const closed = ending(child);
  return {
    closed,
    close: async () => {
      child.kill();
      await closed;
    },
  };
}

const ending = (child: ChildProcess): Promise<boolean> =>
  new Promise((resolve) => {
    child.once('exit', (code) => resolve(code === 0));
    child.once('error', () => resolve(false));
  });
