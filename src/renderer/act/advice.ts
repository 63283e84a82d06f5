import { changedLately } from './propose.ts';
import type { Subject } from './subject.ts';

export type Advice =
  | 'new_password'
  | 'saved_password'
  | 'think_first'
  | 'change_password'
  | 'password_manager'
  | 'keep_secret'
  | 'enter_code'
  | 'in_time'
  | 'unrelated_words'
  | 'keep_code_secret';

/** What the citizen should hear before they leave, the most useful first. */
export function adviceFor({ operation, seen }: Subject): Advice[] {
  if (operation === 'forceReset') return ['enter_code', 'in_time', 'unrelated_words', 'keep_code_secret'];
  return [...firstAdvice(seen), 'password_manager', 'keep_secret'];
}

/** What a citizen gets a slip for. */
export type SlipAction = 'unlock' | 'reset';

/** What the slip says, which has room for three lines. */
export type SlipAdvice = Exclude<Advice, 'unrelated_words'>;

/**
 * The lines of the slip, the last of them against fraud.
 *
 * @param seen the account before the act; null where it is not at hand, as in the ledger
 */
export function slipAdvice(action: SlipAction, seen: Subject['seen'] | null): SlipAdvice[] {
  if (action === 'reset') return ['enter_code', 'in_time', 'keep_code_secret'];
  const lines: SlipAdvice[] = [...(seen === null ? (['think_first'] as const) : firstAdvice(seen)), 'password_manager'];
  return [...lines.slice(0, 2), 'keep_secret'];
}

type FirstAdvice = Extract<Advice, 'new_password' | 'saved_password' | 'think_first' | 'change_password'>;

function firstAdvice(seen: Subject['seen']): FirstAdvice[] {
  const { verdict, lock } = seen;
  if (lock?.cause === 'spread_sources') return ['change_password', 'think_first'];
  const advice: FirstAdvice[] = [];
  if (changedLately(seen)) advice.push('new_password');
  // The same wrong password again does not count; several of them are a device that sends what it has saved.
  if (verdict.failures - verdict.counted >= 2) advice.push('saved_password');
  return advice.length > 0 ? advice : ['think_first'];
}
