import { expect, test } from 'vitest';
import { remaining } from './countdown.ts';

const S = 1000;
const M = 60 * S;
const H = 60 * M;

test.each([
  [-1, { unit: 'over' }],
  [0, { unit: 'over' }],
  [1, { unit: 'seconds', count: 1 }],
  [38 * S, { unit: 'seconds', count: 38 }],
  [2 * M - 1, { unit: 'seconds', count: 120 }],
  [2 * M, { unit: 'minutes', count: 2 }],
  [14 * M + 1, { unit: 'minutes', count: 15 }],
  [2 * H, { unit: 'minutes', count: 120 }],
  [2 * H + 1, { unit: 'hours', count: 3 }],
  [49 * H, { unit: 'days', count: 3 }],
] as const)('%i ms', (left, said) => {
  expect(remaining(left, 0)).toEqual(said);
});
