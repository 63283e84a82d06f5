import { expect, test } from 'vitest';
import { adviceFor } from './advice.ts';
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
