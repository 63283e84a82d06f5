import type { Cause, Lock, LockedAccount, LockKind } from '../../contract/index.ts';
import { divisionOf } from '../divisions/divisions.ts';

/** What of a lock its row in the list is made of. */
export interface LockedAccountRow {
  id: string;
  account_id: string;
  directory: string;
  kind: LockKind;
  cause: Cause;
  policy_version: string;
  failures: number;
  trend: number[];
  name_masked: string;
  document_masked: string;
  division: string;
  started_at: Date;
  ends_at: Date | null;
}

/** @param ended how the lock came to its end, for a row that tells of that */
export function toLockedAccount(row: LockedAccountRow, ended: Lock['ended'] = null): LockedAccount {
  return {
    lock: {
      id: row.id,
      kind: row.kind,
      cause: row.cause,
      policy_version: row.policy_version,
      failures: row.failures,
      started_at: row.started_at.toISOString(),
      ends_at: row.ends_at?.toISOString() ?? null,
      ended,
    },
    account_id: row.account_id,
    directory: row.directory,
    name: row.name_masked,
    document: row.document_masked,
    division: divisionOf(row.division),
    trend: row.trend,
  };
}
