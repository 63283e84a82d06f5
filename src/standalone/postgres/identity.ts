import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, lchown, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StandaloneProblem } from '../say.ts';
import { locateNative, program } from './binaries.ts';

const run = promisify(execFile);

/** `nobody` of Linux. */
const NOBODY = 65_534;
const AS_NOBODY = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
/** Where root keeps what `nobody` must reach, when the folder that was asked for lies under a closed one. */
const OPEN_DIR = '/var/lib/lockdesk-standalone';

export interface Command {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

/** How PostgreSQL runs here: which files, in which folder, as whom. */
export interface Place {
  native: string;
  /** Our folder around the cluster: the one that was asked for, or its stand-in under {@link OPEN_DIR}. */
  dir: string;
  as(command: string, args: string[]): Command;
  /** Makes a folder and what is in it belong to the one who runs PostgreSQL. */
  own(dir: string): Promise<void>;
}

/**
 * PostgreSQL refuses to run as root. Then a user namespace makes root look like `nobody` to it, which moves no file;
 * where namespaces are forbidden (many containers), it runs as `nobody`, in folders that `nobody` can reach.
 *
 * @param given the folder with `bin/postgres`; that of the package that npm installed where it is missing
 */
export async function findPlace(dataDir: string, given?: string): Promise<Place> {
  const native = given ?? (await locateNative());
  if (process.getuid?.() !== 0) {
    return { native, dir: dataDir, as: (command, args) => ({ command, args }), own: async () => {} };
  }
  if (await works('unshare', [...AS_NOBODY, 'true'])) {
    return {
      native,
      dir: dataDir,
      as: (command, args) => ({ command: 'unshare', args: [...AS_NOBODY, command, ...args] }),
      own: (dir) => chownTree(dir, 0),
    };
  }
  if (!(await works('true', [], NOBODY))) throw new StandaloneProblem('postgres_root');
  return {
    native: (await reachable(native)) ? native : await copyNative(native),
    dir: (await reachable(path.dirname(dataDir))) ? dataDir : standIn(dataDir),
    as: (command, args) => ({ command, args, uid: NOBODY, gid: NOBODY }),
    own: (dir) => chownTree(dir, NOBODY),
  };
}

/** Every folder that {@link findPlace} may have chosen for `dataDir`. */
export function possibleDirs(dataDir: string): string[] {
  return [dataDir, standIn(dataDir)];
}

function standIn(dataDir: string): string {
  return path.join(OPEN_DIR, digest(dataDir));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

async function works(command: string, args: string[], uid?: number): Promise<boolean> {
  return run(command, args, uid === undefined ? {} : { uid, gid: uid }).then(
    () => true,
    () => false,
  );
}

/** Whether everybody may pass through `dir` and all folders above it. Those still to be made will let them. */
async function reachable(dir: string): Promise<boolean> {
  for (let at = dir; ; at = path.dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (found && (found.mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function copyNative(native: string): Promise<string> {
  const { mtimeMs } = await stat(program(native, 'postgres'));
  const copy = path.join(OPEN_DIR, `postgres-${digest(`${native} ${mtimeMs}`)}`);
  if (await stat(copy).catch(() => null)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  await mkdir(OPEN_DIR, { recursive: true, mode: 0o755 });
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true }));
  return copy;
}

async function chownTree(dir: string, uid: number): Promise<void> {
  if ((await stat(dir)).uid === uid) return;
  for (const item of await readdir(dir, { recursive: true, withFileTypes: true })) {
    await lchown(path.join(item.parentPath, item.name), uid, uid);
  }
  await lchown(dir, uid, uid);
}
