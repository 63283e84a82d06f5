import { createHash } from 'node:crypto';
import { LockdeskError } from '../../client/index.ts';
import type { ExportedTable } from '../../contract/export.ts';
import type { Failure } from '../../contract/failure.ts';
import type { AskedTable, Made, Making } from './making.ts';

export interface TableWays {
  /** Writes the first entry of the export, and answers its id. */
  begin: (request: AskedTable, signal: AbortSignal) => Promise<string>;
  /** The file's bytes as they come. */
  fetchFile: (exportId: string, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
}

const TOLD_EVERY_MS = 200;
/** Without a byte for so long, nothing more will come. */
const STALLED_MS = 60_000;
const LINE_FEED = 0x0a;

const STALLED: Failure = {
  code: 'timeout',
  status: null,
  request_id: null,
  details: {},
  title: 'The file stopped coming',
};

/** Brings a table from the API to a file: a page of it at a time, whatever its size. */
export async function makeTable(
  { begin, fetchFile }: TableWays,
  request: AskedTable,
  { write, tell, signal }: Making,
): Promise<Made<ExportedTable>> {
  const stalled = new AbortController();
  const either = AbortSignal.any([signal, stalled.signal]);
  const watchdog = setTimeout(() => stalled.abort(), STALLED_MS);
  const hash = createHash('sha256');
  let bytes = 0;
  let lines = 0;
  let toldAt = 0;
  try {
    const export_id = await begin(request, either);
    const soFar = () => ({ rows: Math.max(0, lines - 1), bytes });
    for await (const piece of await fetchFile(export_id, either)) {
      watchdog.refresh();
      await write(piece);
      hash.update(piece);
      bytes += piece.length;
      // The API writes one line a row, whatever is in it.
      for (const byte of piece) if (byte === LINE_FEED) lines++;
      if (Date.now() - toldAt < TOLD_EVERY_MS) continue;
      toldAt = Date.now();
      tell(soFar());
    }
    either.throwIfAborted();
    return { export_id, file: { ...soFar(), sha256: hash.digest('hex') } };
  } catch (error) {
    throw stalled.signal.aborted ? new LockdeskError(STALLED) : error;
  } finally {
    clearTimeout(watchdog);
  }
}
