import { sql, type Transaction } from 'kysely';
import { COUNT_NAMES } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { type Counted, rollupChanges } from './changes.ts';

const COUNTS = sql.raw(COUNT_NAMES.join(', '));
const TYPED_COUNTS = sql.raw(COUNT_NAMES.map((name) => `${name} integer`).join(', '));
const ADDED = sql.raw(COUNT_NAMES.map((name) => `${name} = report_counts.${name} + excluded.${name}`).join(', '));

/** Adds what was counted, in one statement. */
export async function addCounts(trx: Transaction<Database>, counted: readonly Counted[]): Promise<void> {
  const changes = rollupChanges(counted).map(({ counts, ...where }) => ({ ...where, ...counts }));
  if (changes.length === 0) return;
  await sql`
    INSERT INTO report_counts (place, dimension, grain, starts, key, ${COUNTS})
    SELECT place, dimension, grain, starts, key, ${COUNTS}
      FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS added (
        place text, dimension text, grain text, starts date, key text, ${TYPED_COUNTS})
    ON CONFLICT (place, dimension, grain, starts, key) DO UPDATE SET ${ADDED}`.execute(trx);
}
