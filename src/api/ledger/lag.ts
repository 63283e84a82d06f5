import { type Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import type { Database } from '../db/schema.ts';
import { secondsBehind } from './behind.ts';
import { maySign } from './restoration/losses.ts';

/** A new leader is elected within 5 s: what waits longer than this has none, or one that cannot go on. */
export const LEDGER_LATE_S = 10;

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

/** How long the oldest entry with an index has been waiting for a signature, in seconds; 0 where none waits. */
export async function unsignedSeconds(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ size: number }>`SELECT size FROM ledger_head`.execute(db);
  return secondsBehind(db, rows[0]?.size ?? 0);
}

/** How the ledger stands, by itself. */
export interface LedgerStand {
  /** Whether it may be signed; otherwise it waits until two administrators have declared what it lost. */
  whole: boolean;
  /** How long what should have come on by now has not: its oldest entry without an index, or without a due signature. */
  behindSeconds: number;
}

export async function ledgerStand(db: Kysely<Database>, pool: Pool): Promise<LedgerStand> {
  const whole = await maySign(pool);
  const [unsequenced, unsigned] = await Promise.all([unsequencedSeconds(db), whole ? unsignedSeconds(db) : 0]);
  return { whole, behindSeconds: Math.max(unsequenced, unsigned) };
}
