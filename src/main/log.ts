import { join } from 'node:path';
import log from 'electron-log/node';

/** Only what can't be personal: names of ours, codes, counts, ids of requests. Never a message of an error of others. */
type Fact = string | number | boolean | null;

// Nothing is written before it is known where to.
log.transports.file.level = false;
log.transports.console.level = false;

export function startLog(folder: string): void {
  log.transports.file.level = 'info';
  log.transports.file.resolvePathFn = () => join(folder, 'console.log');
  log.transports.file.maxSize = 1024 * 1024;
}

/** What went wrong with a file, without its path: `ENOSPC`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

export function note(event: string, facts: Record<string, Fact> = {}): void {
  log.info(event, JSON.stringify(facts));
}

export function warn(event: string, facts: Record<string, Fact> = {}): void {
  log.warn(event, JSON.stringify(facts));
}
