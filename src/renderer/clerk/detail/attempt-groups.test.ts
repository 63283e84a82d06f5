import { expect, test } from 'vitest';
import type { Attempt } from '../../../contract/index.ts';
import { accountDetail, attemptsOf, lockedAccount } from '../../testing/people.ts';
import { groupAttempts } from './attempt-groups.ts';

const [sample] = attemptsOf(accountDetail(lockedAccount(0, 0), 0, 0));
if (!sample) throw new Error('no attempt');
const wrong = (change: Partial<Attempt> = {}): Attempt => ({ ...sample, locked: false, ...change });
const shapes = (attempts: Attempt[]) =>
  groupAttempts(attempts).map((row) => (row.is === 'one' ? 'one' : `folded ${row.attempts.length}`));

test('a long run keeps its three newest and two oldest', () => {
  const run = Array.from({ length: 10 }, (_, n) => wrong({ locked: n === 0 }));
  expect(shapes(run)).toEqual(['one', 'one', 'one', 'folded 5', 'one', 'one']);
});

test('folding one would save nothing', () => {
  expect(shapes(Array.from({ length: 6 }, () => wrong()))).toEqual(Array(6).fill('one'));
});

test.each([
  ['device', { device_id: 'd-2', device: '小米 14' }],
  ['network', { operator: '移动' }],
  ['outcome', { outcome: 'success' }],
] as const)('another %s ends a run', (_what, change) => {
  const run = [wrong(), wrong(), wrong(), wrong(), wrong(change), wrong(), wrong(), wrong(), wrong()];
  expect(shapes(run)).toEqual(Array(9).fill('one'));
});

test('nothing is lost', () => {
  const run = Array.from({ length: 23 }, (_, n) => wrong({ occurred_at: new Date(n).toISOString() }));
  const all = groupAttempts(run).flatMap((row) => (row.is === 'one' ? [row.attempt] : row.attempts));
  expect(all).toEqual(run);
});
