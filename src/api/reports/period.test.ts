import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SEED } from '../testing/random.ts';
import { segmentsOf, stepsOf } from './period.ts';

describe('a period', () => {
  test.each([
    ['one day', '2026-11-18', '2026-11-18', [['day', '2026-11-18', '2026-11-18']]],
    ['62 days', '2026-09-01', '2026-11-01', [['day', '2026-09-01', '2026-11-01']]],
    ['whole months', '2026-01-01', '2026-03-31', [['month', '2026-01-01', '2026-03-31']]],
    [
      'months with days at both ends',
      '2025-12-30',
      '2026-03-02',
      [
        ['day', '2025-12-30', '2025-12-31'],
        ['month', '2026-01-01', '2026-02-28'],
        ['day', '2026-03-01', '2026-03-02'],
      ],
    ],
    ['none', '2026-11-19', '2026-11-18', [['day', '2026-11-19', '2026-11-18']]],
  ])('of %s', (_what, from, to, expected) => {
    const segments = segmentsOf(from, to, stepsOf(from, to).grain);
    expect(segments.map((segment) => [segment.grain, segment.from, segment.to])).toEqual(expected);
  });

  test('is read once, day by day, whatever its ends', () => {
    const day = fc
      .integer({ min: 0, max: 800 })
      .map((n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, (one, other) => {
        const [from = '', to = ''] = [one, other].sort();
        const { grain, starts } = stepsOf(from, to);
        const segments = segmentsOf(from, to, grain);
        // Each begins the day after the one before ends; months begin and end with a month.
        let next = from;
        for (const segment of segments) {
          expect(segment.from).toBe(next);
          const after = new Date(Date.parse(segment.to) + 86_400_000).toISOString().slice(0, 10);
          if (segment.grain === 'month') expect([segment.from.slice(8), after.slice(8)]).toEqual(['01', '01']);
          next = after;
        }
        expect(Date.parse(next) - 86_400_000).toBe(Date.parse(to));
        expect(new Set(starts).size).toBe(starts.length);
      }),
      { seed: SEED },
    );
  });
});
