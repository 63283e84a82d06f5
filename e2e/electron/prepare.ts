import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { electronBinary } from '../../scripts/electron-binary.ts';
import { buildFor22 } from '../electron22/build.ts';
import { fetchElectron22 } from '../electron22/fetch.ts';
import { type ChosenElectron, handedOn } from './chosen.ts';
import { openDisplay } from './display.ts';
import { NoElectronError } from './no-electron.ts';
import { asOrdinaryUser } from './ordinary-user.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const IS_LINUX = process.platform === 'linux';

export interface Prepared {
  version: string;
  /** For the process that runs the specs. */
  env: Record<string, string>;
  close(): Promise<void>;
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
    const installed = electronBinary();
    const program = await asOrdinaryUser(installed ?? (await fetchElectron22(tell)), folder);
    const version = expectToRun(program);
    if (IS_LINUX) expectNamespaces(await asOrdinaryUser('unshare', folder));
    const display = IS_LINUX ? await openDisplay(await asOrdinaryUser('Xvfb', folder)) : null;
    if (display) closing.push(display.close);
    const how = installed === null ? await built22(folder) : { args: [ROOT], env: {} };
    const chosen: ChosenElectron = {
      program,
      folder,
      args: how.args,
      env: { ...how.env, ...(await browserIn(folder)) },
    };
    return { version, env: { ...handedOn(chosen), ...(display && { DISPLAY: display.name }) }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function built22(folder: string): Promise<Pick<ChosenElectron, 'args' | 'env'>> {
  const app = path.join(folder, 'console');
  await mkdir(app);
  await buildFor22(app);
  return { args: [], env: { LOCKDESK_BOOT: path.join(app, 'boot.cjs') } };
}

/** Finds out before the specs do whether its libraries are there. */
function expectToRun(program: string): string {
  const options = { encoding: 'utf8', env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } } as const;
  const { stdout, stderr, error } = spawnSync(program, ['-p', 'process.versions.electron'], options);
  if (!stdout?.trim()) throw new NoElectronError((error?.message ?? stderr.trim()).split('\n').at(-1) ?? '');
  return stdout.trim();
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
