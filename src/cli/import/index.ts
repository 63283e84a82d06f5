import { SingleBar } from 'cli-progress';
import { fill } from '../../words/fill.ts';
import { PatientApi } from '../api.ts';
import { EXIT, words } from '../say.ts';
import { tokenSource } from '../token.ts';
import { type ImportResult, importFile, type Progress } from './import.ts';
import type { ImportCommand } from './kinds.ts';

/** The API may be starting again, or the next token be on its way. */
const PATIENCE_MS = 120_000;

export interface ImportArguments {
  command: ImportCommand;
  file: string;
  apiUrl: string;
  tokenFile: string | undefined;
}

/**
 * Runs an import at a terminal: its progress on standard error, its result on standard output.
 *
 * @returns the exit code
 * @throws CliProblem
 */
export async function runImport({ command, file, apiUrl, tokenFile }: ImportArguments): Promise<number> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const { signal } = interrupted;
  const readToken = tokenSource(tokenFile, process.env);
  const api = new PatientApi({ url: apiUrl, readToken, patienceMs: PATIENCE_MS, signal });
  const bar = new SingleBar({ format: words.progress, stream: process.stderr, hideCursor: true });
  try {
    const result = await importFile({
      command,
      file,
      apiUrl,
      api,
      signal,
      onProgress: (progress) => show(bar, progress),
    });
    bar.stop();
    process.stdout.write(`${summary(result)}\n`);
    return result.counts.refused ? EXIT.someRefused : EXIT.ok;
  } finally {
    bar.stop();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function show(bar: SingleBar, { offset, size, lines, counts, resumedAt }: Progress): void {
  const values = { lines, refused: counts.refused ?? 0 };
  if (bar.isActive) {
    bar.update(offset, values);
    return;
  }
  if (resumedAt !== null) process.stderr.write(`${fill(words.resuming, { line: resumedAt })}\n`);
  bar.start(size, offset, values);
}

function summary({ lines, counts, refusedFile }: ImportResult): string {
  const { lines: first, refused, ...statuses } = words.done;
  const parts = Object.entries(statuses).flatMap(([status, sentence]) => {
    const count = counts[status] ?? 0;
    return count > 0 ? [fill(sentence, { count })] : [];
  });
  if (counts.refused) parts.push(fill(refused, { count: counts.refused, file: refusedFile }));
  return [fill(first, { lines }), ...parts].join('\n');
}
