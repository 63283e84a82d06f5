import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { installedBrowser } from '../src/chromium-shell/installed-browser.ts';
import { electronBinary, fetchElectronBinary } from './electron-binary.ts';

const ROOT = path.join(import.meta.dirname, '..');
const SHELL = path.join(ROOT, 'src/chromium-shell/run.ts');
/** A network that lets the download through has its first megabytes by then; one that does not is told at once. */
const FETCH_MS = 90_000;
const IS_ROOT = process.getuid?.() === 0;

export interface ConsoleOptions {
  api: string;
  issuer: string;
  /** The console's own data: window, settings. */
  userData: string;
  /** Told which shell it is, and what was tried. */
  tell(what: 'fetching_electron' | 'no_electron' | 'electron' | 'electron_root'): void;
}

export interface OpenConsole {
  /** Settles when the person has closed it. */
  closed: Promise<void>;
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
 */
export async function openConsole(options: ConsoleOptions): Promise<OpenConsole | null> {
  const electron = electronBinary() ?? (await tryToFetch(options));
  const userData = `--user-data-dir=${options.userData}`;
  if (electron !== null) {
    options.tell(IS_ROOT ? 'electron_root' : 'electron');
    // Chromium refuses its sandbox to root.
    return run(electron, [ROOT, userData, ...(IS_ROOT ? ['--no-sandbox'] : [])], options);
  }
  if (installedBrowser() === null) return null;
  // The shell says by itself what it does not protect.
  return run(process.execPath, [SHELL, userData], options);
}

async function tryToFetch({ tell }: ConsoleOptions): Promise<string | null> {
  tell('fetching_electron');
  const fetched = await fetchElectronBinary(FETCH_MS);
  if (fetched === null) tell('no_electron');
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

const ending = async (child: ChildProcess): Promise<void> => {
  await Promise.race([once(child, 'exit'), once(child, 'error')]);
};
