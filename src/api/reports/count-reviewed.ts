/** How much of what was done has been reviewed: each act once, on the day of the act and under whoever did it. */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Services } from '../services.ts';
import type { Counted } from './changes.ts';
import { type ActKeys, keysOf } from './keys.ts';
import { addCounts } from './write.ts';

/** Items in one transaction. */
const BATCH = 200;
/** Steps by which a supervisor has looked at an act; all others come after one of these. */
const DECISIONS: readonly string[] = ['sign_off', 'dispute'];

interface Act extends ActKeys {
  /** Null where the clerk had no office, or the act's month is no longer kept: nothing is counted of it. */
  division: string | null;
  day: string;
}

/** Columns of {@link Act}, from `entries AS act` and `locks AS lock`. */
const actColumns = (timeZone: string): RawBuilder<unknown> => sql`
  act.division, to_char(act.recorded_at AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS day, act.actor_kind,
  act.actor_subject, act.office_code, act.reason, lock.cause`;

const countedAs =
  (counts: Counted['counts']) =>
  ({ division, day, ...act }: Act): Counted[] =>
    division === null ? [] : [{ division, day, keys: keysOf(act), counts }];

/**
 * Adds the acts that the queue has shown since the last round. The ledger does not tell which those are: what is left to
 * chance, or seen to be risky only afterwards, stands in the queue alone.
 */
export function countShown({
  inTransaction,
  config,
}: Pick<Services, 'inTransaction' | 'config'>): Promise<{ more: boolean }> {
  return inTransaction(async (trx) => {
    const { rows } = await sql<Act & { entry_id: string }>`
      SELECT item.entry_id, ${actColumns(config.TIME_ZONE)}
        FROM (SELECT entry_id, recorded_at FROM reviews
               WHERE NOT counted AND state <> 'watched' AND action IN ('unlock', 'reset')
               ORDER BY entry_id LIMIT ${sql.lit(BATCH)} FOR UPDATE SKIP LOCKED) AS item
        LEFT JOIN entries AS act ON act.recorded_at = item.recorded_at AND act.id = item.entry_id
        LEFT JOIN locks AS lock ON lock.id = act.lock_id`.execute(trx);
    if (rows.length === 0) return { more: false };
    await addCounts(trx, rows.flatMap(countedAs({ shown: 1 })));
    await sql`
      UPDATE reviews SET counted = true WHERE entry_id = ANY (${rows.map(({ entry_id }) => entry_id)}::uuid[])`.execute(
      trx,
    );
    return { more: rows.length === BATCH };
  });
}

/** A step of a review, as its entry tells. */
interface Step {
  index: number;
  action: string | null;
  outcome: string | null;
  reason: string | null;
  account_id: string | null;
  refers_to: string | null;
}

/** Acts that were reviewed for the first time by one of these entries, which are in the ledger's order. */
export async function readReviewed(
  trx: Transaction<Database>,
  entries: readonly Step[],
  timeZone: string,
): Promise<Counted[]> {
  const steps = entries.filter(
    ({ action, outcome, reason }) => action === 'review' && outcome === 'done' && DECISIONS.includes(reason ?? ''),
  );
  if (steps.length === 0) return [];
  const given = steps.map(({ index, account_id, refers_to }) => ({ index, account_id, refers_to }));
  const { rows } = await sql<Act>`
    SELECT ${actColumns(timeZone)}
      FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS step (index bigint, account_id uuid, refers_to uuid)
     CROSS JOIN LATERAL (
       SELECT * FROM entries
        WHERE id = step.refers_to AND action IN ('unlock', 'reset') AND outcome = 'done'
          AND recorded_at >= uuid_extract_timestamp(step.refers_to) - interval '1 day'
          AND recorded_at <= uuid_extract_timestamp(step.refers_to) + interval '1 day' LIMIT 1) AS act
      LEFT JOIN locks AS lock ON lock.id = act.lock_id
     WHERE NOT EXISTS (
       SELECT FROM entries AS earlier JOIN leaves AS leaf ON leaf.entry_id = earlier.id
        WHERE earlier.account_id = step.account_id AND earlier.recorded_at >= act.recorded_at
          AND earlier.action = 'review' AND earlier.outcome = 'done' AND earlier.refers_to = step.refers_to
          AND earlier.reason = ANY (${DECISIONS}::text[]) AND leaf.index < step.index)`.execute(trx);
  return rows.flatMap(countedAs({ reviewed: 1 }));
}
