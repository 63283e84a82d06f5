import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { CliProblem, EXIT } from '../say.ts';
import { type Backup, walDir } from './catalog.ts';

const SEGMENT = /^[0-9A-F]{24}$/;
/** The middle part of a segment's name counts to this many bytes of log. */
const LOG_FILE_BYTES = 2 ** 32;

/**
 * Sees to it that the archive has all of the log that a backup needs, no gap after it, and goes as far as the restore is to.
 *
 * @param until when the restore ends; null where it goes as far as there is log
 * @throws CliProblem that names the file that is missing
 */
export async function checkWal(dir: string, backup: Backup, until: Date | null): Promise<void> {
  const archived = new Set((await readdir(walDir(dir))).filter((name) => SEGMENT.test(name)));
  let last = '';
  for (let name = backup.first_wal; name <= backup.last_wal; name = following(name, backup)) {
    if (!archived.has(name)) throw new CliProblem('restore_wal_missing', { name, id: backup.id }, EXIT.unfinished);
    last = name;
  }
  const timeline = last.slice(0, 8);
  const later = [...archived].filter((name) => name > last && name.startsWith(timeline)).sort();
  for (const name of later) {
    const expected = following(last, backup);
    if (name !== expected) {
      const { mtime } = await stat(path.join(walDir(dir), last));
      if (until && until < mtime) return;
      throw new CliProblem('restore_wal_gap', { name: expected, until: mtime.toISOString() }, EXIT.unfinished);
    }
    last = name;
  }
  if (!until) return;
  const { mtime } = await stat(path.join(walDir(dir), last));
  if (until > mtime) {
    const told = { until: until.toISOString(), last: mtime.toISOString() };
    throw new CliProblem('restore_wal_late', told, EXIT.unfinished);
  }
}

/** Name of the segment after this one, on the same timeline. */
function following(name: string, { wal_segment_bytes: bytes }: Backup): string {
  const perLog = LOG_FILE_BYTES / bytes;
  const next = Number.parseInt(name.slice(8, 16), 16) * perLog + Number.parseInt(name.slice(16), 16) + 1;
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0');
  return name.slice(0, 8) + hex(Math.floor(next / perLog)) + hex(next % perLog);
}
