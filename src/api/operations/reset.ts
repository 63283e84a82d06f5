import { type Act, performAct } from '../actions/perform.ts';
import { BUILT_IN } from '../directory/held-accounts.ts';
import { createResetCode } from '../directory/reset-code.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';

const RESET: Act = {
  operation: 'forceReset',
  action: 'reset',

  async check(_trx, { directory, phone }) {
    // Until an order can carry out a reset there, none is given: it must not come to an unlock.
    if (directory !== BUILT_IN) throw new ApiError('directory_unfit', { why: 'reset' });
    if (phone === null) throw new ApiError('no_phone', {});
  },

  async change(trx, { directory, seen, actor, config }) {
    await directory.reset(trx, { accountId: seen.id, lockId: seen.lockId, entryId: seen.entryId });
    const { code, expires_at } = await createResetCode(trx, {
      accountId: seen.id,
      entryId: seen.entryId,
      minutes: config.RESET_CODE_MINUTES,
    });
    return {
      // Two messages: the notice is owed to the citizen, the code dies in ten minutes.
      notices: [
        { kind: 'reset_notice', at: seen.now, office: actor.office?.name ?? null },
        { kind: 'reset_code', code, until: expires_at },
      ],
      code: seen.phone && { to: seen.phone.masked, expires_at: expires_at.toISOString() },
    };
  },
};

/** Voids the password, ends sessions and any lock, and sends a one-time code to the registered phone. */
export const forceReset: Handler<'forceReset'> = (call, input) => performAct(call, RESET, input);
