import { sql, type Transaction } from 'kysely';
import type { Cause, SignInState } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { EntryState } from '../ledger/record.ts';

/** Accounts of the built-in directory stand under this name. */
export const BUILT_IN = 'built-in';

/** An account held until the transaction ends, with what reports and the register need of it. */
export interface HeldAccount {
  id: string;
  directory: string;
  external_id: string;
  version: number;
  division: string;
  disabled: boolean;
  reset_pending_since: Date | null;
  sessions_valid_after: Date | null;
  cleared_at: Date | null;
  register_updated_at: Date;
  name_masked: string;
  document_masked: string;
  phone_cipher: Buffer | null;
  phone_hash: Buffer | null;
  key_id: number;
}

export interface Held {
  /** The transaction's time. */
  now: Date;
  byExternalId: Map<string, HeldAccount>;
}

/**
 * Holds accounts of a directory against everybody else who would change them, in the order of their ids: two batches that name the same
 * ones in different orders don't wait for each other in a circle. Whatever is read of an account after this is true until
 * the transaction ends.
 */
export async function holdAccounts(
  trx: Transaction<Database>,
  directory: string,
  externalIds: readonly string[],
): Promise<Held> {
  const { rows } = await sql<{ now: Date } & (HeldAccount | { id: null })>`
    WITH held AS MATERIALIZED (
      SELECT id, directory, external_id, version, division, disabled, reset_pending_since, sessions_valid_after,
             cleared_at, register_updated_at, name_masked, document_masked, phone_cipher, phone_hash, key_id
        FROM accounts
       WHERE directory = ${directory} AND external_id = ANY (${[...new Set(externalIds)]}::text[])
       ORDER BY id FOR NO KEY UPDATE
    )
    SELECT clock.now, held.* FROM (SELECT now()::timestamptz(3) AS now) AS clock LEFT JOIN held ON true`.execute(trx);
  const [first] = rows;
  if (!first) throw new Error('a clock without a row');
  const accounts = rows.flatMap((row) => (row.id === null ? [] : [row]));
  return { now: first.now, byExternalId: new Map(accounts.map((account) => [account.external_id, account])) };
}

/** The latest lock of an account. */
export interface LatestLock {
  id: string;
  account_id: string;
  kind: 'temporary' | 'permanent';
  cause: Cause;
  policy_version: string;
  started_at: Date;
  ends_at: Date | null;
  ended_at: Date | null;
}

/** By account; to be read when the accounts are held. */
export async function latestLocks(
  trx: Transaction<Database>,
  accountIds: readonly string[],
): Promise<Map<string, LatestLock>> {
  const { rows } = await sql<LatestLock>`
    SELECT lock.id, account_id, kind, cause, policy_version, started_at, ends_at, ended_at
      FROM unnest(${accountIds}::uuid[]) AS account (id)
     CROSS JOIN LATERAL (
       SELECT * FROM locks WHERE account_id = account.id ORDER BY started_at DESC LIMIT 1
     ) AS lock`.execute(trx);
  return new Map(rows.map((lock) => [lock.account_id, lock]));
}

/** One that has run out is over, also before it is closed. */
export const inForce = (lock: LatestLock, now: Date): boolean =>
  lock.ended_at === null && (lock.ends_at === null || lock.ends_at > now);

/** The account's state as an entry tells it. */
export function entryState(account: HeldAccount, lock: Pick<LatestLock, 'kind'> | null): EntryState {
  return {
    version: account.version,
    locked: lock !== null,
    lock_kind: lock?.kind ?? null,
    disabled: account.disabled,
    reset_pending: account.reset_pending_since !== null,
  };
}

/** The account's state as a sign-in system needs it. */
export function signInState(
  externalId: string,
  account: Pick<HeldAccount, 'disabled' | 'reset_pending_since' | 'sessions_valid_after'> | undefined,
  lock: Pick<LatestLock, 'ends_at'> | null,
): SignInState {
  return {
    external_id: externalId,
    known: account !== undefined,
    locked: lock !== null,
    locked_until: lock?.ends_at?.toISOString() ?? null,
    disabled: account?.disabled ?? false,
    reset_required: (account?.reset_pending_since ?? null) !== null,
    sessions_valid_after: account?.sessions_valid_after?.toISOString() ?? null,
  };
}
