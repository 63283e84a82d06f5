import type { Transaction } from 'kysely';
import type { SignInState } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { counts, type Standing } from '../policy/counting.ts';
import { policyOf } from '../policy/policy.ts';
import { minutesLookedBack } from '../policy/rules.ts';
import type { Services } from '../services.ts';
import { keyOf, type RefusedRow, type ReportedAttempt, readAttempts, timeIssue } from './attempt-rows.ts';
import {
  type AccountNews,
  type JudgedAttempt,
  knownNetworks,
  locksOfTheDay,
  recentWrongPasswords,
  rememberSources,
  storeAttempts,
  updateAccounts,
} from './attempt-store.ts';
import { type HeldAccount, holdAccounts, inForce, type LatestLock, latestLocks, signInState } from './held-accounts.ts';
import { type Candidate, lockByPolicy } from './policy-lock.ts';

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
  const { now, byExternalId } = await holdAccounts(
    trx,
    directory,
    reported.flatMap(({ externalId }) => externalId ?? []),
  );

  const late = reported.map((attempt) => ({ attempt, issue: timeIssue(attempt.at, now, config.ATTEMPTS_KEPT_DAYS) }));
  const refused = late.flatMap(({ attempt: { row }, issue }): RefusedRow[] =>
    issue ? [{ row, status: 'refused', issues: [issue] }] : [],
  );
  const attempts = late.filter(({ issue }) => issue === null).map(({ attempt }) => attempt);

  const accountOf = ({ externalId }: ReportedAttempt) =>
    externalId === null ? undefined : byExternalId.get(externalId);
  const ids = unique(attempts.map((attempt) => accountOf(attempt)?.id));
  const guessed = unique(
    attempts.filter(({ outcome }) => outcome === 'wrong_password').map((attempt) => accountOf(attempt)?.id),
  );
  const [locks, networks, recent, lockStarts] = await Promise.all([
    latestLocks(trx, ids),
    knownNetworks(trx, ids),
    recentWrongPasswords(trx, guessed, minutesLookedBack(policy.numbers)),
    locksOfTheDay(trx, guessed),
  ]);

  const judge = new Judge(now, policy.numbers.familiarDays, locks, networks);
  const judged = attempts
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map((attempt) => judge.judge(attempt, accountOf(attempt)));
  const [fresh, resetsOver] = await Promise.all([
    storeAttempts(trx, judged),
    updateAccounts(trx, judge.news()),
    rememberSources(
      trx,
      judged.filter(({ outcome }) => outcome === 'success'),
    ),
  ]);
  for (const account of byExternalId.values()) if (resetsOver.has(account.id)) account.reset_pending_since = null;

  const candidates = candidatesOf(judged, fresh, byExternalId, judge);
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
  judged: readonly JudgedAttempt[],
  fresh: ReadonlySet<string>,
  accounts: ReadonlyMap<string, HeldAccount>,
  judge: Judge,
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
    return [{ account, attempts, clearedAt: judge.clearedAt(account) }];
  });
}

/** Judges attempts in the order of their times, each against what came before it. */
class Judge {
  readonly #now: Date;
  readonly #familiarMs: number;
  readonly #locks: ReadonlyMap<string, LatestLock>;
  readonly #networks: Map<string, Map<string, Date>>;
  readonly #news = new Map<string, AccountNews>();

  constructor(
    now: Date,
    familiarDays: number,
    locks: ReadonlyMap<string, LatestLock>,
    networks: Map<string, Map<string, Date>>,
  ) {
    this.#now = now;
    this.#familiarMs = familiarDays * 86_400_000;
    this.#locks = locks;
    this.#networks = networks;
  }

  judge(attempt: ReportedAttempt, account: HeldAccount | undefined): JudgedAttempt {
    if (!account) return { ...attempt, accountId: null, counted: false, familiar: null };
    const counted = counts(attempt, this.#standing(account));
    const familiar = attempt.network === null ? null : this.#isFamiliar(account.id, attempt.network, attempt.at);
    this.#learn(attempt, account);
    return { ...attempt, accountId: account.id, counted, familiar };
  }

  /** What the accounts' own rows are to take over. */
  news(): AccountNews[] {
    return [...this.#news.values()];
  }

  clearedAt({ id, cleared_at }: HeldAccount): Date | null {
    return later(cleared_at, this.#news.get(id)?.lastSuccessAt ?? null);
  }

  #standing(account: HeldAccount): Standing {
    const lock = this.#locks.get(account.id);
    return {
      disabled: account.disabled,
      resetPending: account.reset_pending_since !== null,
      clearedAt: this.clearedAt(account),
      latestLock: lock
        ? { startedAt: lock.started_at, endedAt: inForce(lock, this.#now) ? null : (lock.ended_at ?? lock.ends_at) }
        : null,
    };
  }

  /** Only the last success in a network is known: one after a late attempt stands for those before it. */
  #isFamiliar(accountId: string, network: string, at: Date): boolean {
    const last = this.#networks.get(accountId)?.get(network);
    return last !== undefined && last.getTime() > at.getTime() - this.#familiarMs;
  }

  #learn({ outcome, at, network }: ReportedAttempt, { id }: HeldAccount): void {
    if (outcome !== 'success' && outcome !== 'password_changed') return;
    const news = this.#news.get(id) ?? { id, lastSuccessAt: null, passwordChangedAt: null };
    if (outcome === 'password_changed') {
      this.#news.set(id, { ...news, passwordChangedAt: at });
      return;
    }
    this.#news.set(id, { ...news, lastSuccessAt: at });
    if (network !== null)
      this.#networks.get(id)?.set(network, later(this.#networks.get(id)?.get(network) ?? null, at) ?? at);
  }
}

const later = (a: Date | null, b: Date | null): Date | null => (a === null || (b !== null && b > a) ? b : a);

const unique = (ids: readonly (string | undefined)[]): string[] => [...new Set(ids.filter((id) => id !== undefined))];
