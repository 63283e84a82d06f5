import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/**
 * How far behind somebody outside is who has seen the ledger's first so many entries: age of the oldest that they have
 * not, in seconds; 0 where they have seen all.
 */
export async function secondsBehind(db: Kysely<Database>, seen: number): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    SELECT extract(epoch FROM now() - recorded_at)::float8 AS seconds FROM leaves WHERE index = ${seen}`.execute(db);
  return Math.max(0, rows[0]?.seconds ?? 0);
}
