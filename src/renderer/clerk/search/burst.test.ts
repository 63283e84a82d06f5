import { expect, test } from 'vitest';
import { BurstMeter, ENTER_WAIT_MS } from './burst.ts';

function keys(
  count: number,
  pauseMs: number,
  meter = new BurstMeter(),
  from = 1000,
): { meter: BurstMeter; last: number } {
  for (let n = 0; n < count; n += 1) meter.key(from + n * pauseMs);
  return { meter, last: from + (count - 1) * pauseMs };
}

test('a reader’s keys are a burst until its Enter', () => {
  const { meter, last } = keys(18, 12);
  expect(meter.length(last + 15)).toBe(18);
  expect(meter.length(last + ENTER_WAIT_MS + 1)).toBe(0);
});

test('fingers are none, however quick', () => {
  const { meter, last } = keys(18, 60);
  expect(meter.length(last + 60)).toBe(0);
});

test('slow fingers that roll over some keys are none', () => {
  const meter = new BurstMeter();
  const steps = [20, 400, 25, 500, 30, 300, 20, 400, 30, 600, 25, 300, 250, 300, 400, 350, 300];
  const last = steps.reduce((at, step) => {
    meter.key(at);
    return at + step;
  }, 1000);
  meter.key(last);
  expect(meter.length(last + 20)).toBe(0);
});

test('a few quick keys are none', () => {
  const { meter, last } = keys(4, 12);
  expect(meter.length(last + 12)).toBe(0);
});

test('what was typed before the burst is no part of it', () => {
  const typed = keys(5, 200);
  const { meter, last } = keys(18, 12, typed.meter, typed.last + 1500);
  expect(meter.length(last + 12)).toBe(18);
});

test('a busy machine that holds back single keys changes nothing', () => {
  const first = keys(9, 12);
  const { meter, last } = keys(9, 12, first.meter, first.last + 90);
  expect(meter.length(last + 12)).toBe(18);
});

test('a number that a machine held back in its midst is one burst', () => {
  const first = keys(4, 12);
  const second = keys(5, 12, first.meter, first.last + 700);
  const { meter, last } = keys(9, 12, second.meter, second.last + 300);
  expect(meter.length(last + 12)).toBe(18);
});

test('after the end of a burst the next one is by itself, however soon', () => {
  const first = keys(18, 12);
  first.meter.end();
  const { meter, last } = keys(11, 12, first.meter, first.last + 200);
  expect(meter.length(last + 12)).toBe(11);
});

test('the count of quick keys begins again after each pause that is no reader’s', () => {
  const { meter, last } = keys(3, 12);
  expect(meter.key(last + 12)).toBe(4);
  expect(meter.key(last + 72)).toBe(1);
});
