import type { AccountDetail } from '../../../contract/index.ts';

/** What stands beside the buttons; its words are `detail.advice`. */
export type Advice =
  | 'unlock'
  | 'reset'
  | 'reset_free'
  | 'none'
  | 'none_pending'
  | 'none_no_phone'
  | 'disabled'
  | 'disconnected'
  | 'ledger'
  | 'pending'
  | 'clerk_only';

/** The API decides on the act; the console says it in the words that fit the account. */
export function adviceFor({ advice, account, lock, verdict }: AccountDetail): Advice {
  if (account.disabled) return 'disabled';
  if (advice === 'reset') return lock === null ? 'reset_free' : 'reset';
  if (advice === 'unlock') return 'unlock';
  if (verdict.code === 'reset_pending') return account.phone === null ? 'none_no_phone' : 'none_pending';
  return lock === null ? 'none' : 'none_no_phone';
}
