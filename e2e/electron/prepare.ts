import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { electronBinary, electronDist } from '../../scripts/electron-binary.ts';
import { pack } from '../../scripts/packaging/pack.ts';
import { buildFor22, startOn22 } from '../electron22/build.ts';
import { fetchElectron22 } from '../electron22/fetch.ts';
import { packFor22 } from '../electron22/pack.ts';
import { type AppStart, type ChosenElectron, handedOn } from './chosen.ts';
import { openDisplay } from './display.ts';
import { NoElectronError } from './no-electron.ts';
import { openedUp } from './opened-up.ts';
import { asOrdinaryUser } from './ordinary-user.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const IS_LINUX = process.platform === 'linux';

/** A console that was packed before, to be tried in place of the one that is built here. */
const PACKAGE = process.env.LOCKDESK_E2E_PACKAGE;

export interface Prepared {
  /** What the specs run on, for a person. */
  on: string;
  chosen: ChosenElectron;
  /** For the process that runs the specs, or a program of its own on the display. */
  env: Record<string, string>;
  /** How it runs another app than the console: a folder with a package.json, and the `boot.cjs` that it names as main. */
  startOf(app: string): AppStart;
  close(): Promise<void>;
}

/** What the specs start, before it is known as whom. */
interface Startable extends AppStart, Pick<Prepared, 'on' | 'startOf'> {
  program: string;
  /** The program of the package. */
  shipped: string;
}

/**
 * Electron 45 where its binary is installed, else 22, with all that it needs to run here: a console built for it, an
 * ordinary user, a display, and a browser for what it opens.
 *
 * @param tell is told of what takes long
 * @throws NoElectronError
 */
export async function prepareElectron(tell: (line: string) => void): Promise<Prepared> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-electron-'));
  await chmod(folder, 0o755);
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const step of closing.splice(0).toReversed()) await step();
  };
  try {
    const { on, program, args, env, shipped, startOf } = await startable(folder, tell);
    if (IS_LINUX) expectNamespaces(await asOrdinaryUser('unshare', folder));
    const display = IS_LINUX ? await openDisplay(await asOrdinaryUser('Xvfb', folder)) : null;
    if (display) closing.push(display.close);
    const chosen: ChosenElectron = {
      program: await asOrdinaryUser(program, folder),
      args,
      env: { ...env, ...(await browserIn(folder)) },
      shipped: { program: await asOrdinaryUser(shipped, path.join(folder, 'shipped')), binary: shipped },
      folder,
    };
    return { on, chosen, env: { ...handedOn(chosen), ...(display && { DISPLAY: display.name }) }, startOf, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startable(folder: string, tell: (line: string) => void): Promise<Startable> {
  const packed = path.join(folder, 'shipped');
  await mkdir(packed);
  if (PACKAGE) {
    const program = await openedUp(PACKAGE, folder);
    const startOf = () => {
      throw new Error('A package starts no app but its own.');
    };
    return { on: `the package ${PACKAGE}`, program, args: [], env: {}, shipped: PACKAGE, startOf };
  }
  const installed = electronBinary();
  const dist = electronDist();
  if (installed !== null && dist !== null) {
    const on = await expectToRun(installed, folder);
    const shipped = await pack({ root: ROOT, electronDist: dist, output: packed, what: 'folder' });
    const startOf = (app: string): AppStart => ({ args: [app], env: {} });
    return { on, program: installed, ...startOf(ROOT), shipped: shipped.program, startOf };
  }
  const program = await fetchElectron22(tell);
  const on = await expectToRun(program, folder);
  const app = path.join(folder, 'console');
  await mkdir(app);
  await buildFor22(app);
  const shipped = await packFor22(app, program, packed);
  return { on, program, ...startOn22(app), shipped, startOf: startOn22 };
}

/** Finds out before the specs do whether its libraries are there. */
async function expectToRun(program: string, folder: string): Promise<string> {
  const options = { encoding: 'utf8', env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } } as const;
  const asUser = await asOrdinaryUser(program, folder);
  const { stdout, stderr, error } = spawnSync(asUser, ['-p', 'process.versions.electron'], options);
  if (!stdout?.trim()) throw new NoElectronError((error?.message ?? stderr.trim()).split('\n').at(-1) ?? '');
  return `Electron ${stdout.trim()}`;
}

/** Without a sandbox the specs would show something else than what users run. */
function expectNamespaces(unshare: string): void {
  if (spawnSync(unshare, ['--user', 'true'], { stdio: 'ignore' }).status === 0) return;
  throw new NoElectronError('this system allows an ordinary user no namespaces, so there would be no sandbox');
}

/** What the desktop is asked to open goes into a file that the fixture reads, in place of a browser of the desktop. */
async function browserIn(folder: string): Promise<Record<string, string>> {
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  await writeFile(path.join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> "$LOCKDESK_E2E_OPENED"\n`);
  await chmod(path.join(bin, 'xdg-open'), 0o755);
  return { PATH: `${bin}${path.delimiter}${process.env.PATH}` };
}
