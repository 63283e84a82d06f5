/** Consoles and empty windows on the Electron at hand, started as a person starts them: nothing drives their main process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import type { AppStart } from '../../e2e/electron/chosen.ts';
import { NoElectronError } from '../../e2e/electron/no-electron.ts';
import { handOver } from '../../e2e/electron/ordinary-user.ts';
import type { Prepared } from '../../e2e/electron/prepare.ts';
import { openDesktop } from '../../e2e/fixture/desktop.ts';
import { pageAgain } from '../../e2e/fixture/electron.ts';
import { chooseBrowser } from '../../src/chromium-shell/browser.ts';
import { type Finding, toldFinding } from '../harness/finding.ts';
import type { Bench } from './bench.ts';
import type { Office, OpenConsole } from './office.ts';

const EMPTY_WINDOW = fileURLToPath(new URL('../sides/empty-window', import.meta.url));
/** Nobody looks at a window's page for so long: whoever connects to it while it starts takes time from it. */
const LEFT_ALONE_MS = 2_000;

export interface ElectronWindow extends AsyncDisposable {
  page: Page;
  /** Of its main process. */
  pid: number;
}

export interface ElectronConsole extends ElectronWindow, OpenConsole {}

/** A place with an Electron, on which an office's consoles are opened, and empty windows to compare them with. */
export interface Desk extends AsyncDisposable {
  /** A console on the sign-in screen; of another API than the office's where an address is given. */
  openConsole(api?: string): Promise<ElectronConsole>;
  openEmptyWindow(): Promise<ElectronWindow>;
}

/** What `measure` finds where there is an Electron to be had; else a line that says why there is none. */
export async function onElectron(
  bench: Bench,
  measure: (electron: Prepared) => Promise<Finding[]>,
): Promise<Finding[]> {
  const electron = await bench.electron().catch((error: unknown) => {
    if (error instanceof NoElectronError) return error;
    throw error;
  });
  return electron instanceof NoElectronError ? [toldFinding('not measured here', electron.message)] : measure(electron);
}

export async function openDesk(electron: Prepared, office: Office): Promise<Desk> {
  await using opening = new AsyncDisposableStack();
  const { folder } = electron.chosen;
  const emptyWindow = path.join(folder, path.basename(EMPTY_WINDOW));
  await cp(EMPTY_WINDOW, emptyWindow, { recursive: true });
  const { env, ...chosen } = await chooseBrowser(true);
  const browser = await chromium.launch({ ...chosen, env: { ...process.env, ...env } });
  opening.defer(() => browser.close());
  const desktop = await openDesktop(folder, browser);
  opening.defer(() => desktop.close());

  const opened = opening.move();
  return {
    openConsole: async (api = office.api) => {
      const userData = await newFolder(folder);
      await writeFile(path.join(userData, 'lockdesk.json'), JSON.stringify({ api, issuer: office.issuer }));
      const window = await open(electron, electron.chosen, userData, desktop.env);
      const nextBrowserPage = () => desktop.context.waitForEvent('page');
      return { ...window, signIn: () => office.signIn({ page: window.page, nextBrowserPage }) };
    },
    openEmptyWindow: async () => open(electron, electron.startOf(emptyWindow), await newFolder(folder), {}),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const newFolder = (folder: string): Promise<string> => mkdtemp(path.join(folder, 'user-data-'));

async function open(
  { chosen, env }: Prepared,
  start: AppStart,
  userData: string,
  added: Record<string, string>,
): Promise<ElectronWindow> {
  await handOver(userData);
  const program = spawn(chosen.program, [...start.args, `--user-data-dir=${userData}`, '--remote-debugging-port=0'], {
    env: { ...process.env, ...env, ...start.env, ...added },
    stdio: 'ignore',
  });
  const ended = once(program, 'exit');
  const { pid } = program;
  if (pid === undefined) throw new Error(`${chosen.program} could not be started`);
  while (!existsSync(path.join(userData, 'DevToolsActivePort'))) {
    if (program.exitCode !== null) throw new Error(`${chosen.program} ended with ${program.exitCode}`);
    await setTimeout(50);
  }
  await setTimeout(LEFT_ALONE_MS);
  const page = await pageAgain(userData);
  return {
    page,
    pid,
    [Symbol.asyncDispose]: async () => {
      await page.context().browser()?.close();
      program.kill();
      await ended;
      await rm(userData, { recursive: true, force: true });
    },
  };
}
