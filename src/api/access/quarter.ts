/** Quarters of the calendar, of days as `2026-11-18`. */

/** `2026-Q4`. */
export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** The last day of the quarter that a day lies in. */
export function quarterEnd(day: string): string {
  return lastDay(Number(day.slice(0, 4)), Math.ceil(Number(day.slice(5, 7)) / 3));
}

/** The last day of the quarter after it. */
export function nextQuarterEnd(day: string): string {
  return lastDay(Number(day.slice(0, 4)), Math.ceil(Number(day.slice(5, 7)) / 3) + 1);
}

/** A fifth quarter is the first of the next year. */
const lastDay = (year: number, quarter: number): string =>
  new Date(Date.UTC(year, quarter * 3, 0)).toISOString().slice(0, 10);
