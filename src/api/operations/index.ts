import type { OperationName } from '../../contract/index.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { openAccount, readAccount } from './account.ts';
import { listAttempts } from './attempts.ts';
import { getEntry, listEntries } from './entries.ts';
import { followAct } from './follow-act.ts';
import { lockTotals } from './lock-totals.ts';
import { listLockedAccounts } from './locked-accounts.ts';
import { me } from './me.ts';
import { forceReset } from './reset.ts';
import { searchAccounts } from './search-accounts.ts';
import { unlockAccount } from './unlock.ts';

/** For names whose file is still being written. Goes with the last of them. */
const unwritten = async (): Promise<never> => {
  throw new ApiError('internal', {});
};

/** Every operation of the contract and what does it. A missing one does not compile. */
export const HANDLERS: { readonly [N in OperationName]: Handler<N> } = {
  me,
  listLockedAccounts,
  lockTotals,
  searchAccounts,
  openAccount,
  readAccount,
  listAttempts,
  unlockAccount,
  forceReset,
  followAct,
  listEntries,
  getEntry,
  registerAccounts: unwritten,
  reportAttempts: unwritten,
  accountState: unwritten,
  redeemCode: unwritten,
};
