import { sql } from 'kysely';
import type { Counts } from '../../contract/index.ts';
import type { Services } from '../services.ts';
import type { Counted } from './changes.ts';
import { addCounts } from './write.ts';

/** Looked at in one transaction. */
const BATCH = 200;
const WAIT_DAYS = 7;
const MINUTE_MS = 60_000;

interface Waiting {
  lock_id: string;
  locked_at: Date;
  division: string;
  keys: Counted['keys'];
  /** First success after the lock fell; null for none so far. */
  returned_at: Date | null;
  day: string | null;
  over: boolean;
}

/**
 * Looks whether citizens whose lock has ended have signed in again: seldomer, the longer it takes them. A lock leaves the
 * waiting ones in the transaction that counts it, so it is counted once.
 */
export async function countReturns({ inTransaction, config }: Services): Promise<{ more: boolean }> {
  return inTransaction(async (trx) => {
    const { rows: looked } = await sql<Waiting>`
      SELECT waiting.lock_id, waiting.locked_at, waiting.division, waiting.keys, success.at AS returned_at,
             to_char(success.at AT TIME ZONE ${config.TIME_ZONE}, 'YYYY-MM-DD') AS day,
             waiting.ended_at < now() - make_interval(days => ${WAIT_DAYS}) AS over
        FROM (SELECT * FROM report_waiting WHERE look_at <= now()
               ORDER BY look_at LIMIT ${sql.lit(BATCH)} FOR UPDATE SKIP LOCKED) AS waiting
        LEFT JOIN LATERAL (
          SELECT occurred_at AS at FROM attempts
           WHERE account_id = waiting.account_id AND outcome = 'success' AND occurred_at > waiting.locked_at
           ORDER BY occurred_at LIMIT 1) AS success ON true`.execute(trx);
    if (looked.length === 0) return { more: false };
    await addCounts(trx, looked.flatMap(countedOf));
    const done = looked.filter(({ returned_at, over }) => returned_at !== null || over);
    await sql`DELETE FROM report_waiting WHERE lock_id = ANY (${done.map(({ lock_id }) => lock_id)}::uuid[])`.execute(
      trx,
    );
    await sql`
      UPDATE report_waiting SET look_at = now() + greatest(interval '10 seconds', (now() - ended_at) / 5)
       WHERE lock_id = ANY (${looked.map(({ lock_id }) => lock_id)}::uuid[])`.execute(trx);
    return { more: looked.length === BATCH };
  });
}

function countedOf({ locked_at, returned_at, day, division, keys }: Waiting): Counted[] {
  if (returned_at === null || day === null) return [];
  const minutes = (returned_at.getTime() - locked_at.getTime()) / MINUTE_MS;
  const within = (most: number) => (minutes <= most ? 1 : 0);
  const counts: Partial<Counts> = {
    returns: 1,
    returns_15_minutes: within(15),
    returns_1_hour: within(60),
    returns_1_day: within(24 * 60),
  };
  return [{ division, day, keys, counts }];
}
