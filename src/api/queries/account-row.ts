/** An account and its locks, from the tables to the contract. Nothing here reads a name or number that is not masked. */
import { sql } from 'kysely';
import type { Account, Cause, DocumentKind, LOCK_ENDS, Lock, LockKind } from '../../contract/index.ts';
import { divisionOf } from '../divisions/divisions.ts';
import { inScope } from '../http/scope.ts';

export interface AccountRow {
  id: string;
  directory: string;
  version: number;
  name_masked: string;
  document_kind: DocumentKind;
  document_masked: string;
  phone_masked: string | null;
  licence_file_masked: string | null;
  licence_classes: string | null;
  division: string;
  disabled: boolean;
  disabled_at: Date | null;
  reset_pending_since: Date | null;
  reset_entry_id: string | null;
  registered_at: Date;
}

/** Of a table or subquery called `account`. */
export const ACCOUNT_COLUMNS = sql.raw(
  [
    'id, directory, version, name_masked, document_kind, document_masked, phone_masked, licence_file_masked',
    'licence_classes, division, disabled, disabled_at, reset_pending_since, reset_entry_id, registered_at',
  ]
    .join(', ')
    .replaceAll(/\w+/g, 'account.$&'),
);

/** Columns of a lock that was joined and may be missing. */
export interface LockColumns {
  lock_id: string | null;
  lock_kind: LockKind;
  lock_cause: Cause;
  lock_policy_version: string;
  lock_failures: number;
  lock_started_at: Date;
  lock_ends_at: Date | null;
  lock_ended_at: Date | null;
  lock_ended_by: (typeof LOCK_ENDS)[number] | null;
}

/** Of a table or subquery called `lock`. One that has run out counts as ended, also before it is closed. */
export const LOCK_COLUMNS = sql.raw(`
  lock.id AS lock_id, lock.kind AS lock_kind, lock.cause AS lock_cause, lock.policy_version AS lock_policy_version,
  lock.failures AS lock_failures, lock.started_at AS lock_started_at, lock.ends_at AS lock_ends_at,
  CASE WHEN lock.ended_at IS NULL AND lock.ends_at <= now() THEN lock.ends_at ELSE lock.ended_at END AS lock_ended_at,
  CASE WHEN lock.ended_at IS NULL AND lock.ends_at <= now() THEN 'expired' ELSE lock.ended_by END AS lock_ended_by`);

export function toAccount(row: AccountRow, scope: readonly string[]): Account {
  return {
    id: row.id,
    directory: row.directory,
    version: row.version,
    name: row.name_masked,
    document: { kind: row.document_kind, masked: row.document_masked },
    phone: row.phone_masked,
    licence_file: row.licence_file_masked,
    licence_classes: row.licence_classes,
    division: divisionOf(row.division),
    in_scope: inScope(scope, row.division),
    disabled: row.disabled ? { since: row.disabled_at?.toISOString() ?? null } : null,
    reset_pending:
      row.reset_pending_since && row.reset_entry_id
        ? { since: row.reset_pending_since.toISOString(), entry_id: row.reset_entry_id }
        : null,
    registered_at: row.registered_at.toISOString(),
  };
}

export function toLock(row: LockColumns): Lock | null {
  if (row.lock_id === null) return null;
  return {
    id: row.lock_id,
    kind: row.lock_kind,
    cause: row.lock_cause,
    policy_version: row.lock_policy_version,
    failures: row.lock_failures,
    started_at: row.lock_started_at.toISOString(),
    ends_at: row.lock_ends_at?.toISOString() ?? null,
    ended:
      row.lock_ended_at && row.lock_ended_by ? { at: row.lock_ended_at.toISOString(), by: row.lock_ended_by } : null,
  };
}
