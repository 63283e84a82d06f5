import { type Act, performAct } from '../actions/perform.ts';
import { lastLockEnd } from '../actions/see.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';

const UNLOCK: Act = {
  operation: 'unlockAccount',
  action: 'unlock',

  async check(trx, { id, lockId }) {
    if (lockId === null) throw new ApiError('not_locked', await lastLockEnd(trx, id));
  },

  async change(trx, { directory, seen, actor }) {
    await directory.unlock(trx, { accountId: seen.id, lockId: seen.lockId, entryId: seen.entryId });
    return { notices: [{ kind: 'unlock_notice', at: seen.now, office: actor.office?.name ?? null }], code: null };
  },
};

/** Ends the lock in force; the password stays. */
export const unlockAccount: Handler<'unlockAccount'> = (call, input) => performAct(call, UNLOCK, input);
