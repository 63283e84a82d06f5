import { sql } from 'kysely';
import type { EndpointHandler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';

/**
 * The key of now in note-verifier form. A convenience: who wants to be certain gets it from whoever runs the ledger, not
 * from the ledger.
 */
export const ledgerKey: EndpointHandler = async ({ services: { db } }, reply) => {
  const { rows } = await sql<{ verifier_key: string }>`
    SELECT verifier_key FROM ledger_keys ORDER BY place DESC LIMIT 1`.execute(db);
  const [newest] = rows;
  if (!newest) throw new ApiError('ledger_unavailable', {});
  return reply.type('text/plain; charset=utf-8').send(`${newest.verifier_key}\n`);
};

/** By what entries the key was handed on, for whoever trusts an older one. Only what has been signed. */
export const ledgerRotations: EndpointHandler = async ({ services: { db } }, reply) => {
  const { rows } = await sql<{ index: number; leaf: Buffer }>`
    SELECT leaves.index, ledger_keys.leaf
      FROM ledger_keys
      JOIN leaves USING (entry_id)
     WHERE leaves.index < (SELECT size FROM ledger_head)
     ORDER BY place`.execute(db);
  const lines = rows.map(({ index, leaf }) => `${index} ${leaf.toString('base64')}\n`);
  return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(lines.join(''));
};
