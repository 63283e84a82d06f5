import { access } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { SaveDialogOptions } from 'electron';
import { failureOf } from '../../client/index.ts';
import { DOCUMENT_OPERATIONS, type ExportOutcome, type ExportProgress } from '../../contract/console.ts';
import type { ExportedDocument } from '../../contract/export.ts';
import type { Part } from '../../contract/extract.ts';
import { Listeners } from '../listeners.ts';
import { codeOf, note, warn } from '../log.ts';
import { NotPrinted } from '../printing/press.ts';
import { FreshFile } from '../store/fresh-file.ts';
import { type DocumentWays, makeDocument } from './document-maker.ts';
import { type Asked, type AskedDocument, EndLost, type Made, type Making, NotWritable } from './making.ts';
import { makeTable, type TableWays } from './table-maker.ts';

export interface ExporterOptions {
  askWhere: (options: SaveDialogOptions) => Promise<string | null>;
  tables: TableWays;
  documents: DocumentWays;
  /** What to call the file where the person says nothing else, without its ending. */
  nameOf: (request: Asked) => string;
  /** What a further part's name has beside the first one's. */
  partName: (part: Part) => string;
  /** Aborted when the session ends: nothing goes on for whoever is no longer there. */
  session: () => AbortSignal;
}

/** No room on the disk, or none left for this user. */
const DISK_FULL = ['ENOSPC', 'EDQUOT'];

/**
 * Brings a list or a document to a file where the person says. The page says what is to be in it; the path is between main
 * and the person, and the bytes go by main alone.
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

  async save(request: Asked): Promise<ExportOutcome> {
    if (this.#cancelling) return { is: 'busy' };
    const cancelling = new AbortController();
    this.#cancelling = cancelling;
    try {
      return await this.#save(request, AbortSignal.any([cancelling.signal, this.#options.session()]));
    } finally {
      this.#cancelling = null;
    }
  }

  async #save(request: Asked, signal: AbortSignal): Promise<ExportOutcome> {
    const kind = isDocument(request) ? 'pdf' : 'csv';
    const path = await this.#options.askWhere({
      defaultPath: `${this.#options.nameOf(request)}.${kind}`,
      filters: [{ name: kind.toUpperCase(), extensions: [kind] }],
    });
    if (path === null || signal.aborted) return { is: 'cancelled' };
    try {
      if (isDocument(request)) return await this.#saveDocument(request, path, signal);
      const { tables } = this.#options;
      const { export_id, file } = await this.#write(path, signal, (making) => makeTable(tables, request, making));
      return { is: 'saved', export_id, file };
    } catch (error) {
      return outcomeOf(error, signal);
    }
  }

  /** Part after part, each a file and an export of its own: what is in memory is one of them. */
  async #saveDocument(request: AskedDocument, path: string, signal: AbortSignal): Promise<ExportOutcome> {
    const { documents, partName } = this.#options;
    const make = (asked: AskedDocument, at: string) =>
      this.#write(at, signal, (making) => makeDocument(documents, asked, making));
    const first = await make(request, path);
    const more: ExportedDocument[] = [];
    let { part, next } = first;
    while (next !== null) {
      try {
        const at = await freePath(path, partName({ ...part, number: part.number + 1 }));
        const made = await make(next, at);
        more.push(made.file);
        ({ part, next } = made);
      } catch (error) {
        warn('export_in_part', { outcome: outcomeOf(error, signal).is });
        return { is: 'in_part', part };
      }
    }
    return { is: 'saved', export_id: first.export_id, file: first.file, ...(more.length > 0 && { more }) };
  }

  async #write<M extends Made>(path: string, signal: AbortSignal, make: (making: Making) => Promise<M>): Promise<M> {
    // Before the API writes an entry of it: a place that takes no file needs none.
    const file = await written(FreshFile.begin(path));
    try {
      const made = await make({
        write: (bytes) => written(file.write(bytes)),
        settle: () => written(file.settle()),
        tell: (progress) => this.progress.tell(progress),
        signal,
      });
      await written(file.keep());
      note('exported', { bytes: made.file.bytes });
      return made;
    } catch (error) {
      await file.giveUp();
      throw error;
    }
  }
}

/**
 * Beside the path that the person chose, and with nothing there yet: of that one alone they were asked whether it may be
 * replaced.
 */
async function freePath(chosen: string, name: string): Promise<string> {
  const { dir, name: base, ext } = parse(chosen);
  for (let n = 1; ; n++) {
    const path = join(dir, `${base} ${name}${n === 1 ? '' : ` ${n}`}${ext}`);
    const free = await access(path).then(
      () => false,
      () => true,
    );
    if (free) return path;
  }
}

function isDocument(request: Asked): request is AskedDocument {
  return DOCUMENT_OPERATIONS.some((operation) => operation === request.operation);
}

/** What goes wrong with the file is told apart from what goes wrong on the way here. */
function written<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw new NotWritable('the file could not be written', { cause });
  });
}

function outcomeOf(error: unknown, signal: AbortSignal): ExportOutcome {
  if (error instanceof EndLost) {
    warn('export_end_lost', { why: error.message });
    return { is: 'lost' };
  }
  if (signal.aborted) return { is: 'cancelled' };
  if (error instanceof NotPrinted) {
    warn('export_not_printed', { why: error.message });
    return { is: 'not_printed' };
  }
  if (error instanceof NotWritable) {
    const code = codeOf(error.cause);
    warn('export_not_written', { error: code });
    return { is: DISK_FULL.includes(code) ? 'disk_full' : 'not_writable' };
  }
  const failure = failureOf(error);
  warn('export_failed', { code: failure.code, request_id: failure.request_id });
  return { is: 'failed', failure };
}
