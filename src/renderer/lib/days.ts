/**
 * Times as figures, by the workstation's own time zone: 24 hours, and dates as 2026-11-18 in both languages, so that
 * nobody has to wonder which of two numbers is the month.
 */
const two = (n: number): string => String(n).padStart(2, '0');

export interface Moment {
  /** 2026-11-18 */
  date: string;
  /** 11-18 */
  monthDay: string;
  /** 10:09 */
  minute: string;
  /** 10:09:12 */
  second: string;
}

export function momentOf(at: string | number): Moment {
  const d = new Date(at);
  const monthDay = `${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  const minute = `${two(d.getHours())}:${two(d.getMinutes())}`;
  return { date: `${d.getFullYear()}-${monthDay}`, monthDay, minute, second: `${minute}:${two(d.getSeconds())}` };
}

/** How many days of the calendar a moment lies back; negative in the future. */
export function daysBack(at: string | number, nowMs: number): number {
  const day = (ms: number) => {
    const d = new Date(ms);
    // The calendar's day alone, as UTC: a local day may have 23 or 25 hours.
    return Date.UTC(d.getFullYear(), d.getMonth(), d.getDate());
  };
  return Math.round((day(nowMs) - day(typeof at === 'string' ? Date.parse(at) : at)) / 86_400_000);
}
