import { expect, test } from 'vitest';
import { placeFor } from './window-state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const state = { x: 200, y: 100, width: 1400, height: 800, maximized: false };

test('a window comes back where it was', () => {
  expect(placeFor(state, [screen])).toEqual({ x: 200, y: 100, width: 1400, height: 800 });
});

test.each([
  ['on a screen that has gone', { ...state, x: 2500 }],
  ['above the screen, where nobody can take hold of it', { ...state, y: -400 }],
  ['below it', { ...state, y: 1039 }],
  ['by a few pixels only', { ...state, x: -1390 }],
])('but not %s', (_where, gone) => {
  expect(placeFor(gone, [screen])).toEqual({ width: 1366, height: 768 });
});

test('on a second screen to the left too', () => {
  expect(placeFor({ ...state, x: -1500 }, [screen, { ...screen, x: -1920 }])).toMatchObject({ x: -1500 });
});

test('the first time it has the size of the counters’ screens', () => {
  expect(placeFor(null, [screen])).toEqual({ width: 1366, height: 768 });
});
