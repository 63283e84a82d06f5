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

function firstAdvice(seen: Subject['seen']): Advice[] {
  const { verdict, lock } = seen;
  if (lock?.cause === 'spread_sources') return ['change_password', 'think_first'];
  const advice: Advice[] = [];
  if (changedLately(seen)) advice.push('new_password');
  // The same wrong password again does not count; several of them are a device that sends what it has saved.
  if (verdict.failures - verdict.counted >= 2) advice.push('saved_password');
  return advice.length > 0 ? advice : ['think_first'];
}
