import { LockdeskError } from '../../client/index.ts';
import { MarkInput } from '../../contract/index.ts';
import { fill } from '../../words/fill.ts';
import { PatientApi } from '../api.ts';
import { API_OPTIONS, apiAddress, readArguments, WrongUsage } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { CliProblem, EXIT, errorWords, words } from '../say.ts';
import { tokenSource } from '../token.ts';

const PATIENCE_MS = 10_000;
const OPTIONS = {
  ...API_OPTIONS,
  staff: { type: 'string' },
  own: { type: 'boolean' },
  unmark: { type: 'boolean' },
  reason: { type: 'string' },
} as const;

/** `lockdesk mark-account ACCOUNT --staff SUBJECT`: whose account it is, for the review. @throws CliProblem, WrongUsage */
export function runMark(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, 1);
  const { own, unmark, staff, reason } = values;
  if (own && unmark) throw new WrongUsage();
  const mark = own ? 'own' : unmark ? 'unmarked' : 'relative';
  const { data: input } = MarkInput.safeParse({ account: positionals[0], staff, mark, reason });
  if (!input) throw new WrongUsage();
  const url = apiAddress(values.api);
  const readToken = tokenSource(values['token-file'], process.env);
  return interruptible(async (signal) => {
    const api = new PatientApi({ url, readToken, patienceMs: PATIENCE_MS, signal });
    const { entry_id, staff_known } = await api
      .call((client) => client.markAccount(input))
      .catch((error: unknown) => {
        if (!(error instanceof LockdeskError)) throw error;
        const { code, title } = error.failure;
        throw new CliProblem('not_marked', { why: fill(errorWords[code], { title }) }, EXIT.unfinished);
      });
    const { account } = input;
    if (!staff_known) process.stderr.write(`${fill(words.mark.staff_unknown, { staff: input.staff })}\n`);
    process.stdout.write(
      `${entry_id === null ? fill(words.mark.unchanged, { account }) : fill(words.mark[mark], { account, entry: entry_id })}\n`,
    );
    return EXIT.ok;
  });
}
