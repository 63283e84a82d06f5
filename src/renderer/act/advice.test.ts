import { expect, test } from 'vitest';
import { adviceFor, slipAdvice } from './advice.ts';
import type { Subject } from './subject.ts';
import { lockedAccount, temporaryLock } from './testing/account.ts';

const unlock = (verdict: Partial<Subject['seen']['verdict']>, cause?: 'spread_sources'): Subject => ({
  operation: 'unlockAccount',
  seen: lockedAccount({
    verdict: { ...lockedAccount().verdict, ...verdict },
    ...(cause && { lock: temporaryLock({ cause }) }),
  }),
  scanned: false,
});
const ALWAYS = ['password_manager', 'keep_secret'];

test.each([
  ['nothing in particular', unlock({}), ['think_first']],
  ['a password changed lately', unlock({ password_changed_at: '2026-11-17T08:40:00.000Z' }), ['new_password']],
  ['the same wrong password again and again', unlock({ failures: 12, counted: 5 }), ['saved_password']],
  ['suspected theft', unlock({}, 'spread_sources'), ['change_password', 'think_first']],
])('%s', (_name, subject, advice) => {
  expect(adviceFor(subject)).toEqual([...advice, ...ALWAYS]);
});

test('after a reset it is about the code', () => {
  expect(adviceFor({ ...unlock({}), operation: 'forceReset' })[0]).toBe('enter_code');
});

test.each([
  ['one of its own', unlock({}).seen, ['think_first', 'password_manager', 'keep_secret']],
  ['two of its own', unlock({}, 'spread_sources').seen, ['change_password', 'think_first', 'keep_secret']],
  ['no account at hand', null, ['think_first', 'password_manager', 'keep_secret']],
])('an unlock’s slip has three lines, with %s', (_name, seen, lines) => {
  expect(slipAdvice('unlock', seen)).toEqual(lines);
});

test('a reset’s slip is about the code, which it does not hold', () => {
  expect(slipAdvice('reset', unlock({}).seen)).toEqual(['enter_code', 'in_time', 'keep_code_secret']);
});
