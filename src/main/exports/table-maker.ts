import { createHash } from 'node:crypto';
import { LockdeskError } from '../../client/index.ts';
import type { ExportEnded, ExportedTable } from '../../contract/export.ts';
import type { Failure } from '../../contract/failure.ts';
import { pause } from '../api/backoff.ts';
import { isDefinite } from '../api/definite.ts';
import { type AskedTable, EndLost, type Made, type Making, NotWritable } from './making.ts';
import { untilAnswered } from './until-answered.ts';

export interface TableWays {
  /** Writes the first entry of the export, and answers its id. */
  begin: (request: AskedTable, signal: AbortSignal) => Promise<string>;
  /** The file's bytes as they come. */
  fetchFile: (exportId: string, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  /** What the ledger says of it; null while it says nothing. */
  endOf: (exportId: string) => Promise<ExportEnded | null>;
}

const TOLD_EVERY_MS = 200;
/** Without a byte for so long, nothing more will come. */
const STALLED_MS = 60_000;
/** How often, and how many times, it is asked what became of a file that broke off. */
const ASKED_EVERY_MS = 1_000;
const ENDED_WITHIN = 10;
const LINE_FEED = 0x0a;

const STALLED: Failure = {
  code: 'timeout',
  status: null,
  request_id: null,
  details: {},
  title: 'The file stopped coming',
};

/**
 * Brings a table from the API to a file: a page of it at a time, whatever its size. Where the line breaks, the ledger knows
 * whether all of it had come: it tells the hash of the whole.
 */
export async function makeTable(
  { begin, fetchFile, endOf }: TableWays,
  request: AskedTable,
  making: Making,
): Promise<Made<ExportedTable>> {
  const { signal } = making;
  const export_id = await begin(request, signal);
  const taken = new Taken();
  try {
    await take((either) => fetchFile(export_id, either), taken, making);
  } catch (error) {
    const refused = error instanceof LockdeskError && isDefinite(error.failure);
    if (signal.aborted || refused || error instanceof NotWritable) throw error;
    const ended = await endAfterAll(() => endOf(export_id), making);
    if (ended.is === 'failed') throw error;
    const { bytes, sha256 } = taken.file();
    // It left the API whole, and did not come whole.
    if (ended.file.bytes !== bytes || ended.file.sha256 !== sha256)
      throw new EndLost('not all of it came', { cause: error });
  }
  return { export_id, file: taken.file() };
}

/** What has come so far. */
class Taken {
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #lines = 0;

  add(piece: Uint8Array): void {
    this.#hash.update(piece);
    this.#bytes += piece.length;
    // The API writes one line a row, whatever is in it.
    for (const byte of piece) if (byte === LINE_FEED) this.#lines++;
  }

  soFar(): { rows: number; bytes: number } {
    return { rows: Math.max(0, this.#lines - 1), bytes: this.#bytes };
  }

  file(): ExportedTable {
    return { ...this.soFar(), sha256: this.#hash.copy().digest('hex') };
  }
}

async function take(
  fetchFile: (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>,
  taken: Taken,
  { write, tell, signal }: Making,
): Promise<void> {
  const stalled = new AbortController();
  const either = AbortSignal.any([signal, stalled.signal]);
  const watchdog = setTimeout(() => stalled.abort(), STALLED_MS);
  let toldAt = 0;
  try {
    for await (const piece of await fetchFile(either)) {
      watchdog.refresh();
      await write(piece);
      taken.add(piece);
      if (Date.now() - toldAt < TOLD_EVERY_MS) continue;
      toldAt = Date.now();
      tell(taken.soFar());
    }
    either.throwIfAborted();
  } catch (error) {
    throw stalled.signal.aborted ? new LockdeskError(STALLED) : error;
  } finally {
    clearTimeout(watchdog);
  }
}

/**
 * What the ledger says of a file that broke off. The API sees that nobody takes it any more a moment later than we do.
 *
 * @throws EndLost
 */
async function endAfterAll(endOf: () => Promise<ExportEnded | null>, making: Making): Promise<ExportEnded> {
  try {
    for (let asked = 1; asked <= ENDED_WITHIN; asked++) {
      const ended = await untilAnswered(endOf, making);
      if (ended !== null) return ended;
      await pause(ASKED_EVERY_MS, making.signal);
    }
  } catch (cause) {
    throw new EndLost('the API says nothing of it', { cause });
  }
  throw new EndLost('it has no end');
}
