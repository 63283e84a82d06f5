import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Database, LockEvidence } from '../db/schema.ts';
import { networkOf } from '../geo/index.ts';
import { type EntryDraft, recordEntries } from '../ledger/record.ts';
import { queueMessages } from '../notify/outbox.ts';
import type { Policy } from '../policy/policy.ts';
import { type CountedAttempt, type Decision, decide } from '../policy/rules.ts';
import type { Services } from '../services.ts';
import type { JudgedAttempt, WrongPassword } from './attempt-store.ts';
import { expireLocks } from './expiry.ts';
import { entryState, type HeldAccount, type LatestLock } from './held-accounts.ts';

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

interface PolicyLock {
  lock: LatestLock;
  account: HeldAccount;
  decision: Decision;
  failures: number;
  trend: number[];
  evidence: LockEvidence[];
}

/** As many wrong passwords as a lock keeps. */
const EVIDENCE_MAX = 200;
const TREND_SPANS = 12;
const TREND_SPAN_MS = 5 * 60_000;

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
  if (begun.length === 0) return new Map();

  // A lock that has run out and is not closed yet has to make room first.
  const expired = new Set(
    await expireLocks(
      trx,
      begun.map(({ account }) => account.id),
    ),
  );
  for (const { account } of begun) if (expired.has(account.id)) account.version += 1;

  const entries = await recordEntries(trx, begun.map(lockDraft));
  const withEntries = begun.map((lock, at) => ({ ...lock, entryId: entries[at]?.id ?? '' }));
  await Promise.all([
    storeLocks(trx, withEntries),
    queueMessages(
      trx,
      services,
      withEntries.map(({ account, lock, entryId }) => ({
        entryId,
        recipient: account,
        notice: { kind: 'lock_notice', cause: lock.cause, until: lock.ends_at },
      })),
    ),
  ]);
  return new Map(begun.map(({ lock }) => [lock.account_id, lock]));
}

function judgeCandidate(candidate: Candidate, { policy, now, recent, lockStarts }: Circumstances): PolicyLock | null {
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
  return { lock, account, decision, failures, trend: trendOf(wrong, now), evidence: evidenceOf(decision, wrong) };
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

const inOrder = (wrong: readonly LockEvidence[]): LockEvidence[] =>
  wrong.toSorted((a, b) => (a.occurred_at < b.occurred_at ? -1 : 1));

function toEvidence(attempt: JudgedAttempt): LockEvidence {
  return {
    occurred_at: attempt.at.toISOString(),
    source: attempt.source,
    attempt_id: attempt.attemptId,
    counted: attempt.counted,
    password_repeated: attempt.passwordRepeated,
    ip: attempt.ip,
    ...attempt.place,
    familiar_network: attempt.familiar,
    device_id: attempt.deviceId,
    device: attempt.device,
    client: attempt.client,
  };
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

/** Failures in twelve spans of five minutes before the lock, oldest first. */
function trendOf(wrong: readonly LockEvidence[], now: Date): number[] {
  const trend = new Array<number>(TREND_SPANS).fill(0);
  for (const { occurred_at } of wrong) {
    const back = Math.max(0, Math.floor((now.getTime() - Date.parse(occurred_at)) / TREND_SPAN_MS));
    const span = TREND_SPANS - 1 - back;
    if (span >= 0) trend[span] = (trend[span] ?? 0) + 1;
  }
  return trend;
}

function lockDraft({ account, lock }: PolicyLock): EntryDraft {
  return {
    action: 'lock',
    outcome: 'done',
    actor: { kind: 'policy', subject: lock.policy_version },
    account: { id: account.id, division: account.division },
    reason: lock.cause,
    lockId: lock.id,
    before: entryState(account, null),
    after: entryState({ ...account, version: account.version + 1 }, lock),
  };
}

async function storeLocks(
  trx: Transaction<Database>,
  locks: readonly (PolicyLock & { entryId: string })[],
): Promise<void> {
  const rows = locks.map(({ lock, account, entryId, decision, failures, trend, evidence }) => {
    const last = decision.evidence.at(-1);
    return {
      ...lock,
      directory: account.directory,
      failures,
      trend,
      evidence,
      name_masked: account.name_masked,
      document_masked: account.document_masked,
      division: account.division,
      entry_id: entryId,
      last_at: last?.at,
      last_source: last?.source,
      last_attempt_id: last?.attemptId,
    };
  });
  await sql`
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given (
        id uuid, account_id uuid, directory text, kind text, cause text, policy_version text, failures integer,
        trend smallint[], evidence jsonb, name_masked text, document_masked text, division text, started_at timestamptz,
        ends_at timestamptz, entry_id uuid, last_at timestamptz, last_source text, last_attempt_id text)
    ), lock AS (
      INSERT INTO locks (id, account_id, directory, kind, cause, policy_version, failures, trend, evidence, name_masked,
          document_masked, province, city, division, started_at, ends_at, entry_id)
      SELECT id, account_id, directory, kind, cause, policy_version, failures, trend, evidence, name_masked,
             document_masked, left(division, 2), left(division, 4), division, started_at, ends_at, entry_id
        FROM given
    ), last AS (
      UPDATE attempts SET lock_id = given.id FROM given
       WHERE occurred_at = last_at AND source = last_source AND attempt_id = last_attempt_id
    )
    UPDATE accounts SET version = version + 1 FROM given WHERE accounts.id = given.account_id`.execute(trx);
}
