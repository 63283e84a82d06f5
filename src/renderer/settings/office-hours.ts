import { useTranslation } from 'react-i18next';
import type { Settings } from '../../contract/index.ts';

/** ISO weekdays, in their order: Monday is 1. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export const isoDay = (day: (typeof DAYS)[number]): number => DAYS.indexOf(day) + 1;

/** Office hours in one line: 周一至周五 08:30–17:30. */
export function useOfficeHoursWords({ days, from: start, to: end }: Settings['office_hours']): string {
  const { t } = useTranslation('console');
  const open = DAYS.filter((day) => days.includes(isoDay(day)));
  const [first, last] = [open[0], open.at(-1)];
  if (first === undefined || last === undefined) return t('settings.day_none');
  const unbroken = open.length > 2 && isoDay(last) - isoDay(first) === open.length - 1;
  if (unbroken) {
    return t('settings.day_range', { from: t(`settings.day.${first}`), to: t(`settings.day.${last}`), start, end });
  }
  const names = open.map((day) => t(`settings.day.${day}`)).join(t('settings.day_join'));
  return t('settings.day_list', { days: names, start, end });
}
