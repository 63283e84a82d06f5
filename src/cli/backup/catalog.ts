/**
 * A folder of backups:
 *
 *     wal/                     the database's log as `archive_command` hands it over, a file a segment
 *     <id>/data/               the cluster's files
 *     <id>/backup.json         what it is; written last, so that a backup without it was never finished
 *     <id>/backup.pid          whose process makes it, until it is finished
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { alive } from '../../standalone/postgres/postmaster.ts';
import { CliProblem, EXIT, systemCode } from '../say.ts';

const FINISHED = 'backup.json';
const OWNER = 'backup.pid';
const ID = /^\d{8}T\d{9}Z$/;

const Backup = z.object({
  /** When it was begun, as the folder is called. */
  id: z.string(),
  finished_at: z.iso.datetime(),
  /** First and last file of the log that it cannot be restored without. */
  first_wal: z.string(),
  last_wal: z.string(),
  wal_segment_bytes: z.number().int(),
  /** Who may do everything in the cluster, and the database that holds the ledger. */
  superuser: z.string(),
  database: z.string(),
  files: z.number().int(),
  bytes: z.number().int(),
  /** The ledger's checkpoint at the end; null where it was never signed. */
  checkpoint: z.string().nullable(),
});
export type Backup = z.infer<typeof Backup>;

export const walDir = (dir: string): string => path.join(dir, 'wal');
export const dataOf = (dir: string, id: string): string => path.join(dir, id, 'data');
/** Server version that backups are of. */
export const MAJOR = 18;

/** Makes the folder, or takes one that holds backups. @throws CliProblem where it holds anything else */
export async function openCatalog(dir: string): Promise<void> {
  try {
    await mkdir(walDir(dir), { recursive: true, mode: 0o700 });
    const names = await readdir(dir);
    if (names.some((name) => name !== 'wal' && !ID.test(name))) {
      throw new CliProblem('backup_not_empty', { dir }, EXIT.unfinished);
    }
  } catch (error) {
    if (error instanceof CliProblem) throw error;
    throw new CliProblem('not_writable', { file: dir, code: systemCode(error) }, EXIT.unfinished);
  }
}

/** Finished backups, oldest first. @throws CliProblem where the folder cannot be read */
export async function readCatalog(dir: string): Promise<Backup[]> {
  const names = await readdir(dir).catch((error: unknown) => {
    throw new CliProblem('file_unreadable', { file: dir, code: systemCode(error) }, EXIT.unfinished);
  });
  const found = await Promise.all(
    names.sort().map(async (id) => {
      const text = await readFile(path.join(dir, id, FINISHED), 'utf8').catch(() => null);
      return text === null ? null : Backup.parse(JSON.parse(text));
    }),
  );
  return found.filter((backup) => backup !== null);
}

/** Begins a backup: its folder is this process's until it is finished. */
export async function begin(dir: string, id: string): Promise<void> {
  await mkdir(path.join(dir, id), { mode: 0o700 });
  await writeFile(path.join(dir, id, OWNER), `${process.pid}\n`, { mode: 0o600 });
}

/** Deletes what backups left that were killed. @returns their ids */
export async function clearKilled(dir: string): Promise<string[]> {
  const cleared: string[] = [];
  for (const id of await readdir(dir)) {
    const inside = ID.test(id) ? await readdir(path.join(dir, id)) : [FINISHED];
    if (inside.includes(FINISHED)) continue;
    const owner = await readFile(path.join(dir, id, OWNER), 'utf8').catch(() => '');
    if (owner !== '' && alive(Number(owner))) continue;
    await rm(path.join(dir, id), { recursive: true, force: true });
    cleared.push(id);
  }
  return cleared;
}

/** Ends a backup: from here on it counts as one. */
export async function finish(dir: string, backup: Backup): Promise<void> {
  const file = path.join(dir, backup.id, FINISHED);
  await writeFile(`${file}.part`, JSON.stringify(backup, null, 2), { mode: 0o600 });
  await rename(`${file}.part`, file);
  await rm(path.join(dir, backup.id, OWNER), { force: true });
}

/** `20261123T081500123Z`: sorts by time, and is a file name everywhere. */
export const idOf = (time: Date): string => time.toISOString().replaceAll(/[-:.]/g, '');
