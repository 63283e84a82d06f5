import { sql, type Transaction } from 'kysely';
import { inProgress } from '../../actions/see.ts';
import type { Database } from '../../db/schema.ts';
import { type EntryDraft, recordEntry } from '../../ledger/record.ts';

/** Whoever carries out orders listens here; the payload is the directory's name. */
export const ORDERS_CHANNEL = 'lockdesk_orders';

export interface Order {
  directory: string;
  accountId: string;
  action: 'unlock' | 'reset';
}

/**
 * Orders an act on an account whose directory is outside: its `pending` entry, and the order by which the directory worker
 * learns of it. What comes of it is a second entry.
 *
 * @param draft with the id that the order is to have
 * @throws ApiError `in_progress` where the account has an order that is still open
 */
export async function giveOrder(
  trx: Transaction<Database>,
  { directory, accountId, action }: Order,
  draft: Omit<EntryDraft, 'outcome'> & { id: string },
): Promise<void> {
  const [{ numAffectedRows }] = await Promise.all([
    sql`
      INSERT INTO orders (entry_id, directory, account_id, action)
      VALUES (${draft.id}, ${directory}, ${accountId}, ${action})
      ON CONFLICT (account_id) WHERE ended_at IS NULL DO NOTHING`.execute(trx),
    // No lock has ended yet.
    recordEntry(trx, { ...draft, outcome: 'pending', lockId: null }),
    sql`SELECT pg_notify(${ORDERS_CHANNEL}, ${directory})`.execute(trx),
  ]);
  if (numAffectedRows === 0n) throw inProgress();
}
