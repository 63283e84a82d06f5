import { useTranslation } from 'react-i18next';
import { useClock } from '../lib/clock.ts';
import { remaining } from '../lib/countdown.ts';
import { daysBack, momentOf } from '../lib/days.ts';

/**
 * When something was, as briefly as it stays clear: a time today, 昨天 16:40, 11-16 22:05 this year, a date before. The
 * whole of it is in `datetime`.
 */
export function Time({ at, seconds = false }: { at: string; seconds?: boolean }) {
  return <time dateTime={at}>{useTimeWords(at, seconds)}</time>;
}

/** The same as text, for sentences. */
export function useTimeWords(at: string, seconds = false): string {
  const { t } = useTranslation('console');
  const back = useClock((now) => daysBack(at, now));
  const thisYear = useClock((now) => momentOf(now).date.slice(0, 4));
  const { date, monthDay, minute, second } = momentOf(at);
  if (back === 0) return seconds ? second : minute;
  if (back === 1) return t('time.yesterday', { time: minute });
  return date.startsWith(thisYear) ? `${monthDay} ${minute}` : date;
}

/**
 * The day that something was on, for sentences: 今天 16:40, 昨天 16:40, 11-16, 2025-12-19. In the middle of one, Chinese
 * parts a figure from the word before it.
 */
export function useDayWords(at: string, place: 'start' | 'middle' = 'start'): string {
  const { t } = useTranslation('console');
  const back = useClock((now) => daysBack(at, now));
  const thisYear = useClock((now) => momentOf(now).date.slice(0, 4));
  const { date, monthDay, minute } = momentOf(at);
  if (back === 0) return t('time.today', { time: minute });
  if (back === 1) return t('time.yesterday', { time: minute });
  const shown = date.startsWith(thisYear) ? monthDay : date;
  return place === 'start' ? shown : t('time.mid_date', { date: shown });
}

/**
 * How long until a moment, in words: minutes, in seconds below two. Null from the moment on. Moments that main names are by
 * this machine's clock, all others by the server's.
 */
export function useRemaining(endsAt: string, clock: 'server' | 'machine' = 'server'): string | null {
  const { t } = useTranslation('console');
  const left = (now: number) => remaining(Date.parse(endsAt), clock === 'server' ? now : Date.now());
  const unit = useClock((now) => left(now).unit);
  const count = useClock((now) => {
    const one = left(now);
    return one.unit === 'over' ? 0 : one.count;
  });
  return unit === 'over' ? null : t(`time.left.${unit}`, { count });
}

/** Whether less than two minutes are left, so that the clerk may just as well wait. */
export function useEndsSoon(endsAt: string): boolean {
  return useClock((now) => remaining(Date.parse(endsAt), now).unit === 'seconds');
}
