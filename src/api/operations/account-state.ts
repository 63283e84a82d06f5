import { sql } from 'kysely';
import { BUILT_IN, signInState } from '../directory/held-accounts.ts';
import type { Handler } from '../http/handler.ts';

interface StateRow {
  external_id: string;
  id: string | null;
  disabled: boolean;
  reset_pending_since: Date | null;
  sessions_valid_after: Date | null;
  lock_id: string | null;
  ends_at: Date | null;
}

/** What a sign-in system must know before it checks a password, in the order asked; a name of no account is not known. */
export const accountState: Handler<'accountState'> = async ({ services: { db } }, { external_ids }) => {
  const { rows } = await sql<StateRow>`
    SELECT asked.external_id, account.id, disabled, reset_pending_since, sessions_valid_after, lock.id AS lock_id, ends_at
      FROM unnest(${external_ids}::text[]) WITH ORDINALITY AS asked (external_id, position)
      LEFT JOIN accounts AS account ON directory = ${BUILT_IN} AND account.external_id = asked.external_id
      LEFT JOIN locks AS lock
        ON lock.account_id = account.id AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > now())
     ORDER BY position`.execute(db);
  return {
    states: rows.map((row) =>
      signInState(row.external_id, row.id === null ? undefined : row, row.lock_id === null ? null : row),
    ),
  };
};
