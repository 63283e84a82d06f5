import type { OperationName } from '../../contract/index.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { me } from './me.ts';
import { forceReset } from './reset.ts';
import { unlockAccount } from './unlock.ts';

/** For names whose file is still being written. Goes with the last of them. */
const unwritten = async (): Promise<never> => {
  throw new ApiError('internal', {});
};

/** Every operation of the contract and what does it. A missing one does not compile. */
export const HANDLERS: { readonly [N in OperationName]: Handler<N> } = {
  me,
  listLockedAccounts: unwritten,
  lockTotals: unwritten,
  searchAccounts: unwritten,
  openAccount: unwritten,
  readAccount: unwritten,
  listAttempts: unwritten,
  unlockAccount,
  forceReset,
  followAct: unwritten,
  listEntries: unwritten,
  getEntry: unwritten,
  registerAccounts: unwritten,
  reportAttempts: unwritten,
  accountState: unwritten,
  redeemCode: unwritten,
};
