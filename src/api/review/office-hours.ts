import type { Config } from '../config.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Date, ISO weekday and time of day in the configured zone. */
export function localTime(at: Date, timeZone: string): { day: string; weekday: number; time: string } {
  const parts = clockIn(timeZone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    weekday: WEEKDAYS.indexOf(part('weekday')) + 1,
    time: `${part('hour')}:${part('minute')}`,
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times what reading it does: a list of thousands of people would stop everybody else. */
function clockIn(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(timeZone, clock);
  return clock;
}

type Hours = Pick<Config, 'TIME_ZONE' | 'OFFICE_DAYS' | 'OFFICE_HOURS'>;

/** Whether offices are closed then. */
export function isOutOfHours(at: Date, { TIME_ZONE, OFFICE_DAYS, OFFICE_HOURS }: Hours): boolean {
  const { weekday, time } = localTime(at, TIME_ZONE);
  const [from = '', to = ''] = OFFICE_HOURS.split('-');
  return !OFFICE_DAYS.split(',').includes(String(weekday)) || time < from || time >= to;
}
