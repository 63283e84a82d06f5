import type { Transaction } from 'kysely';
import type { SignInState } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { counts } from '../policy/counting.ts';
import { policyOf } from '../policy/policy.ts';
import { minutesLookedBack } from '../policy/rules.ts';
import type { Services } from '../services.ts';
import { keyOf, type RefusedRow, type ReportedAttempt, readAttempts, timeIssue } from './attempt-rows.ts';
import { type JudgedAttempt, locksOfTheDay, recentWrongPasswords } from './attempt-store.ts';
import { type HeldAccount, holdAccounts, inForce, signInState } from './held-accounts.ts';
import { type Candidate, lockByPolicy } from './policy-lock.ts';
import { type RecordedAttempts, recordAttempts } from './record-attempts.ts';

export type AttemptResult = { row: number; status: 'recorded' | 'duplicate'; state: SignInState | null } | RefusedRow;

type ReportServices = Pick<Services, 'inTransaction' | 'config' | 'keys' | 'placeOf'>;

/**
 * Takes in attempts on a directory's accounts: stores each once, keeps what successes tell of an account, and locks what the policy says is to be
 * locked, with entry and message, in one transaction.
 *
 * Rows may come late and in any order. They are taken in the order of their times, each against what is known by then:
 * - an attempt older than what is kept, or more than 5 minutes ahead of the database's clock, is refused;
 * - a wrong password dated before the last unlock, reset or success is kept and does not count;
 * - a late one that does count completes a window as if it had come in time, but the lock begins now, and a window that
 *   ended longer ago than it is long is history;
 * - a late success clears only what is dated before it, and ends no lock.
 *
 * @returns an answer for each row, in their order; states are those after the whole call
 */
export async function reportAttempts(
  services: ReportServices,
  directory: string,
  rows: readonly unknown[],
): Promise<AttemptResult[]> {
  const { attempts, refused } = readAttempts(rows, services);
  const taken =
    attempts.length === 0 ? [] : await services.inTransaction((trx) => takeIn(trx, services, directory, attempts));
  return [...refused, ...taken].sort((a, b) => a.row - b.row);
}

async function takeIn(
  trx: Transaction<Database>,
  services: ReportServices,
  directory: string,
  reported: readonly ReportedAttempt[],
): Promise<AttemptResult[]> {
  const { config } = services;
  const policy = policyOf(config);
  const held = await holdAccounts(
    trx,
    directory,
    reported.flatMap(({ externalId }) => externalId ?? []),
  );
  const { now, byExternalId } = held;

  const late = reported.map((attempt) => ({ attempt, issue: timeIssue(attempt.at, now, config.ATTEMPTS_KEPT_DAYS) }));
  const refused = late.flatMap(({ attempt: { row }, issue }): RefusedRow[] =>
    issue ? [{ row, status: 'refused', issues: [issue] }] : [],
  );
  const attempts = late.filter(({ issue }) => issue === null).map(({ attempt }) => attempt);

  const accountOf = ({ externalId }: ReportedAttempt) =>
    externalId === null ? undefined : byExternalId.get(externalId);
  const guessed = unique(
    attempts.filter(({ outcome }) => outcome === 'wrong_password').map((attempt) => accountOf(attempt)?.id),
  );
  const { familiarDays } = policy.numbers;
  const [recent, lockStarts, recorded] = await Promise.all([
    recentWrongPasswords(trx, guessed, minutesLookedBack(policy.numbers)),
    locksOfTheDay(trx, guessed),
    recordAttempts(trx, held, attempts, { familiarDays, counts }),
  ]);
  const { fresh, locks } = recorded;

  const candidates = candidatesOf(recorded, byExternalId);
  const begun = await lockByPolicy(trx, services, { policy, now, candidates, recent, lockStarts });

  const lockNow = (account: HeldAccount | undefined) => {
    if (!account) return null;
    const lock = begun.get(account.id) ?? locks.get(account.id);
    return lock && inForce(lock, now) ? lock : null;
  };
  const stored = new Set<string>();
  const results = attempts.map((attempt): AttemptResult => {
    const key = keyOf(attempt);
    // The same attempt twice in one call: the first is the one that was recorded.
    const status = fresh.has(key) && !stored.has(key) ? 'recorded' : 'duplicate';
    stored.add(key);
    const account = accountOf(attempt);
    const { externalId: name, row } = attempt;
    return { row, status, state: name === null ? null : signInState(name, account, lockNow(account)) };
  });
  return [...refused, ...results];
}

/** Accounts with a new wrong password that counts, and their new wrong passwords. */
function candidatesOf(
  { judged, fresh, clearedAt }: RecordedAttempts,
  accounts: ReadonlyMap<string, HeldAccount>,
): Candidate[] {
  const byId = new Map([...accounts.values()].map((account) => [account.id, account]));
  const wrong = new Map<string, JudgedAttempt[]>();
  const seen = new Set<string>();
  for (const attempt of judged) {
    const key = keyOf(attempt);
    if (attempt.outcome !== 'wrong_password' || attempt.accountId === null || !fresh.has(key) || seen.has(key))
      continue;
    seen.add(key);
    wrong.set(attempt.accountId, [...(wrong.get(attempt.accountId) ?? []), attempt]);
  }
  return [...wrong].flatMap(([id, attempts]) => {
    const account = byId.get(id);
    if (!account || !attempts.some(({ counted }) => counted)) return [];
    return [{ account, attempts, clearedAt: clearedAt(account) }];
  });
}

const unique = (ids: readonly (string | undefined)[]): string[] => [...new Set(ids.filter((id) => id !== undefined))];
