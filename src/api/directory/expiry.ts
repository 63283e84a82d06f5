import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { type EntryDraft, recordEntries } from '../ledger/record.ts';
import type { Services } from '../services.ts';

/** Locks closed in one transaction: it holds their accounts. */
const EXPIRE_MAX = 200;

interface Expired {
  id: string;
  account_id: string;
  kind: string;
  cause: string;
  policy_version: string;
  ends_at: Date;
  version: number;
  division: string;
  disabled: boolean;
  reset_pending: boolean;
}

/**
 * Closes the locks of these accounts whose time is over, each with an entry. A lock ends at its end, whenever this comes
 * to it: `ended_at` and the entry's `effective_at` are its `ends_at`.
 *
 * @param accountIds held by the transaction
 * @returns ids of the accounts that had one; their version has risen by one
 */
export async function expireLocks(trx: Transaction<Database>, accountIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<Expired>`
    SELECT lock.id, account_id, kind, cause, policy_version, ends_at, version, account.division, disabled,
           reset_pending_since IS NOT NULL AS reset_pending
      FROM locks AS lock JOIN accounts AS account ON account.id = account_id
     WHERE account_id = ANY (${accountIds}::uuid[]) AND ended_at IS NULL AND ends_at <= now()
     ORDER BY ends_at`.execute(trx);
  if (rows.length === 0) return [];
  const entries = await recordEntries(trx, rows.map(expiryDraft));
  await sql`
    WITH ended AS (
      UPDATE locks SET ended_at = ends_at, ended_by = 'expired', end_entry_id = given.entry_id
        FROM unnest(${rows.map((row) => row.id)}::uuid[], ${entries.map((entry) => entry.id)}::uuid[])
             AS given (lock_id, entry_id)
       WHERE locks.id = given.lock_id
    )
    UPDATE accounts SET version = version + 1 WHERE id = ANY (${rows.map((row) => row.account_id)}::uuid[])`.execute(
    trx,
  );
  return rows.map((row) => row.account_id);
}

function expiryDraft(lock: Expired): EntryDraft {
  const { version, disabled, reset_pending } = lock;
  return {
    action: 'expire',
    outcome: 'done',
    actor: { kind: 'policy', subject: lock.policy_version },
    account: { id: lock.account_id, division: lock.division },
    reason: lock.cause,
    lockId: lock.id,
    before: { version, locked: true, lock_kind: lock.kind, disabled, reset_pending },
    after: {
      version: version + 1,
      locked: false,
      lock_kind: null,
      disabled,
      reset_pending,
      effective_at: lock.ends_at.toISOString(),
    },
  };
}

/**
 * Closes what is due, a bounded number at once. Accounts that somebody holds are left for the next time.
 *
 * @returns how many were closed, and whether there may be more
 */
export function expireDueLocks({
  inTransaction,
}: Pick<Services, 'inTransaction'>): Promise<{ closed: number; more: boolean }> {
  return inTransaction(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      SELECT account.id
        FROM locks AS lock JOIN accounts AS account ON account.id = account_id
       WHERE ended_at IS NULL AND ends_at <= now()
       ORDER BY ends_at LIMIT ${EXPIRE_MAX}
         FOR NO KEY UPDATE OF account SKIP LOCKED`.execute(trx);
    const closed =
      rows.length === 0
        ? []
        : await expireLocks(
            trx,
            rows.map((row) => row.id),
          );
    return { closed: closed.length, more: closed.length === EXPIRE_MAX };
  });
}
