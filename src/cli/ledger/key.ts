import axios from 'axios';
import { createSigningKey, loadSigningKey } from '../../api/ledger/signing-key.ts';
import { failureOf, readLedgerFile } from '../../client/index.ts';
import { fill } from '../../words/fill.ts';
import { apiAddress, readArguments, WrongUsage } from '../arguments.ts';
import { CliProblem, EXIT, errorWords, systemCode } from '../say.ts';

const ANSWER_MS = 10_000;

/**
 * `lockdesk ledger-key`: prints the ledger's public key in note-verifier form; of a key file, or as the API tells it. With
 * `--new` and an origin it makes the file.
 */
export async function runKey(args: string[]): Promise<number> {
  const { values } = readArguments(
    args,
    { api: { type: 'string' }, file: { type: 'string' }, new: { type: 'string' } },
    0,
  );
  const file = values.file ?? (values.api === undefined ? process.env.LEDGER_KEY_FILE : undefined);
  if (values.new !== undefined && (!file || !/^[^\s+]+$/.test(values.new))) throw new WrongUsage();
  const key = file ? await ofFile(file, values.new) : await ofApi(apiAddress(values.api));
  process.stdout.write(`${key}\n`);
  return EXIT.ok;
}

async function ofFile(file: string, origin: string | undefined): Promise<string> {
  try {
    return (await (origin ? createSigningKey(file, origin) : loadSigningKey(file))).verifierKey;
  } catch (error) {
    const problem = systemCode(error) === 'unknown' ? (error as Error).message : systemCode(error);
    throw new CliProblem('key_unusable', { file, problem }, EXIT.unfinished);
  }
}

/** @throws CliProblem */
export async function ofApi(url: string): Promise<string> {
  const http = axios.create({ baseURL: url, timeout: ANSWER_MS, maxRedirects: 0 });
  const bytes = await readLedgerFile(http, 'key').catch((error: unknown) => {
    const { code, title } = failureOf(error);
    throw new CliProblem('no_key', { url, why: fill(errorWords[code], { title }) }, EXIT.unfinished);
  });
  if (!bytes) throw new CliProblem('no_key', { url, why: '' }, EXIT.unfinished);
  return bytes.toString().trim();
}
