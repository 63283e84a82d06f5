import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { StartProblem } from '../api/start-problem.ts';
import { isDiskFull, knownProblem } from './known-problem.ts';
import { StandaloneProblem, say } from './say.ts';

/** How often the terminal is told that something is wrong. */
const TELL_MS = 60_000;

export type Trouble = (error: unknown) => void;

/** A fault with all that is known of it. On a full disk the line is lost, and what the terminal is told is all there is. */
async function keepTrouble(file: string, error: unknown): Promise<void> {
  const text = error instanceof Error ? error.stack : String(error);
  await appendFile(file, `${new Date().toISOString()} ${text}\n`, { mode: 0o600 }).catch(() => {});
}

/**
 * What the person at the terminal is told of an error that ends the whole system.
 *
 * @param file where an error that has no sentence of its own is kept whole
 */
export async function endingProblem(error: unknown, file: string): Promise<Error> {
  if (error instanceof StandaloneProblem) return error;
  const known = await knownProblem(error, path.dirname(file));
  if (known) return known;
  if (error instanceof StartProblem) return error;
  await keepTrouble(file, error);
  const [problem = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return new StandaloneProblem('unexpected', { problem, file });
}

/**
 * Where faults go that end one request and not the system: whole into a file, and as a sentence to the terminal, now and
 * then.
 */
export function troubleLog(file: string, dataDir: string, tell: (sentence: string) => void): Trouble {
  let told = Number.NEGATIVE_INFINITY;
  return (error) => {
    void keepTrouble(file, error);
    if (Date.now() - told < TELL_MS) return;
    told = Date.now();
    tell(
      isDiskFull(error)
        ? new StandaloneProblem('disk_full', { dir: dataDir }).message
        : say('progress', 'trouble', { file }),
    );
  };
}
