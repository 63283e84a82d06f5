import path from 'node:path';
import { parseArgs } from 'node:util';
import type { StandaloneOptions } from './index.ts';
import { StandaloneProblem } from './say.ts';
import { DEMO_PACE } from './traffic/index.ts';

const LAST_PORT = 65_533;
const MOST_CITIZENS = 1_000_000;

/**
 * Reads the command line of `npm run standalone` and `npm start`.
 *
 * @throws StandaloneProblem
 */
export function readOptions(args: readonly string[]): Omit<StandaloneOptions, 'progress'> {
  const { values } = parse(args);
  return {
    port: wholeNumber('--port', values.port, 0, LAST_PORT),
    dataDir: dataDirOf(values.data),
    fresh: values.fresh,
    ...(values.archive !== undefined && { archive: pathFrom(values.archive) }),
    citizens: wholeNumber('--citizens', values.citizens, 1, MOST_CITIZENS),
    traffic: values.traffic ? DEMO_PACE : null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        port: { type: 'string', default: '7100' },
        data: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        archive: { type: 'string' },
        citizens: { type: 'string', default: '5000' },
        traffic: { type: 'boolean', default: true },
      },
    });
  } catch (error) {
    throw new StandaloneProblem('unknown_option', { problem: (error as Error).message });
  }
}

/** npm runs scripts in the project's folder; a path is meant from where the person stood. */
export function dataDirOf(given: string | undefined): string {
  if (given === undefined) return path.resolve('.lockdesk');
  return pathFrom(given);
}

const pathFrom = (given: string): string => path.resolve(process.env.INIT_CWD ?? '.', given);

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new StandaloneProblem('bad_number', { option, least, most });
}
