import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { endLeftover } from '../leftover.ts';
import { POSTGRES_SIGNALS } from './attend.ts';

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
  if (left === null || (await endLeftover(left.pid, cluster, POSTGRES_SIGNALS))) return;
  if (alive(left.pid)) await rm(path.join(cluster, 'postmaster.pid'), { force: true });
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
