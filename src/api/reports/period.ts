const DAY_MS = 86_400_000;
/** Beyond so many days a chart by days is a comb. */
const DAYS_MAX = 62;

export interface Steps {
  days: number;
  grain: 'day' | 'month';
  /** First days of each step, all that the period touches. */
  starts: string[];
}

/** A stretch of rows of one grain; both ends are included. */
export interface Segment {
  grain: 'day' | 'month';
  from: string;
  to: string;
}

/** How a period is shown: by days, or by months where it is long. Its ends are dates, both included. */
export function stepsOf(from: string, to: string): Steps {
  const days = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1);
  if (days <= DAYS_MAX) {
    return { days, grain: 'day', starts: Array.from({ length: days }, (_, n) => addDays(from, n)) };
  }
  const starts: string[] = [];
  for (let month = monthOf(from); month <= to; month = nextMonth(month)) starts.push(month);
  return { days, grain: 'month', starts };
}

/** What is read for it: whole months as months, the days at both ends as days. */
export function segmentsOf(from: string, to: string, grain: Steps['grain']): Segment[] {
  if (grain === 'day') return [{ grain, from, to }];
  const firstWhole = from === monthOf(from) ? from : nextMonth(monthOf(from));
  const afterLastWhole = addDays(to, 1) === nextMonth(monthOf(to)) ? nextMonth(monthOf(to)) : monthOf(to);
  const segments: Segment[] = [
    { grain: 'day', from, to: addDays(firstWhole, -1) },
    { grain: 'month', from: firstWhole, to: addDays(afterLastWhole, -1) },
    { grain: 'day', from: afterLastWhole, to },
  ];
  return segments.filter((segment) => segment.from <= segment.to);
}

/** First and last day of each step, as far as the period goes. */
export function spansOf(starts: readonly string[], { from, to }: Pick<Segment, 'from' | 'to'>) {
  return starts.map((start, n) => {
    const next = starts[n + 1];
    return { from: start < from ? from : start, to: next === undefined ? to : addDays(next, -1) };
  });
}

const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** From the first of a month. */
const nextMonth = (first: string): string => monthOf(addDays(first, 31));
