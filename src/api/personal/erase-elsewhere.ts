import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Traces } from './traces.ts';

/** Of the staff: who acted, what shows that somebody served themself, and who was reviewed as to what they may do. */
const STAFF_FIELDS = ['actor_name', 'staff_number', 'actor_account', 'access', 'substitution'];

/** Where a part of all notes ends. */
export interface NotePosition {
  at: string;
  id: string;
}

export const FIRST_NOTE: NotePosition = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

export interface ErasedPart {
  /** Entries of which something was taken. */
  touched: string[];
  read: number;
  /** Null after the last one. */
  next: NotePosition | null;
}

/**
 * Takes away what entries of others keep of a citizen: what somebody typed to find them, notes and comments that name them,
 * filters of exports. What an account under a legal hold keeps stays. Reads what entries keep apart in the order of time.
 *
 * @param limit notes that are read at most; null for all that are left
 */
export async function eraseNotes(
  trx: Transaction<Database>,
  id: string,
  { pattern, beginnings }: Traces,
  after: NotePosition,
  limit: number | null,
): Promise<ErasedPart> {
  const { rows } = await sql<{ touched: string[]; read: number; at: Date | null; last: string | null }>`
    WITH part AS MATERIALIZED (
      SELECT recorded_at, entry_id, account_id, fields FROM entry_private
       WHERE (recorded_at, entry_id) > (${after.at}::timestamptz, ${after.id}::uuid)
       ORDER BY recorded_at, entry_id LIMIT ${limit}
    ), found AS (
      SELECT kept.recorded_at, kept.entry_id, array_agg(field.name) AS names
        FROM part AS kept CROSS JOIN LATERAL jsonb_each(kept.fields) AS field (name, held)
       WHERE kept.account_id IS DISTINCT FROM ${id} AND field.name <> ALL (${STAFF_FIELDS})
         AND NOT EXISTS (SELECT FROM accounts WHERE accounts.id = kept.account_id AND held_at IS NOT NULL)
         -- A number that found somebody else is theirs, however like it looks when it is masked.
         AND ((field.held ->> 'value' ~* ${pattern} AND (field.name <> 'search_text' OR kept.account_id IS NULL))
              OR (field.name = 'search_hits' AND strpos(field.held ->> 'value', ${id}) > 0)
              OR (field.name = 'search_text' AND lower(field.held ->> 'value') = ANY (${beginnings})))
       GROUP BY kept.recorded_at, kept.entry_id
    ), taken AS (
      UPDATE entry_private AS kept SET fields = kept.fields - found.names
        FROM found WHERE kept.recorded_at = found.recorded_at AND kept.entry_id = found.entry_id
      RETURNING kept.entry_id
    )
    SELECT ARRAY(SELECT entry_id FROM taken) AS touched, (SELECT count(*)::integer FROM part) AS read,
           last.recorded_at AS at, last.entry_id AS last
      FROM (SELECT) AS one
      LEFT JOIN (SELECT recorded_at, entry_id FROM part ORDER BY recorded_at DESC, entry_id DESC LIMIT 1) AS last ON true`.execute(
    trx,
  );
  const [part] = rows;
  if (!part) throw new Error('an aggregate without a row');
  const { touched, read, at, last } = part;
  const isLast = limit === null || read < limit || at === null || last === null;
  return { touched, read, next: isLast ? null : { at: at.toISOString(), id: last } };
}

/** Takes away what is kept of a citizen with no entry and no account, or for hours only. @param from of attempts, the oldest */
export async function eraseUnknown(
  trx: Transaction<Database>,
  id: string,
  { pattern, masks }: Traces,
  from: string,
): Promise<void> {
  // An export under way keeps its row, by which it comes to an end.
  await sql`
    UPDATE export_tickets SET input = '{}' WHERE input::text ~* ${pattern} OR strpos(input::text, ${id}) > 0`.execute(
    trx,
  );
  await sql`DELETE FROM idempotency_keys WHERE answer::text ~* ${pattern}`.execute(trx);
  // Reported before the register told of the account, or by somebody who mistyped: nobody else's, as far as can be told.
  await sql`DELETE FROM attempts WHERE account_id IS NULL AND sign_in_name_masked = ANY (${masks})
       AND occurred_at >= ${from}::timestamptz`.execute(trx);
}
