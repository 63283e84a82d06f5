import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Traces } from './traces.ts';

/** Of the staff: who acted, what shows that somebody served themself, and who was reviewed as to what they may do. */
const STAFF_FIELDS = ['actor_name', 'staff_number', 'actor_account', 'access', 'substitution'];

/**
 * Takes away what is kept of a citizen where it is not kept by their account: what somebody typed to find them, notes and comments
 * about others that name them, filters of exports, attempts with their number that no account was known for. What an account
 * under a legal hold keeps stays.
 *
 * Reads everything that entries keep apart, once: minutes where there are tens of millions.
 *
 * @returns ids of the entries of which something was taken
 */
export async function eraseElsewhere(
  trx: Transaction<Database>,
  id: string,
  { pattern, masks, beginnings }: Traces,
): Promise<string[]> {
  const { rows } = await sql<{ entry_id: string }>`
    WITH found AS (
      SELECT kept.recorded_at, kept.entry_id, array_agg(field.name) AS names
        FROM entry_private AS kept CROSS JOIN LATERAL jsonb_each(kept.fields) AS field (name, held)
       WHERE kept.account_id IS DISTINCT FROM ${id} AND field.name <> ALL (${STAFF_FIELDS})
         AND NOT EXISTS (SELECT FROM accounts WHERE accounts.id = kept.account_id AND held_at IS NOT NULL)
         -- A number that found somebody else is theirs, however like it looks when it is masked.
         AND ((field.held ->> 'value' ~* ${pattern} AND (field.name <> 'search_text' OR kept.account_id IS NULL))
              OR (field.name = 'search_hits' AND strpos(field.held ->> 'value', ${id}) > 0)
              OR (field.name = 'search_text' AND lower(field.held ->> 'value') = ANY (${beginnings})))
       GROUP BY kept.recorded_at, kept.entry_id
    )
    UPDATE entry_private AS kept SET fields = kept.fields - found.names
      FROM found WHERE kept.recorded_at = found.recorded_at AND kept.entry_id = found.entry_id
    RETURNING kept.entry_id`.execute(trx);
  // An export under way keeps its row, by which it comes to an end.
  await sql`UPDATE export_tickets SET input = '{}' WHERE input::text ~* ${pattern} OR strpos(input::text, ${id}) > 0`.execute(
    trx,
  );
  await sql`DELETE FROM idempotency_keys WHERE answer::text ~* ${pattern}`.execute(trx);
  // Reported before the register told of the account, or by somebody who mistyped: nobody else's, as far as can be told.
  await sql`DELETE FROM attempts WHERE account_id IS NULL AND sign_in_name_masked = ANY (${masks})`.execute(trx);
  return rows.map(({ entry_id }) => entry_id);
}
