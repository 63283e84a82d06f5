import { SingleBar } from 'cli-progress';
import { KeyProblem } from '../../api/personal/key-file.ts';
import { RotationRunning, rotateKeys } from '../../api/personal/rotate.ts';
import { fill } from '../../words/fill.ts';
import { readArguments, WrongUsage } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { CliProblem, EXIT, words } from '../say.ts';
import { keySource, withDatabase } from './services.ts';

/**
 * `lockdesk rotate-keys`: a new data key, and everything brought under it, while the API goes on. What was interrupted goes on
 * where it stopped.
 *
 * @returns 0 where everything stands under the new key, else 1
 * @throws CliProblem, WrongUsage
 */
export function runRotateKeys(args: string[]): Promise<number> {
  const { values } = readArguments(args, { database: { type: 'string' } }, 0);
  const { database } = values;
  if (database === undefined) throw new WrongUsage();
  const source = keySource(process.env);
  return interruptible((signal) =>
    withDatabase(database, async ({ db }) => {
      const bar = new SingleBar({ format: words.ledger_progress, stream: process.stderr, hideCursor: true });
      process.stderr.write(`${words.rotate.settling}\n`);
      try {
        const { key, rows, finished } = await rotateKeys({
          db,
          source,
          signal,
          onProgress: ({ done, total }) => (bar.isActive ? bar.update(done) : bar.start(total, done)),
        });
        bar.stop();
        process.stdout.write(`${fill(finished ? words.rotate.done : words.rotate.interrupted, { key, rows })}\n`);
        return finished ? EXIT.ok : EXIT.unfinished;
      } catch (error) {
        if (error instanceof RotationRunning) throw new CliProblem('rotation_running', {}, EXIT.unfinished);
        if (error instanceof KeyProblem)
          throw new CliProblem('keys_unusable', { problem: error.message }, EXIT.unfinished);
        throw error;
      } finally {
        bar.stop();
      }
    }),
  );
}
