import { createHash } from 'node:crypto';
import type { SaveDialogOptions } from 'electron';
import { failureOf, LockdeskError } from '../../client/index.ts';
import type { ConsoleCallInput, ExportOutcome, ExportProgress } from '../../contract/console.ts';
import type { Failure } from '../../contract/failure.ts';
import { Listeners } from '../listeners.ts';
import { codeOf, note, warn } from '../log.ts';
import { FreshFile } from '../store/fresh-file.ts';

/** What is to be in the file. */
type ExportRequest = ConsoleCallInput<'export:save'>;

export interface ExporterOptions {
  askWhere: (options: SaveDialogOptions) => Promise<string | null>;
  /** Writes the first entry of the export, and answers its id. */
  begin: (request: ExportRequest, signal: AbortSignal) => Promise<string>;
  /** The file's bytes as they come. */
  fetchFile: (exportId: string, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  /** What to call the file where the person says nothing else. */
  nameOf: (request: ExportRequest) => string;
  /** Aborted when the session ends: nothing goes on for whoever is no longer there. */
  session: () => AbortSignal;
}

/** No room on the disk, or none left for this user. */
const DISK_FULL = ['ENOSPC', 'EDQUOT'];
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

/** The place that was chosen does not take the file. */
class NotWritable extends Error {}

/**
 * Brings a list to a file where the person says. The page says what is to be in it; the path is between main and the
 * person, and the bytes go by main alone: a page of them at a time, whatever the file's size.
 */
export class Exporter {
  readonly progress = new Listeners<ExportProgress>();
  readonly #options: ExporterOptions;
  #cancelling: AbortController | null = null;

  constructor(options: ExporterOptions) {
    this.#options = options;
  }

  cancel(): void {
    this.#cancelling?.abort();
  }

  async save(request: ExportRequest): Promise<ExportOutcome> {
    if (this.#cancelling) return { is: 'busy' };
    const cancelling = new AbortController();
    this.#cancelling = cancelling;
    try {
      return await this.#save(request, AbortSignal.any([cancelling.signal, this.#options.session()]));
    } finally {
      this.#cancelling = null;
    }
  }

  async #save(request: ExportRequest, signal: AbortSignal): Promise<ExportOutcome> {
    const path = await this.#options.askWhere({
      defaultPath: this.#options.nameOf(request),
      filters: [{ name: 'CSV', extensions: ['csv'] }],
    });
    if (path === null || signal.aborted) return { is: 'cancelled' };
    try {
      // Before the API writes an entry of it: a place that takes no file needs none.
      const file = await written(FreshFile.begin(path));
      try {
        const outcome = await this.#fill(file, request, signal);
        await written(file.keep());
        return outcome;
      } catch (error) {
        await file.giveUp();
        throw error;
      }
    } catch (error) {
      return outcomeOf(error, signal);
    }
  }

  async #fill(file: FreshFile, request: ExportRequest, signal: AbortSignal): Promise<ExportOutcome> {
    const stalled = new AbortController();
    const either = AbortSignal.any([signal, stalled.signal]);
    const watchdog = setTimeout(() => stalled.abort(), STALLED_MS);
    const hash = createHash('sha256');
    let bytes = 0;
    let lines = 0;
    let toldAt = 0;
    try {
      const export_id = await this.#options.begin(request, either);
      const soFar = () => ({ rows: Math.max(0, lines - 1), bytes });
      for await (const piece of await this.#options.fetchFile(export_id, either)) {
        watchdog.refresh();
        await written(file.write(piece));
        hash.update(piece);
        bytes += piece.length;
        // The API writes one line a row, whatever is in it.
        for (const byte of piece) if (byte === LINE_FEED) lines++;
        if (Date.now() - toldAt < TOLD_EVERY_MS) continue;
        toldAt = Date.now();
        this.progress.tell(soFar());
      }
      either.throwIfAborted();
      note('exported', soFar());
      return { is: 'saved', export_id, file: { ...soFar(), sha256: hash.digest('hex') } };
    } catch (error) {
      throw stalled.signal.aborted ? new LockdeskError(STALLED) : error;
    } finally {
      clearTimeout(watchdog);
    }
  }
}

/** What goes wrong with the file is told apart from what goes wrong on the way here. */
function written<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw new NotWritable('the file could not be written', { cause });
  });
}

function outcomeOf(error: unknown, signal: AbortSignal): ExportOutcome {
  if (signal.aborted) return { is: 'cancelled' };
  if (error instanceof NotWritable) {
    const code = codeOf(error.cause);
    warn('export_not_written', { error: code });
    return { is: DISK_FULL.includes(code) ? 'disk_full' : 'not_writable' };
  }
  const failure = failureOf(error);
  warn('export_failed', { code: failure.code, request_id: failure.request_id });
  return { is: 'failed', failure };
}
