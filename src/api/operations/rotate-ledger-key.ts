import { sql } from 'kysely';
import { inProgress } from '../actions/see.ts';
import type { Handler } from '../http/handler.ts';
import { recordEntry } from '../ledger/record.ts';
import { rotationNote } from '../ledger/signing-key.ts';
import { ApiError } from '../problem.ts';

/**
 * Hands the signing of the ledger on. The entry is in the tree before the new key signs alone: from the checkpoint over it
 * on both sign, for as long as the leader holds both.
 */
export const rotateLedgerKey: Handler<'rotateLedgerKey'> = async ({ actor, requestId, services }, { verifier_key }) => {
  const { signingKey: from, nextSigningKey: to } = services;
  return services.inTransaction(async (trx) => {
    const { rows } = await sql<{ place: number; verifier_key: string; entry_id: string | null }>`
      SELECT place, verifier_key, entry_id FROM ledger_keys ORDER BY place DESC`.execute(trx);
    const [newest] = rows;
    if (!newest) throw new ApiError('ledger_unavailable', {});
    if (newest.verifier_key === verifier_key && newest.entry_id !== null) return { entry_id: newest.entry_id };
    const used = rows.some((row) => row.verifier_key === verifier_key);
    const holdsBoth = from?.verifierKey === newest.verifier_key && to?.verifierKey === verifier_key;
    if (used || !holdsBoth || from.origin !== to.origin) throw new ApiError('ledger_key_unfit', {});
    const entry = await recordEntry(trx, {
      action: 'rotate_key',
      outcome: 'done',
      actor,
      requestId,
      ledgerKey: rotationNote(from, to),
    });
    const { numAffectedRows } = await sql`
      INSERT INTO ledger_keys (place, verifier_key, entry_id, leaf)
      SELECT ${newest.place + 1}, ${verifier_key}, id, leaf
        FROM entries WHERE recorded_at = ${entry.recorded_at} AND id = ${entry.id}
      ON CONFLICT DO NOTHING`.execute(trx);
    // Another request has handed it on at this moment: asked again, this one finds it done, or is refused.
    if (Number(numAffectedRows) !== 1) throw inProgress();
    return { entry_id: entry.id };
  });
};
