import { describe, expect, test } from 'vitest';
import { type OfficeHours, outlierOf, usualOf } from './outlier.ts';

const at11 = (figure: number): number[] => Array.from({ length: 24 }, (_, hour) => (hour === 11 ? figure : 0));

/** An office that unlocks so many at 11 o'clock, and so many today. */
const office = (usual: number, today: number, days = 20): OfficeHours => ({
  today: at11(today),
  before: at11(usual * days),
  days,
});

test('what is usual is the mean of the days on which the office was at work', () => {
  expect(usualOf(office(8, 0))?.[11]).toBe(8);
  expect(usualOf(office(8, 0, 5))?.[11]).toBe(8);
  expect(usualOf(office(8, 0, 4))).toBeNull();
});

describe('an hour stands out', () => {
  test.each([
    ['four times the usual', 8, 31],
    ['where nothing is usual', 0, 10],
    ['just far enough of a few', 5, 17],
    ['twice of many', 100, 200],
  ])('%s', (_, usual, today) => {
    expect(outlierOf(office(usual, today))).toEqual({ hour: 11, count: today, usual });
  });

  test.each([
    ['fewer than ten, whatever is usual', 0, 9, 20],
    ['twice of a few, which is chance', 5, 16, 20],
    ['less than twice of many, however unlikely', 100, 199, 20],
    ['of an office that is too new', 8, 31, 4],
    ['a quiet one', 31, 0, 20],
  ])('but not %s', (_, usual, today, days) => {
    expect(outlierOf(office(usual, today, days))).toBeNull();
  });

  test('by how unlikely it is, of several', () => {
    const { before, today, days } = office(40, 90);
    // Three times, of a few, is likelier than twice and a quarter of forty.
    const morning = (figure: number) => (_: number, hour: number) => (hour === 9 ? figure : 0);
    const both = (all: readonly number[], figure: number) => all.map((one, hour) => one + morning(figure)(0, hour));
    expect(outlierOf({ before: both(before, 6 * days), today: both(today, 19), days })).toMatchObject({ hour: 11 });
    expect(outlierOf({ before: both(before, 6 * days), today: both(today, 29), days })).toMatchObject({ hour: 9 });
  });
});
