import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROCESS = fileURLToPath(new URL('./small-disk-process.ts', import.meta.url));
/** A user namespace lets anyone mount a tmpfs for themselves, where the system allows such namespaces at all. */
const NAMESPACES = { command: 'unshare', args: ['--user', '--map-root-user', '--mount'] };
const MEGABYTES = 16;

export interface SmallDisk {
  /** URL of the server's owner. */
  serverUrl: string;
  /** Folder of the small disk, as the server sees it: a tablespace's place. */
  folder: string;
  close(): Promise<void>;
}

/** Whether this system lets us have one. */
export const mayHaveSmallDisk = (): Promise<boolean> =>
  promisify(execFile)(NAMESPACES.command, [...NAMESPACES.args, 'mount', '-t', 'tmpfs', 'none', '/mnt']).then(
    () => true,
    () => false,
  );

/** Starts a PostgreSQL with a disk of 16 MB beside its own. */
export async function startSmallDisk(): Promise<SmallDisk> {
  const dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-small-disk-'));
  const folder = path.join(dir, 'small');
  await mkdir(folder);
  const script = `mount -t tmpfs -o size=${MEGABYTES}m,mode=700 none "$1" && exec "$2" "$3" "$4"`;
  const child = spawn(
    NAMESPACES.command,
    [...NAMESPACES.args, 'sh', '-c', script, 'sh', folder, process.execPath, PROCESS, path.join(dir, 'data')],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const [serverUrl] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => Promise.reject(new Error('the server on the small disk did not start'))),
  ]);
  return {
    serverUrl,
    folder,
    close: async () => {
      child.stdin.end();
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
