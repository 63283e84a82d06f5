import { sql } from 'kysely';
import type { Handler } from '../http/handler.ts';
import { ENTRY_COLUMNS, type EntryRow, toEntrySummary } from '../queries/entry-rows.ts';

/** Far more than anyone should have to answer at once. */
const LISTED_MAX = 100;

type DisputeRow = EntryRow & { disputed_at: Date; disputed_by: string | null; comment: string | null };

/** What the clerk is asked, with what was said of it. */
export const listOwnDisputes: Handler<'listOwnDisputes'> = async ({ actor, services }) => {
  const { rows } = await sql<DisputeRow>`
    SELECT entry.*, leaf.index, account.name_masked, account.document_masked, dispute.recorded_at AS disputed_at,
           dispute.actor_name AS disputed_by, private.fields -> 'note' ->> 'value' AS comment
      FROM (SELECT entry_id, recorded_at, account_id, decided_at FROM reviews
             WHERE actor_subject = ${actor.subject} AND state = 'disputed'
             ORDER BY decided_at LIMIT ${sql.lit(LISTED_MAX)}) AS item
      JOIN LATERAL (SELECT ${ENTRY_COLUMNS} FROM entries WHERE recorded_at = item.recorded_at AND id = item.entry_id)
        AS entry ON true
      JOIN LATERAL (
        SELECT id, recorded_at, actor_name FROM entries
         WHERE account_id = item.account_id AND recorded_at >= item.decided_at AND action = 'review'
           AND reason = 'dispute' AND outcome = 'done' AND refers_to = item.entry_id
         ORDER BY recorded_at DESC LIMIT 1
      ) AS dispute ON true
      LEFT JOIN entry_private AS private ON private.recorded_at = dispute.recorded_at AND private.entry_id = dispute.id
      LEFT JOIN leaves AS leaf ON leaf.entry_id = item.entry_id
      LEFT JOIN accounts AS account ON account.id = item.account_id
     ORDER BY item.decided_at`.execute(services.db);
  return {
    items: rows.map((row) => ({
      entry: toEntrySummary(row),
      disputed_at: row.disputed_at.toISOString(),
      by: row.disputed_by,
      comment: row.comment ?? '',
    })),
  };
};
