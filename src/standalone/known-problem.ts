import { statfs } from 'node:fs/promises';
import pg from 'pg';
import { StandaloneProblem } from './say.ts';

/** SQLSTATE of a full disk. */
const DISK_FULL = '53100';
/** Less than one segment of the write-ahead log. */
const LEAST_BYTES = 16 * 1024 * 1024;

/**
 * Full disks and closed folders show in Node, in initdb, in the server and in what it answers: one sentence for each.
 *
 * @param dir on the disk that an error speaks of
 * @returns null where it is neither
 */
export async function knownProblem(error: unknown, dir: string): Promise<StandaloneProblem | null> {
  const { code, message = '', stderr = '' } = error as NodeJS.ErrnoException & { stderr?: string };
  const said = `${code} ${message} ${stderr}`;
  // A full disk often leaves no room for the line that says so.
  if (isDiskFull(error) || /ENOSPC|No space left|EDQUOT|quota exceeded|free disk space/i.test(said)) {
    return new StandaloneProblem('disk_full', { dir });
  }
  if (await isFull(dir)) return new StandaloneProblem('disk_full', { dir });
  // Node says ENOENT where a read-only file system refuses a new folder.
  if (/EACCES|EPERM|EROFS|ENOTDIR|ENOENT.*mkdir|Permission denied|Read-only file system/i.test(said)) {
    return new StandaloneProblem('not_writable', { dir });
  }
  return null;
}

/** Whether a query failed because the server's disk is full. */
export const isDiskFull = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === DISK_FULL;

async function isFull(dir: string): Promise<boolean> {
  const space = await statfs(dir).catch(() => null);
  return space !== null && space.bavail * space.bsize < LEAST_BYTES;
}
