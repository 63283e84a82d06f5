import { userInfo } from 'node:os';
import type { Db } from '../../api/db/database.ts';
import {
  type AccountCommand,
  changeHold,
  type ErasureProgress,
  eraseAccount,
  type Outcome,
} from '../../api/personal/erase.ts';
import { fill } from '../../words/fill.ts';
import { readArguments, WrongUsage } from '../arguments.ts';
import { CliProblem, EXIT, words } from '../say.ts';
import { withDatabase } from './services.ts';

const OPTIONS = { database: { type: 'string' }, ticket: { type: 'string' } } as const;
const TICKET_MAX = 32;
const TOLD_EVERY_MS = 1_000;

/** `lockdesk erase ACCOUNT`: takes a citizen's personal data away. @throws CliProblem, WrongUsage */
export function runErase(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, 1);
  return run(values, positionals, (db, command) => eraseAccount(db, command, tellProgress()), 'erased');
}

/** `lockdesk hold ACCOUNT`: nothing of it may go, until `--lift`. @throws CliProblem, WrongUsage */
export function runHold(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { ...OPTIONS, lift: { type: 'boolean' } }, 1);
  const change = values.lift ? 'lifted' : 'placed';
  return run(values, positionals, (db, command) => changeHold(db, command, change), change);
}

/** A line a second at most. */
function tellProgress(): (progress: ErasureProgress) => void {
  let toldAt = Date.now();
  return (progress) => {
    if (Date.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = Date.now();
    process.stderr.write(`${fill(words.account.erasing, { ...progress })}\n`);
  };
}

async function run(
  { database, ticket = null }: { database?: string | undefined; ticket?: string | null | undefined },
  [account = '']: string[],
  work: (db: Db, command: AccountCommand) => Promise<Outcome>,
  sentence: 'erased' | 'placed' | 'lifted',
): Promise<number> {
  if (database === undefined || (ticket !== null && (ticket === '' || ticket.length > TICKET_MAX)))
    throw new WrongUsage();
  const { username } = userInfo();
  const actor = { kind: 'system', subject: 'lockdesk', name: username, roles: ['administrator'] } as const;
  const outcome = await withDatabase(database, (db) => work(db, { account, actor, ticket }));
  if (!outcome.done) throw new CliProblem(outcome.why, { account }, EXIT.unfinished);
  process.stdout.write(`${fill(words.account[sentence], { account, entry: outcome.entryId })}\n`);
  if (outcome.elsewhere > 0) {
    process.stdout.write(`${fill(words.account.elsewhere, { count: outcome.elsewhere })}\n`);
  }
  return EXIT.ok;
}
