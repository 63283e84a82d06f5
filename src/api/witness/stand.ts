import { type Kysely, sql } from 'kysely';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import { secondsBehind } from '../ledger/behind.ts';
import type { WitnessProblem } from './add-checkpoint.ts';
import { readWitnessKey } from './cosignature.ts';

export interface WitnessStand {
  name: string;
  /** Entries of the newest checkpoint that the witness has cosigned. */
  size: number;
  /** When it did; null where it never has. */
  cosignedAt: Date | null;
  behindSeconds: number;
  /** Whether it has cosigned a ledger that this one is no continuation of. */
  disputed: boolean;
}

/** How the configured witness stands to the ledger; null where none is configured. */
export async function witnessStand(
  db: Kysely<Database>,
  { WITNESS_KEY: vkey = '' }: Pick<Config, 'WITNESS_KEY'>,
): Promise<WitnessStand | null> {
  const witness = readWitnessKey(vkey);
  if (!witness) return null;
  const { rows } = await sql<{ size: number; cosigned_at: Date | null; problem: WitnessProblem | null }>`
    SELECT size, cosigned_at, problem FROM witness_head WHERE witness = ${vkey}`.execute(db);
  const { size = 0, cosigned_at: cosignedAt = null, problem = null } = rows[0] ?? {};
  const disputed = problem === 'ahead' || problem === 'inconsistent';
  return { name: witness.name, size, cosignedAt, behindSeconds: await secondsBehind(db, size), disputed };
}
