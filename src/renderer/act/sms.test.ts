import { expect, test } from 'vitest';
import { CODE_PLACE, smsPreview } from './sms.ts';

const now = new Date('2026-11-18T10:27:41').getTime();

test('the notice of an unlock names the office and the time', () => {
  const text = smsPreview('unlockAccount', '南京市车管所鼓楼分所', now);
  expect(text).toContain('11 月 18 日 10:27');
  expect(text).toContain('南京市车管所鼓楼分所');
  expect(text).not.toContain('{{');
});

test('staff of no office are still some office to the citizen', () => {
  expect(smsPreview('unlockAccount', null, now)).toContain('车管所');
});

test('the message of a reset shows neither a code nor a time that nobody knows yet', () => {
  const text = smsPreview('forceReset', null, now);
  expect(text).not.toMatch(/\d/);
  expect(text).toContain(CODE_PLACE);
  expect(text).not.toContain('{{');
});
