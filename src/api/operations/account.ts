import type { Handler } from '../http/handler.ts';
import { inScope } from '../http/scope.ts';
import { recordEntry } from '../ledger/record.ts';
import { ApiError } from '../problem.ts';
import { readDetail, readState } from '../queries/account-detail.ts';
import { requireOpening } from '../queries/openings.ts';
import { foundByDocument } from '../queries/searches.ts';

/** Reason of an opening beyond one's scope, by a whole document number: marks it for review. */
const OUTSIDE_SCOPE = 'outside_scope';

/** One look, one entry: it is written in the transaction that reads, and its id is what lets its actor read again. */
export const openAccount: Handler<'openAccount'> = async ({ actor, services, requestId }, input) => {
  const { config, db } = services;
  return db.transaction().execute(async (trx) => {
    const state = await readState(trx, input.account_id, config);
    if (!state) throw new ApiError('account_not_found', {});
    const { id, division } = state.account;
    const outside = !inScope(actor.scope, division);
    if (outside && !(await foundHere())) throw new ApiError('outside_scope', {});

    const detail = await readDetail(trx, state, actor.scope, config);
    const entry = await recordEntry(trx, {
      action: 'open',
      outcome: 'done',
      actor,
      account: { id, division },
      reason: outside ? OUTSIDE_SCOPE : null,
      refersTo: outside ? input.search_id : null,
      requestId,
    });
    return { opening_id: entry.id, ...detail };

    async function foundHere(): Promise<boolean> {
      if (!config.SEARCH_EVERYWHERE || input.search_id === undefined) return false;
      const found = await foundByDocument(trx, { id: input.search_id, subject: actor.subject });
      return found?.includes(id) ?? false;
    }
  });
};

/** Reads again what its reader has opened; a screen that refreshes leaves no further entry. */
export const readAccount: Handler<'readAccount'> = async ({ actor, services }, input) => {
  const { config, db } = services;
  await requireOpening(db, {
    id: input.opening_id,
    subject: actor.subject,
    accountId: input.account_id,
    hours: config.OPENING_HOURS,
  });
  const state = await readState(db, input.account_id, config);
  if (!state) throw new ApiError('account_not_found', {});
  return { opening_id: input.opening_id, ...(await readDetail(db, state, actor.scope, config)) };
};
