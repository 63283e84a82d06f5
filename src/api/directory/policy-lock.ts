import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database, LockEvidence } from '../db/schema.ts';
import { networkOf } from '../geo/index.ts';
import type { Policy } from '../policy/policy.ts';
import { type CountedAttempt, type Decision, decide } from '../policy/rules.ts';
import type { Services } from '../services.ts';
import type { JudgedAttempt, WrongPassword } from './attempt-store.ts';
import { beginLocks, type NewLock } from './begin-locks.ts';
import type { HeldAccount, LatestLock } from './held-accounts.ts';
import { EVIDENCE_MAX, inOrder, toEvidence, trendOf } from './lock-evidence.ts';

/** An account with new wrong passwords. */
export interface Candidate {
  account: HeldAccount;
  /** The new ones, oldest first; at least one counts. */
  attempts: readonly JudgedAttempt[];
  clearedAt: Date | null;
}

export interface Circumstances {
  policy: Policy;
  now: Date;
  candidates: readonly Candidate[];
  /** Wrong passwords of the candidates that were known before. */
  recent: readonly WrongPassword[];
  /** When temporary locks began within 24 hours. */
  lockStarts: readonly { account_id: string; started_at: Date }[];
}

/**
 * Locks the accounts that the policy says are to be locked: lock, entry, version and message in the same transaction as
 * the attempts that caused it.
 *
 * @returns the locks begun, by account
 */
export async function lockByPolicy(
  trx: Transaction<Database>,
  services: Pick<Services, 'keys' | 'config'>,
  circumstances: Circumstances,
): Promise<Map<string, LatestLock>> {
  const begun = circumstances.candidates.flatMap((candidate) => judgeCandidate(candidate, circumstances) ?? []);
  await beginLocks(trx, services, circumstances.now, begun);
  return new Map(begun.map(({ lock }) => [lock.account_id, lock]));
}

function judgeCandidate(candidate: Candidate, { policy, now, recent, lockStarts }: Circumstances): NewLock | null {
  const { account, clearedAt } = candidate;
  const known = recent.filter(({ account_id }) => account_id === account.id).map(({ account_id: _, ...rest }) => rest);
  const wrong = inOrder([...known, ...candidate.attempts.map(toEvidence)]);
  const decision = decide(
    {
      now,
      attempts: wrong
        .filter(({ counted }) => counted)
        .map(toCounted)
        .filter(once)
        .filter(({ at }) => !clearedAt || at > clearedAt),
      locksWithinDay: lockStarts.filter(
        ({ account_id, started_at }) => account_id === account.id && (!clearedAt || started_at > clearedAt),
      ).length,
    },
    policy.numbers,
  );
  if (!decision) return null;
  const lock: LatestLock = {
    id: randomUUID(),
    account_id: account.id,
    kind: decision.kind,
    cause: decision.cause,
    policy_version: policy.version,
    started_at: now,
    ends_at: decision.minutes === null ? null : new Date(now.getTime() + decision.minutes * 60_000),
    ended_at: null,
  };
  const { length: failures } = decision.evidence;
  const last = decision.evidence.at(-1) ?? null;
  return { lock, account, failures, trend: trendOf(wrong, now), evidence: evidenceOf(decision, wrong), last };
}

/** The attempts that caused a lock, and as many of the others since the first of them as there is room for. */
function evidenceOf({ evidence }: Decision, wrong: readonly LockEvidence[]): LockEvidence[] {
  const first = evidence[0]?.at.toISOString() ?? '';
  const since = wrong.filter(({ occurred_at }) => occurred_at >= first);
  const counted = since.filter((one) => one.counted).slice(-EVIDENCE_MAX);
  const room = EVIDENCE_MAX - counted.length;
  const others = room === 0 ? [] : since.filter((one) => !one.counted).slice(-room);
  return inOrder([...counted, ...others]);
}

const toCounted = (wrong: LockEvidence): CountedAttempt => ({
  at: new Date(wrong.occurred_at),
  source: wrong.source,
  attemptId: wrong.attempt_id,
  network: networkOf(wrong),
  familiar: wrong.familiar_network ?? false,
});

/** A reporter that tells one attempt again with another time has told of one wrong password. */
const once = ({ source, attemptId }: CountedAttempt, at: number, all: readonly CountedAttempt[]): boolean =>
  all.findIndex((other) => other.source === source && other.attemptId === attemptId) === at;
