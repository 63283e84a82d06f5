import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, realpath, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deletePostgres } from './postgres.ts';
import { StandaloneProblem } from './say.ts';

/** The files of a standalone system. Each is ours alone, so that `--fresh` can tell them from the person's own. */
export function filesOf(dataDir: string) {
  return {
    postgres: path.join(dataDir, 'postgres'),
    /** What scripts need to reach the running system: addresses, process, secrets. */
    running: path.join(dataDir, 'running.json'),
    secrets: path.join(dataDir, 'secrets.json'),
    fieldKeys: path.join(dataDir, 'field-keys.json'),
    ledgerKey: path.join(dataDir, 'ledger.key'),
    /** The API keeps its last checkpoint beside the key. */
    ledgerCheckpoint: path.join(dataDir, 'ledger.key.checkpoint'),
    disabledStaff: path.join(dataDir, 'disabled-staff'),
    apiLog: path.join(dataDir, 'api.log'),
    /** Faults of the demo's own parts. */
    troubleLog: path.join(dataDir, 'trouble.log'),
    buildLog: path.join(dataDir, 'build.log'),
    /** The console's own data, and what a tour leaves: folders. */
    console: path.join(dataDir, 'console'),
    tour: path.join(dataDir, 'tour'),
  };
}

/** What `running.json` holds while a system runs. Only its owner may read it. */
export interface RunningFile {
  pid: number;
  api: string;
  issuer: string;
  citizens: string;
  staffPassword: string;
  directoryClientSecret: string;
}

/** Null where there is none that this person may read. */
export async function readRunningFile(file: string): Promise<RunningFile | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as RunningFile;
  } catch {
    return null;
  }
}

/**
 * Makes the folder and takes it for this process alone, until the returned function is called or the process ends.
 *
 * @throws StandaloneProblem `already_running`, `not_writable`, `disk_full`
 */
export async function claimDataDir(dataDir: string): Promise<() => void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new StandaloneProblem(error.code === 'ENOSPC' ? 'disk_full' : 'not_writable', { dir: dataDir });
  });
  const name = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex')
    .slice(0, 32);
  const claim = await listenOnce(claimAddress(name));
  if (claim === null) {
    const running = await readRunningFile(filesOf(dataDir).running);
    throw new StandaloneProblem('already_running', {
      dir: dataDir,
      pid: running?.pid ?? '?',
      api: running?.api ?? '?',
    });
  }
  claim.unref();
  return () => claim.close();
}

/** Deletes everything that a standalone system left in the folder, and nothing else. The folder must be claimed. */
export async function clearDataDir(dataDir: string): Promise<void> {
  const { postgres, ...files } = filesOf(dataDir);
  await deletePostgres(postgres);
  for (const file of Object.values(files)) await rm(file, { recursive: true, force: true });
}

/**
 * A name that one process at a time can listen on. Linux's abstract sockets and Windows' pipes go with their process;
 * elsewhere a socket file may outlive it.
 */
function claimAddress(name: string): string {
  if (process.platform === 'linux') return `\0lockdesk-${name}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\lockdesk-${name}`;
  return path.join(tmpdir(), `lockdesk-${name.slice(0, 16)}`);
}

async function listenOnce(address: string): Promise<Server | null> {
  const server = await tryToListen(address);
  if (server !== null || process.platform === 'linux' || process.platform === 'win32') return server;
  if (await answers(address)) return null;
  await rm(address, { force: true });
  return tryToListen(address);
}

async function tryToListen(address: string): Promise<Server | null> {
  const server = createServer((connection) => connection.destroy());
  server.listen(address);
  return once(server, 'listening').then(
    () => server,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return null;
      throw error;
    },
  );
}

async function answers(address: string): Promise<boolean> {
  const connection = createConnection(address);
  return once(connection, 'connect').then(
    () => {
      connection.destroy();
      return true;
    },
    () => false,
  );
}
