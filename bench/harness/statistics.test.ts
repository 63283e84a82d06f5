import { expect, it } from 'vitest';
import { median, percentile } from './statistics.ts';

it('takes the nearest rank, whatever the order of the values', () => {
  const values = [15, 50, 20, 40, 35];
  expect([5, 30, 40, 50, 100].map((percent) => percentile(values, percent))).toEqual([15, 20, 20, 35, 50]);
  expect(median([4, 1, 3, 2])).toBe(2);
  expect(() => median([])).toThrow(RangeError);
});
