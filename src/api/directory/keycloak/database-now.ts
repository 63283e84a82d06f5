import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** The clock that decides. */
export async function databaseNow(db: Kysely<Database>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT now()::timestamptz(3) AS now`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('a clock without a row');
  return row.now;
}
