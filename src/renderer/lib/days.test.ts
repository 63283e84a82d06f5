import { expect, test } from 'vitest';
import { daysBack, momentOf } from './days.ts';

const local = (text: string) => new Date(text).getTime();

test('figures have two places', () => {
  expect(momentOf(local('2026-01-02T03:04:05'))).toEqual({
    date: '2026-01-02',
    monthDay: '01-02',
    minute: '03:04',
    second: '03:04:05',
  });
});

test.each([
  ['2026-11-18T00:00:00', 0],
  ['2026-11-17T23:59:59', 1],
  ['2026-10-19T12:00:00', 30],
  ['2026-11-19T00:00:00', -1],
])('%s is so many days back', (at, days) => {
  expect(daysBack(local(at), local('2026-11-18T10:00:00'))).toBe(days);
});
