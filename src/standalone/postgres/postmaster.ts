import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const POLL_MS = 20;
const FAST_MS = 20_000;

/** What a running server writes into `postmaster.pid` (lines 1, 3 and 8). */
export interface PidFile {
  pid: number;
  /** Seconds since the epoch, as written: with the pid, tells two servers apart. */
  startedAt: string;
  ready: boolean;
}

export async function readPidFile(cluster: string): Promise<PidFile | null> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n').map((line) => line.trim());
  return { pid: Number(lines[0]), startedAt: lines[2] ?? '', ready: lines[7] === 'ready' };
}

/**
 * Ends the server that an earlier, killed owner may have left on this cluster. The pid file of a dead server is left to
 * PostgreSQL, which knows it for stale – unless its number now belongs to another program: there PostgreSQL would give
 * up, so the file goes.
 */
export async function clearLeftovers(cluster: string): Promise<void> {
  const left = await readPidFile(cluster);
  if (left === null) return;
  if (!(await serves(cluster, left.pid))) {
    if (alive(left.pid)) await rm(path.join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
  process.kill(left.pid, 'SIGINT');
  if (await gone(cluster, left.pid)) return;
  process.kill(left.pid, 'SIGQUIT');
  await gone(cluster, left.pid);
}

/** Whether there is a process of this number. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function gone(cluster: string, pid: number): Promise<boolean> {
  for (const end = Date.now() + FAST_MS; Date.now() < end; await delay(POLL_MS)) {
    if (!(await serves(cluster, pid))) return true;
  }
  return false;
}

/** By its command line: the number alone may be another program's, or a zombie's that nobody collects in a container. */
async function serves(cluster: string, pid: number): Promise<boolean> {
  return (await commandLine(pid)).includes(cluster);
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const [command, args] =
    process.platform === 'win32'
      ? ([
          'powershell',
          ['-NoProfile', `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`],
        ] as const)
      : (['ps', ['-o', 'command=', '-p', String(pid)]] as const);
  return run(command, args).then(
    ({ stdout }) => stdout,
    () => '',
  );
}
