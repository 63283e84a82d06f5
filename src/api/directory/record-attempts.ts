import type { Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Standing, Tried } from '../policy/counting.ts';
import type { ReportedAttempt } from './attempt-rows.ts';
import {
  type AccountNews,
  type JudgedAttempt,
  knownNetworks,
  rememberSources,
  storeAttempts,
  updateAccounts,
} from './attempt-store.ts';
import { type Held, type HeldAccount, inForce, type LatestLock, latestLocks } from './held-accounts.ts';

/** How a directory's attempts are judged. */
export interface Judging {
  /** A network that the account signed in from within so many days is familiar. */
  familiarDays: number;
  /** Whether an attempt counts towards a lock. */
  counts: (attempt: Tried, standing: Standing) => boolean;
}

export interface RecordedAttempts {
  /** In the order of their times. */
  judged: JudgedAttempt[];
  /** Keys of those that were not known before. */
  fresh: ReadonlySet<string>;
  /** The latest locks of the accounts, by account. */
  locks: ReadonlyMap<string, LatestLock>;
  /** When the account's count was last cleared, as far as is known now. */
  clearedAt(account: HeldAccount): Date | null;
}

/**
 * Stores each attempt once, judged in the order of their times, and keeps what successes tell of an account. What they mean
 * for locks is their directory's to say.
 *
 * @param held the accounts that they name; a forced reset that is over with them is taken off
 */
export async function recordAttempts(
  trx: Transaction<Database>,
  { now, byExternalId }: Held,
  attempts: readonly ReportedAttempt[],
  judging: Judging,
): Promise<RecordedAttempts> {
  const accountOf = ({ externalId }: ReportedAttempt) =>
    externalId === null ? undefined : byExternalId.get(externalId);
  const ids = [...new Set(attempts.flatMap((attempt) => accountOf(attempt)?.id ?? []))];
  const [locks, networks] = await Promise.all([latestLocks(trx, ids), knownNetworks(trx, ids)]);

  const judge = new Judge(now, judging, locks, networks);
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
  return { judged, fresh, locks, clearedAt: (account) => judge.clearedAt(account) };
}

/** Judges attempts in the order of their times, each against what came before it. */
class Judge {
  readonly #now: Date;
  readonly #familiarMs: number;
  readonly #counts: Judging['counts'];
  readonly #locks: ReadonlyMap<string, LatestLock>;
  readonly #networks: Map<string, Map<string, Date>>;
  readonly #news = new Map<string, AccountNews>();

  constructor(
    now: Date,
    { familiarDays, counts }: Judging,
    locks: ReadonlyMap<string, LatestLock>,
    networks: Map<string, Map<string, Date>>,
  ) {
    this.#now = now;
    this.#familiarMs = familiarDays * 86_400_000;
    this.#counts = counts;
    this.#locks = locks;
    this.#networks = networks;
  }

  judge(attempt: ReportedAttempt, account: HeldAccount | undefined): JudgedAttempt {
    if (!account) return { ...attempt, accountId: null, counted: false, familiar: null };
    const counted = this.#counts(attempt, this.#standing(account));
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
