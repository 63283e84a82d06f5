import { loadSigningKey } from '../../api/ledger/signing-key.ts';
import { LockdeskError } from '../../client/index.ts';
import { fill } from '../../words/fill.ts';
import { PatientApi } from '../api.ts';
import { API_OPTIONS, apiAddress, readArguments, WrongUsage } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { CliProblem, EXIT, errorWords, systemCode, words } from '../say.ts';
import { tokenSource } from '../token.ts';

/** A leader that does not sign yet is waited for no longer than this. */
const PATIENCE_MS = 10_000;

/**
 * `lockdesk rotate-ledger-key --file F`: hands the signing of the ledger on to the key of a file, which the API holds already
 * as its next one. Prints the key in note-verifier form.
 */
export function runRotate(args: string[]): Promise<number> {
  const { values } = readArguments(args, { ...API_OPTIONS, file: { type: 'string' } }, 0);
  const { file } = values;
  if (file === undefined) throw new WrongUsage();
  const url = apiAddress(values.api);
  const readToken = tokenSource(values['token-file'], process.env);
  return interruptible(async (signal) => {
    const { verifierKey } = await loadSigningKey(file).catch((error: unknown) => {
      const problem = systemCode(error) === 'unknown' ? (error as Error).message : systemCode(error);
      throw new CliProblem('key_unusable', { file, problem }, EXIT.unfinished);
    });
    const api = new PatientApi({ url, readToken, patienceMs: PATIENCE_MS, signal });
    await api
      .call((client) => client.rotateLedgerKey({ verifier_key: verifierKey }))
      .catch((error: unknown) => {
        if (!(error instanceof LockdeskError)) throw error;
        const { code, title } = error.failure;
        throw new CliProblem('not_rotated', { why: fill(errorWords[code], { title }) }, EXIT.unfinished);
      });
    process.stderr.write(`${words.key_rotated}\n`);
    process.stdout.write(`${verifierKey}\n`);
    return EXIT.ok;
  });
}
