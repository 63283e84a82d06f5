import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { SystemActor } from '../http/actor.ts';
import { type EntryDraft, recordEntries } from '../ledger/record.ts';
import { entryState, type HeldAccount, type LatestLock } from './held-accounts.ts';

/** A lock in force, and the account that it is on, held. */
export interface LockOn {
  account: HeldAccount;
  lock: LatestLock;
}

/**
 * Ends locks that are gone from their directory, and that nobody here has ended. What went before them counts for no lock
 * any more. Raises the accounts' versions.
 */
export async function endElsewhere(trx: Transaction<Database>, ended: readonly LockOn[]): Promise<void> {
  if (ended.length === 0) return;
  const entries = await recordEntries(
    trx,
    ended.map(
      ({ account, lock }): EntryDraft => ({
        action: 'end_elsewhere',
        outcome: 'done',
        actor: { kind: 'policy', subject: lock.policy_version },
        account: { id: account.id, division: account.division },
        reason: lock.cause,
        lockId: lock.id,
        before: entryState(account, lock),
        after: entryState({ ...account, version: account.version + 1 }, null),
      }),
    ),
  );
  await sql`
    WITH ended AS (
      UPDATE locks SET ended_at = now(), ended_by = 'elsewhere', end_entry_id = given.entry_id
        FROM unnest(${ended.map(({ lock }) => lock.id)}::uuid[], ${entries.map(({ id }) => id)}::uuid[])
             AS given (lock_id, entry_id)
       WHERE locks.id = given.lock_id
    )
    UPDATE accounts SET version = version + 1, cleared_at = now()
     WHERE id = ANY (${ended.map(({ account }) => account.id)}::uuid[])`.execute(trx);
  for (const { account } of ended) account.version += 1;
}

/** An account, held, that its directory has no more, with its lock in force. */
export interface Removed {
  account: HeldAccount;
  lock: LatestLock | null;
}

/** Disables accounts that are gone from their directory: nothing can be done for them here. Their locks end. */
export async function disableRemoved(
  trx: Transaction<Database>,
  actor: SystemActor,
  removed: readonly Removed[],
): Promise<void> {
  if (removed.length === 0) return;
  const entries = await recordEntries(
    trx,
    removed.map(
      ({ account, lock }): EntryDraft => ({
        action: 'disable',
        outcome: 'done',
        actor,
        account: { id: account.id, division: account.division },
        lockId: lock?.id ?? null,
        before: entryState(account, lock),
        after: entryState({ ...account, version: account.version + 1, disabled: true }, null),
      }),
    ),
  );
  await sql`
    WITH ended AS (
      UPDATE locks SET ended_at = now(), ended_by = 'removed', end_entry_id = given.entry_id
        FROM unnest(${removed.map(({ lock }) => lock?.id ?? null)}::uuid[], ${entries.map(({ id }) => id)}::uuid[])
             AS given (lock_id, entry_id)
       WHERE locks.id = given.lock_id
    )
    UPDATE accounts SET version = version + 1, disabled = true, disabled_at = now()
     WHERE id = ANY (${removed.map(({ account }) => account.id)}::uuid[])`.execute(trx);
}
