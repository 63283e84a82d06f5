import { sql } from 'kysely';
import type { Handler } from '../http/handler.ts';
import { witnessStand } from '../witness/stand.ts';

/** How far the ledger is signed, and who outside has seen how much of it. */
export const ledgerStatus: Handler<'ledgerStatus'> = async ({ services: { db, config } }) => {
  const [{ rows }, witness] = await Promise.all([
    sql<{ size: number; signed_at: Date | null }>`SELECT size, signed_at FROM ledger_head`.execute(db),
    witnessStand(db, config),
  ]);
  const { size = 0, signed_at = null } = rows[0] ?? {};
  return {
    size,
    signed_at: signed_at?.toISOString() ?? null,
    witness: witness && {
      name: witness.name,
      size: witness.size,
      cosigned_at: witness.cosignedAt?.toISOString() ?? null,
      disputed: witness.disputed,
    },
  };
};
