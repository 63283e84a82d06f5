import { filesOf } from '../src/standalone/data-dir.ts';
import { type Standalone, startStandalone } from '../src/standalone/index.ts';
import { askedToEnd } from '../src/standalone/lifetime.ts';
import { dataDirOf, readOptions } from '../src/standalone/options.ts';
import { say } from '../src/standalone/say.ts';
import { endingProblem } from '../src/standalone/trouble.ts';

/** Progress and problems go to standard error: standard output is for what scripts read. */
export const tell = (sentence: string) => process.stderr.write(`${sentence}\n`);

/**
 * Runs a standalone system for as long as this process should live, then ends the process. Exit code 0: it was asked to
 * end; 1: it could not go on, and said why.
 *
 * @param serving what else to do once it serves
 */
export async function runStandalone(
  args: readonly string[],
  serving: (system: Standalone) => Promise<void> | void,
): Promise<never> {
  const asked = askedToEnd();
  // A terminal that was closed takes no more words; that must not cut the ending short.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
  // The person's own PG* variables name a server of theirs.
  for (const name of Object.keys(process.env)) if (name.startsWith('PG')) delete process.env[name];
  let dataDir = dataDirOf(undefined);
  try {
    const options = readOptions(args);
    dataDir = options.dataDir;
    const starting = startStandalone({ ...options, progress: tell });
    const system = await Promise.race([starting, asked]);
    // Everything ends with this process, whatever has started by now.
    if (!system) process.exit(0);
    const over = Promise.race([asked, system.failed]);
    await Promise.race([serving(system), over]);
    const problem = await over;
    tell(problem ? problem.message : say('progress', 'stopping'));
    await system.close();
    if (!problem) tell(say('progress', 'stopped'));
    process.exit(problem ? 1 : 0);
  } catch (error) {
    tell((await endingProblem(error, filesOf(dataDir).troubleLog)).message);
    process.exit(1);
  }
}
