import type { AccountDetail } from '../../contract/index.ts';
import type { Open } from './desk.ts';

/**
 * What the dialog is at: filling in; having to look at a newer version first; stuck, with nothing to do here but close;
 * sent; cut off by the end of the session.
 */
export type Stage = 'fill' | 'look' | 'stuck' | 'sending' | 'cut_off';

const STUCK = ['not_locked', 'disabled', 'no_phone', 'reopen'];

/** `newer` is the account as it is now, where that has been read and is another version than the clerk's. */
export function stageOf(open: Open, newer: AccountDetail | null): Stage {
  if (open.is !== 'filling') return open.is;
  const { setback } = open;
  if (setback !== null && STUCK.includes(setback.kind)) return 'stuck';
  return setback?.kind === 'stale' || newer !== null ? 'look' : 'fill';
}
