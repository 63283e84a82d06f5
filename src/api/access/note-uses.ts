import { sql } from 'kysely';
import { RIGHT_NAMES, RIGHTS } from '../../contract/index.ts';
import type { Services } from '../services.ts';

/** Entries in one transaction. */
const BATCH = 1_000;
/** Whoever was not seen for so long was marked in four quarters; what was signed of them stays in the ledger. */
const FORGOTTEN_DAYS = 400;

const TOLD = RIGHT_NAMES.filter((right) => RIGHTS[right] !== 'untold');

/**
 * Notes from the ledger's next entries when whom of the staff last used what. The place in the ledger moves on in the same
 * transaction and is held meanwhile: each entry counts, whoever does it and however often it is broken off.
 */
export async function noteUses({ inTransaction }: Services): Promise<{ more: boolean }> {
  return inTransaction(async (trx) => {
    const { rows: state } = await sql<{ next: number }>`
      SELECT next_index AS next FROM staff_uses_state FOR UPDATE`.execute(trx);
    const from = state[0]?.next ?? 0;
    // A right is called as the action of its entries, but for three that share one with another.
    const { rows } = await sql<{ count: number }>`
      WITH leaf AS MATERIALIZED (
        SELECT recorded_at, entry_id FROM leaves WHERE index >= ${from}::bigint ORDER BY index LIMIT ${sql.lit(BATCH)}
      ), used AS (
        SELECT entry.actor_subject AS subject, entry."right", max(entry.recorded_at) AS at
          FROM leaf
          JOIN LATERAL (
            SELECT actor_subject, recorded_at,
                   CASE WHEN action = 'review' AND reason = 'answer' THEN 'answer'
                        WHEN action = 'export' AND reason = 'extract' THEN 'extract'
                        WHEN action = 'export' AND reason = 'access_review' THEN 'review_access'
                        ELSE action END AS "right"
              FROM entries
             WHERE recorded_at = leaf.recorded_at AND id = leaf.entry_id AND actor_kind = 'staff'
               AND outcome <> 'refused') AS entry ON true
         WHERE entry."right" = ANY (${TOLD}::text[])
         GROUP BY 1, 2
      ), written AS (
        INSERT INTO staff_uses (subject, uses)
        SELECT subject, jsonb_object_agg("right", at) FROM used GROUP BY subject ORDER BY subject
        ON CONFLICT (subject) DO UPDATE SET uses = staff_uses.uses || excluded.uses
      )
      SELECT count(*) FROM leaf`.execute(trx);
    const count = rows[0]?.count ?? 0;
    // Indices are without gaps.
    if (count > 0) await sql`UPDATE staff_uses_state SET next_index = ${from + count}`.execute(trx);
    return { more: count === BATCH };
  });
}

/** People who left show no token any more. */
export async function forgetStaff({ db }: Services): Promise<{ more: boolean }> {
  await sql`
    WITH gone AS (
      DELETE FROM staff WHERE seen_at < now() - make_interval(days => ${sql.lit(FORGOTTEN_DAYS)}) RETURNING subject
    ), uses AS (
      DELETE FROM staff_uses WHERE subject IN (SELECT subject FROM gone)
    ), filters AS (
      DELETE FROM saved_filters WHERE subject IN (SELECT subject FROM gone)
    )
    DELETE FROM access_verdicts WHERE subject IN (SELECT subject FROM gone)`.execute(db);
  return { more: false };
}
