import type { EndpointHandler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';

/**
 * The ledger's public key in note-verifier form, as this process holds it. A convenience: who wants to be certain gets it
 * from whoever runs the ledger, not from the ledger.
 */
export const ledgerKey: EndpointHandler = ({ services }, reply) => {
  if (!services.signingKey) throw new ApiError('ledger_unavailable', {});
  return reply.type('text/plain; charset=utf-8').send(`${services.signingKey.verifierKey}\n`);
};
