import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/** How long the oldest entry without an index has been waiting for the sequencer, in seconds; 0 where none waits. */
export async function unsequencedSeconds(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    SELECT coalesce(extract(epoch FROM now() - (
             SELECT recorded_at FROM entries
              WHERE x >= (SELECT floor FROM sequencer_state)
                AND NOT EXISTS (SELECT FROM leaves WHERE entry_id = entries.id)
              ORDER BY x LIMIT 1
           )), 0)::float8 AS seconds`.execute(db);
  return Math.max(0, rows[0]?.seconds ?? 0);
}
