import { SingleBar } from 'cli-progress';
import { fill } from '../../words/fill.ts';
import { PATIENCE_MS, PatientApi } from '../api.ts';
import { API_OPTIONS, apiAddress, readArguments } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { EXIT, words } from '../say.ts';
import { tokenSource } from '../token.ts';
import { type ImportResult, importFile, type Progress } from './import.ts';
import type { ImportCommand } from './kinds.ts';

/**
 * Runs an import at a terminal: its progress on standard error, its result on standard output.
 *
 * @returns the exit code
 * @throws CliProblem, WrongUsage
 */
export function runImport(command: ImportCommand, args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, API_OPTIONS, 1);
  const [file = ''] = positionals;
  const apiUrl = apiAddress(values.api);
  const readToken = tokenSource(values['token-file'], process.env);
  return interruptible(async (signal) => {
    const api = new PatientApi({ url: apiUrl, readToken, patienceMs: PATIENCE_MS, signal });
    const bar = new SingleBar({ format: words.progress, stream: process.stderr, hideCursor: true });
    try {
      const onProgress = (progress: Progress) => show(bar, progress);
      const result = await importFile({ command, file, apiUrl, api, signal, onProgress });
      bar.stop();
      process.stdout.write(`${summary(result)}\n`);
      return result.counts.refused ? EXIT.someRefused : EXIT.ok;
    } finally {
      bar.stop();
    }
  });
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
