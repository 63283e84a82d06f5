import { sql } from 'kysely';
import type { AccountState } from '../../contract/index.ts';
import type { Directory } from './index.ts';

/** Our own PostgreSQL is the truth; the agency's sign-in system asks it before it checks a password. */
export const builtIn: Directory = {
  async unlock(trx, { accountId, lockId, entryId }) {
    await sql`
      WITH ended AS (
        UPDATE locks SET ended_at = now(), ended_by = 'unlocked', end_entry_id = ${entryId} WHERE id = ${lockId}
      )
      UPDATE accounts SET version = version + 1, cleared_at = now() WHERE id = ${accountId}`.execute(trx);
  },

  async reset(trx, { accountId, lockId, entryId }) {
    await sql`
      WITH ended AS (
        UPDATE locks SET ended_at = now(), ended_by = 'reset', end_entry_id = ${entryId} WHERE id = ${lockId}
      )
      UPDATE accounts
         SET version = version + 1, cleared_at = now(), reset_pending_since = now(), reset_entry_id = ${entryId},
             sessions_valid_after = now()
       WHERE id = ${accountId}`.execute(trx);
  },

  async read(trx, accountId) {
    const { rows } = await sql<AccountState>`
      SELECT version, locks.id IS NOT NULL AS locked, locks.kind AS lock_kind, disabled,
             reset_pending_since IS NOT NULL AS reset_pending
        FROM accounts
        LEFT JOIN locks ON account_id = accounts.id AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > now())
       WHERE accounts.id = ${accountId}`.execute(trx);
    const [state] = rows;
    if (!state) throw new Error('an account is gone that was there');
    return state;
  },
};
