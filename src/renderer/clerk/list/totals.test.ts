import { expect, test } from 'vitest';
import type { LockTotals } from '../../../contract/index.ts';
import { lockedAccount } from '../../testing/people.ts';
import { afterHearing, afterReading, countOf, type Delta, deltaOf, type Tally, UNREAD } from './totals.ts';

const TOTALS: LockTotals = {
  index: 50,
  groups: [
    { kind: 'temporary', cause: 'many_wrong_passwords', count: 3 },
    { kind: 'permanent', cause: 'spread_sources', count: 1 },
  ],
  places: [
    { code: '320104', name: '秦淮区', count: 3 },
    { code: '320106', name: '鼓楼区', count: 1 },
  ],
};

// Number 1 is temporary, for wrong passwords, in 320104; number 3 permanent, suspected theft, in 320106.
const event = (name: 'locked' | 'lock_ended', index: number, n: number) =>
  deltaOf(
    name === 'locked'
      ? { event: name, data: { index, row: lockedAccount(n, 0) } }
      : { event: name, data: { index, row: lockedAccount(n, 0), entry_id: '' } },
  ) ?? expect.fail();

const heard = (deltas: readonly Delta[], read = TOTALS, place = ''): LockTotals =>
  known(afterHearing(afterReading(UNREAD, read, place), deltas, place));

const known = ({ now }: Tally): LockTotals => now ?? expect.fail();

test('counters hold all before their index; what came from there on is added', () => {
  const totals = heard([event('locked', 49, 1), event('locked', 50, 1), event('lock_ended', 51, 3)]);
  expect(countOf(totals)).toBe(4);
  expect(countOf(totals, { causes: ['many_wrong_passwords'] })).toBe(4);
  expect(countOf(totals, { kinds: ['permanent'] })).toBe(0);
  expect(totals.places.map(({ count }) => count)).toEqual([4, 0]);
  expect(totals.index).toBe(52);
});

test('a kind and cause that nobody had counted begins', () => {
  expect(countOf(heard([event('locked', 50, 3)], { ...TOTALS, groups: [] }), { kinds: ['permanent'] })).toBe(1);
});

test('only of the place that was asked for', () => {
  const totals = heard([event('locked', 50, 1), event('locked', 51, 3)], TOTALS, '320106');
  expect(countOf(totals)).toBe(5);
});

test('what was heard while counters were on their way is added to them, and counted once', () => {
  const early = afterHearing(UNREAD, [event('locked', 49, 1), event('locked', 50, 1)], '');
  const read = afterReading(early, TOTALS, '');
  expect(countOf(known(read))).toBe(5);
  const later = afterHearing(read, [event('locked', 51, 1)], '');
  expect(countOf(known(later))).toBe(6);
  expect(countOf(known(afterReading(later, { ...TOTALS, index: 51 }, '')))).toBe(5);
});

test('a night of guessing leaves neither a wrong number nor a growing list', () => {
  let tally = afterReading(UNREAD, TOTALS, '');
  for (let index = 50; index < 20_050; index += 100) {
    const deltas = Array.from({ length: 100 }, (_, at) => event(at % 2 ? 'lock_ended' : 'locked', index + at, 1));
    tally = afterHearing(tally, deltas, '');
  }
  expect(countOf(known(tally))).toBe(4);
  expect(tally.lately.length).toBeLessThanOrEqual(1000);
});

test('other events count nothing', () => {
  expect(deltaOf({ event: 'reset', data: { index: 1 } })).toBeNull();
});
