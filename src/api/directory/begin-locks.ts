import { sql, type Transaction } from 'kysely';
import type { Database, LockEvidence } from '../db/schema.ts';
import { type EntryDraft, recordEntries } from '../ledger/record.ts';
import { queueMessages } from '../notify/outbox.ts';
import type { Services } from '../services.ts';
import type { ReportedAttempt } from './attempt-rows.ts';
import { expireLocks } from './expiry.ts';
import { entryState, type HeldAccount, type LatestLock } from './held-accounts.ts';

/** A lock that we hear of later than this is no news to its citizen: a directory may be years older than we are. */
const NEWS_MS = 15 * 60_000;

/** A lock that is to begin, with all that the list shows of it. */
export interface NewLock {
  lock: LatestLock;
  account: HeldAccount;
  failures: number;
  /** See `trendOf`. */
  trend: number[];
  evidence: LockEvidence[];
  /** The attempt that brought it about, where that is known. */
  last: Pick<ReportedAttempt, 'at' | 'source' | 'attemptId'> | null;
}

/**
 * Begins locks: lock, entry, version and message to the citizen are one. A lock that has run out and is not closed yet has
 * to make room first.
 *
 * @param now the transaction's time
 * @param locks of accounts that are held, and are not locked; their versions are raised
 */
export async function beginLocks(
  trx: Transaction<Database>,
  services: Pick<Services, 'keys' | 'config'>,
  now: Date,
  locks: readonly NewLock[],
): Promise<void> {
  if (locks.length === 0) return;
  const expired = new Set(
    await expireLocks(
      trx,
      locks.map(({ account }) => account.id),
    ),
  );
  for (const { account } of locks) if (expired.has(account.id)) account.version += 1;

  const entries = await recordEntries(
    trx,
    locks.map((lock) => lockDraft(lock, now)),
  );
  const withEntries = locks.map((lock, at) => ({ ...lock, entryId: entries[at]?.id ?? '' }));
  await Promise.all([
    storeLocks(trx, withEntries),
    queueMessages(
      trx,
      services,
      withEntries
        .filter(({ lock }) => now.getTime() - lock.started_at.getTime() < NEWS_MS)
        .map(({ account, lock, entryId }) => ({
          entryId,
          recipient: account,
          notice: { kind: 'lock_notice', cause: lock.cause, until: lock.ends_at },
        })),
    ),
  ]);
  for (const { account } of locks) account.version += 1;
}

function lockDraft({ account, lock }: NewLock, now: Date): EntryDraft {
  const after = entryState({ ...account, version: account.version + 1 }, lock);
  const earlier = lock.started_at < now;
  return {
    action: 'lock',
    outcome: 'done',
    actor: { kind: 'policy', subject: lock.policy_version },
    account: { id: account.id, division: account.division },
    reason: lock.cause,
    lockId: lock.id,
    before: entryState(account, null),
    after: earlier ? { ...after, effective_at: lock.started_at.toISOString() } : after,
  };
}

async function storeLocks(
  trx: Transaction<Database>,
  locks: readonly (NewLock & { entryId: string })[],
): Promise<void> {
  const rows = locks.map(({ lock, account, entryId, failures, trend, evidence, last }) => ({
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
  }));
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
