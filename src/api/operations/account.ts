import type { Transaction } from 'kysely';
import { look } from '../actions/look.ts';
import type { Database } from '../db/schema.ts';
import type { Handler } from '../http/handler.ts';
import { inScope } from '../http/scope.ts';
import { recordEntry } from '../ledger/record.ts';
import { ApiError } from '../problem.ts';
import { readFacts, toDetail } from '../queries/account-detail.ts';
import { requireOpening } from '../queries/openings.ts';
import { foundByDocument } from '../queries/searches.ts';

/** Reason of an opening beyond one's scope, by a whole document number: marks it for review. */
const OUTSIDE_SCOPE = 'outside_scope';

/** One look, one entry: it is written in the transaction that reads, and its id is what lets its actor read again. */
export const openAccount: Handler<'openAccount'> = async (call, input) => {
  const { actor, services, requestId } = call;
  const { config } = services;
  return look(call, async (trx) => {
    const [facts, found] = await Promise.all([readFacts(trx, input.account_id, config), foundBySearch(trx)]);
    if (!facts) throw new ApiError('account_not_found', {});
    const { id, division } = facts.account;
    const outside = !inScope(actor.scope, division);
    if (outside && !found.includes(id)) throw new ApiError('outside_scope', {});

    const entry = await recordEntry(trx, {
      action: 'open',
      outcome: 'done',
      actor,
      account: { id, division },
      reason: outside ? OUTSIDE_SCOPE : null,
      refersTo: outside ? input.search_id : null,
      requestId,
    });
    return { opening_id: entry.id, ...toDetail(facts, actor.scope) };
  });

  async function foundBySearch(trx: Transaction<Database>): Promise<string[]> {
    if (!config.SEARCH_EVERYWHERE || input.search_id === undefined) return [];
    return (await foundByDocument(trx, { id: input.search_id, subject: actor.subject })) ?? [];
  }
};

/** Reads again what its reader has opened; a screen that refreshes leaves no further entry. */
export const readAccount: Handler<'readAccount'> = async ({ actor, services }, input) => {
  const { config, inTransaction } = services;
  const opening = {
    id: input.opening_id,
    subject: actor.subject,
    accountId: input.account_id,
    hours: config.OPENING_HOURS,
  };
  const [, facts] = await inTransaction((trx) =>
    Promise.all([requireOpening(trx, opening), readFacts(trx, input.account_id, config)]),
  );
  if (!facts) throw new ApiError('account_not_found', {});
  return { opening_id: input.opening_id, ...toDetail(facts, actor.scope) };
};
