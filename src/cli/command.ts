/** What `lockdesk` does with its arguments. */
import { parseArgs } from 'node:util';
import { type ImportArguments, runImport } from './import/index.ts';
import { IMPORTS, type ImportCommand } from './import/kinds.ts';
import { CliProblem, EXIT, words } from './say.ts';

const DEFAULT_API = 'http://127.0.0.1:7100';

/** Null where the arguments are not as the usage says. */
function readArguments(args: string[]): ImportArguments | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { api: { type: 'string' }, 'token-file': { type: 'string' } },
    });
    const [command, file, ...more] = positionals;
    const known = (Object.keys(IMPORTS) as ImportCommand[]).find((name) => name === command);
    const apiUrl = values.api ?? process.env.LOCKDESK_API ?? DEFAULT_API;
    if (!known || file === undefined || more.length > 0 || !/^https?:$/.test(new URL(apiUrl).protocol)) return null;
    return { command: known, file, apiUrl, tokenFile: values['token-file'] };
  } catch {
    return null;
  }
}

async function run(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${words.usage}\n`);
    return EXIT.ok;
  }
  const given = readArguments(args);
  if (given === null) {
    process.stderr.write(`${words.usage}\n`);
    return EXIT.usage;
  }
  try {
    return await runImport(given);
  } catch (error) {
    if (!(error instanceof CliProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}

process.exitCode = await run(process.argv.slice(2));
