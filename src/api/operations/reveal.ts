import { sql } from 'kysely';
import type { RevealedField } from '../../contract/index.ts';
import { look } from '../actions/look.ts';
import type { Handler } from '../http/handler.ts';
import { inScope } from '../http/scope.ts';
import { recordEntry } from '../ledger/record.ts';
import { ApiError } from '../problem.ts';
import { requireOpening } from '../queries/openings.ts';

const CIPHERS = {
  document: 'document_cipher',
  phone: 'phone_cipher',
  licence_file: 'licence_file_cipher',
} as const satisfies Record<RevealedField, string>;

interface Sealed {
  division: string;
  key_id: number;
  cipher: Buffer | null;
}

/**
 * One number whole. Its entry says who, which number and why, and is written before the answer leaves. Outside one's scope
 * nothing is revealed, also where a whole document number opened the account: what is masked suffices to compare.
 */
export const revealField: Handler<'revealField'> = async (call, input) => {
  const { actor, services, requestId } = call;
  const { config, keys } = services;
  const { account_id, field } = input;
  const opening = {
    id: input.opening_id,
    subject: actor.subject,
    accountId: account_id,
    hours: config.OPENING_HOURS,
  };
  return look(call, async (trx) => {
    const [, { rows }] = await Promise.all([
      requireOpening(trx, opening),
      sql<Sealed>`
        SELECT division, key_id, nullif(${sql.ref(CIPHERS[field])}, '') AS cipher FROM accounts WHERE id = ${account_id}`.execute(
        trx,
      ),
    ]);
    const [account] = rows;
    if (!account) throw new ApiError('account_not_found', {});
    if (!inScope(actor.scope, account.division)) throw new ApiError('outside_scope', {});
    if (!account.cipher) throw new ApiError('not_registered', {});
    // First of all: an entry of something that was not revealed would be wrong.
    const value = keys.open({ table: 'accounts', id: account_id, column: field }, account.key_id, account.cipher);

    const entry = await recordEntry(trx, {
      action: 'reveal',
      outcome: 'done',
      actor,
      account: { id: account_id, division: account.division },
      reason: input.reason.code,
      field,
      refersTo: input.opening_id,
      requestId,
      private: { note: input.reason.note },
    });
    return { entry_id: entry.id, field, value };
  });
};
