import { readFile } from 'node:fs/promises';
import { parseVerifierKey, type VerifierKey } from '../../verify/index.ts';
import { fill } from '../../words/fill.ts';
import { CliProblem, EXIT, systemCode, words } from '../say.ts';
import { ofApi } from './key.ts';
import { sound } from './sound.ts';

/** @param given the ledger's key itself, or a file that holds it; else as the API tells it */
export async function keyOf(given: string | undefined, url: string): Promise<VerifierKey> {
  if (given === undefined) {
    const key = await ofApi(url);
    process.stderr.write(`${fill(words.key_of_api, { url, key })}\n`);
    return sound(parseVerifierKey, key);
  }
  return sound(parseVerifierKey, given.includes('+') ? given : await textOf(given));
}

/** @param given a witness's key itself, or a file that holds it */
export async function witnessOf(given: string): Promise<VerifierKey> {
  const key = sound(parseVerifierKey, given.includes('+') ? given : await textOf(given));
  if (key.kind !== 'witness') throw new CliProblem('no_witness_key', {}, EXIT.usage);
  return key;
}

/** @throws CliProblem */
export const textOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    throw new CliProblem('file_unreadable', { file, code: systemCode(error) }, EXIT.usage);
  });
