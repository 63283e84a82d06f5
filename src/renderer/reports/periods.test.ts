import { expect, test } from 'vitest';
import { daysOf, REPORT_PERIODS } from './periods.ts';

const at = (text: string) =>
  Object.fromEntries(REPORT_PERIODS.map((one) => [one, daysOf(one, new Date(text).getTime())]));

test('periods are whole days of the calendar', () => {
  expect(at('2026-03-01T00:00:00')).toEqual({
    week: { from: '2026-02-23', to: '2026-03-01' },
    month: { from: '2026-01-30', to: '2026-03-01' },
    this_month: { from: '2026-03-01', to: '2026-03-01' },
    last_month: { from: '2026-02-01', to: '2026-02-28' },
    year: { from: '2025-04-01', to: '2026-03-01' },
  });
  expect(at('2026-12-31T23:59:59').last_month).toEqual({ from: '2026-11-01', to: '2026-11-30' });
});
