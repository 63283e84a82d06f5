import { momentOf } from '../lib/days.ts';

/** Periods that people ask for; each ends today but for the month before. */
export const REPORT_PERIODS = ['week', 'month', 'this_month', 'last_month', 'year'] as const;
export type ReportPeriod = (typeof REPORT_PERIODS)[number];

/** First and last day, by the workstation's calendar. `now` in milliseconds of the epoch. */
export function daysOf(period: ReportPeriod, now: number): { from: string; to: string } {
  const today = new Date(now);
  const day = (months: number, date: number) =>
    momentOf(new Date(today.getFullYear(), today.getMonth() + months, date).getTime()).date;
  const ago = (days: number) => day(0, today.getDate() - days);
  switch (period) {
    case 'week':
      return { from: ago(6), to: ago(0) };
    case 'month':
      return { from: ago(30), to: ago(0) };
    case 'this_month':
      return { from: day(0, 1), to: ago(0) };
    case 'last_month':
      return { from: day(-1, 1), to: day(0, 0) };
    case 'year':
      return { from: day(-11, 1), to: ago(0) };
  }
}
