import { appendFile } from 'node:fs/promises';
import pg from 'pg';
import { StandaloneProblem, say } from './say.ts';

/** How often the terminal is told that something is wrong. */
const TELL_MS = 60_000;
/** SQLSTATE of a full disk. */
const DISK_FULL = '53100';

export type Trouble = (error: unknown) => void;

/**
 * Where faults go that end one request and not the system: whole into a file, and as a sentence to the terminal, now and
 * then.
 */
export function troubleLog(file: string, dataDir: string, tell: (sentence: string) => void): Trouble {
  let told = Number.NEGATIVE_INFINITY;
  return (error) => {
    const text = error instanceof Error ? error.stack : String(error);
    // On a full disk the line is lost, and the sentence below is all there is to say.
    appendFile(file, `${new Date().toISOString()} ${text}\n`, { mode: 0o600 }).catch(() => {});
    if (Date.now() - told < TELL_MS) return;
    told = Date.now();
    const full = error instanceof pg.DatabaseError && error.code === DISK_FULL;
    tell(full ? new StandaloneProblem('disk_full', { dir: dataDir }).message : say('progress', 'trouble', { file }));
  };
}
