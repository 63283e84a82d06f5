import { stat } from 'node:fs/promises';
import { LockdeskError } from '../../client/index.ts';
import { type Failure, ROWS_MAX } from '../../contract/index.ts';
import { fill } from '../../words/fill.ts';
import type { PatientApi } from '../api.ts';
import { CliProblem, EXIT, errorWords, systemCode } from '../say.ts';
import { csvFormat, type Format, type LineFault, NDJSON } from './formats.ts';
import { IMPORTS, type ImportCommand } from './kinds.ts';
import { type Line, readLines } from './lines.ts';
import { faultReason, reasonOf } from './reasons.ts';
import { RefusedFile, type RefusedLine } from './refused-file.ts';
import { type SentRow, sendRows } from './send.ts';
import { findState, forgetState, headOf, type ImportState, saveState } from './state.ts';

/** Bytes of rows in one call; the API takes 1 MiB. */
const CALL_MAX_BYTES = 900_000;
export interface ImportOptions {
  command: ImportCommand;
  file: string;
  /** Address of the API, as part of what an import to be resumed was. */
  apiUrl: string;
  api: PatientApi;
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

export interface Progress {
  offset: number;
  size: number;
  /** Lines read, without empty ones. */
  lines: number;
  counts: Readonly<Record<string, number>>;
  /** The line that an earlier run had come to; null at a beginning. */
  resumedAt: number | null;
}

export interface ImportResult {
  lines: number;
  /** Rows by the status that the API answered; `refused` has what never got there too. */
  counts: Record<string, number>;
  refusedFile: string;
}

/**
 * Sends a file row by row, in calls of up to a thousand, in its order. Every line that is not empty ends up counted, or in
 * the refused file with its reason. How far it came is kept beside the file after each call: an import that was broken off
 * goes on from there, and what a call had sent without knowing is known to the API.
 *
 * @throws CliProblem
 */
export async function importFile(options: ImportOptions): Promise<ImportResult> {
  const { command, file, apiUrl, signal, onProgress } = options;
  const size = await sizeOf(file);
  const earlier = await findState(file, command, apiUrl);
  const [first] = await firstLine(file);
  const header = textOf(first?.bytes ?? null);
  if (!first || header === null) throw new CliProblem('empty_file', { file }, EXIT.usage);
  const json = header.trimStart().startsWith('{');
  const format = json ? NDJSON : csvFormat(header, IMPORTS[command].schema);

  const state: ImportState = earlier ?? {
    command,
    api: apiUrl,
    head: await headOf(file),
    ...(json ? { line: 1, offset: 0 } : { line: 2, offset: first.end }),
    refusedBytes: 0,
    lines: 0,
    counts: {},
  };
  const refusedFile = await RefusedFile.open(file, state.refusedBytes);
  const resumedAt = earlier?.line ?? null;
  try {
    const report = () =>
      onProgress({ offset: state.offset, size, lines: state.lines, counts: state.counts, resumedAt });
    report();
    for await (const lines of batchesOf(readLines(file, state))) {
      if (signal.aborted) throw new CliProblem('interrupted', { line: state.line }, EXIT.unfinished);
      const { counts, refused } = await takeBatch(options, format, lines).catch((error: unknown) => {
        throw error instanceof LockdeskError ? gaveUp(error.failure, state.line, signal) : error;
      });
      await refusedFile.write(refused);
      state.line = (lines.at(-1)?.number ?? state.line) + 1;
      state.offset = lines.at(-1)?.end ?? state.offset;
      state.refusedBytes = refusedFile.bytes;
      for (const [status, count] of Object.entries(counts)) {
        state.lines += count;
        state.counts[status] = (state.counts[status] ?? 0) + count;
      }
      await saveState(file, state).catch((error: unknown) => {
        throw new CliProblem('not_writable', { file, code: systemCode(error) }, EXIT.unfinished);
      });
      report();
    }
    await forgetState(file);
    return { lines: state.lines, counts: state.counts, refusedFile: refusedFile.path };
  } finally {
    await refusedFile.close();
  }
}

function gaveUp({ code, title }: Failure, line: number, signal: AbortSignal): CliProblem {
  if (signal.aborted) return new CliProblem('interrupted', { line }, EXIT.unfinished);
  const why = fill(errorWords[code], { title });
  return new CliProblem('gave_up', { line, why }, EXIT.unfinished);
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch((error: unknown) => {
    throw new CliProblem('file_unreadable', { file, code: systemCode(error) }, EXIT.usage);
  });
  if (!found.isFile()) throw new CliProblem('file_unreadable', { file, code: 'EISDIR' }, EXIT.usage);
  return found.size;
}

/** The first line that says something, if there is one. */
async function firstLine(file: string): Promise<Line[]> {
  for await (const line of readLines(file, { line: 1, offset: 0 })) {
    if (!isEmpty(line)) return [line];
  }
  return [];
}

const isEmpty = ({ bytes }: Line): boolean => bytes !== null && bytes.toString('latin1').trim() === '';

/** Lines for one call each; empty ones come along and count for nothing. */
async function* batchesOf(lines: AsyncIterable<Line>): AsyncGenerator<Line[]> {
  let batch: Line[] = [];
  let bytes = 0;
  for await (const line of lines) {
    const length = line.bytes?.length ?? 0;
    if (batch.length === ROWS_MAX || bytes + length > CALL_MAX_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(line);
    bytes += length;
  }
  if (batch.length > 0) yield batch;
}

interface Taken {
  counts: Record<string, number>;
  refused: RefusedLine[];
}

async function takeBatch({ command, api }: ImportOptions, format: Format, lines: readonly Line[]): Promise<Taken> {
  const rows: SentRow[] = [];
  const refused: RefusedLine[] = [];
  const counts: Record<string, number> = {};
  const refuse = (line: Line, reason: string) => {
    refused.push({ line: line.number, reason, text: line.bytes?.toString('utf8') ?? '' });
    counts.refused = (counts.refused ?? 0) + 1;
  };

  const texts = lines.filter((line) => !isEmpty(line)).map((line) => ({ line, text: textOf(line.bytes) }));
  for (const { line, text } of texts) if (text === null) refuse(line, faultReason(faultOf(line)));
  const readable = texts.filter((one): one is { line: Line; text: string } => one.text !== null);
  for (const [at, read] of format(readable.map(({ text }) => text)).entries()) {
    const { line } = readable[at] ?? {};
    if (!line) continue;
    if ('fault' in read) refuse(line, faultReason(read.fault));
    else rows.push({ line, row: read.row });
  }

  const { send } = IMPORTS[command];
  const call = (part: readonly SentRow[]) => {
    const given = part.map(({ row }) => row);
    return api.call((client) => send(client, given));
  };
  await sendRows(call, rows, (sent, result) => {
    if (result === null) refuse(sent.line, faultReason('request_refused'));
    else if (result.status === 'refused') refuse(sent.line, reasonOf(result.issues ?? []));
    else counts[result.status] = (counts[result.status] ?? 0) + 1;
  });
  return { counts, refused: refused.sort((a, b) => a.line - b.line) };
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Null where it is too long or no UTF-8. A byte order mark at the beginning of the file falls away. */
function textOf(bytes: Buffer | null): string | null {
  try {
    return bytes === null ? null : decoder.decode(bytes);
  } catch {
    return null;
  }
}

const faultOf = ({ bytes }: Line): LineFault => (bytes === null ? 'line_too_long' : 'not_utf8');
