import { useTranslation } from 'react-i18next';
import { useClock } from '../lib/clock.ts';
import { momentOf } from '../lib/days.ts';
import { DAYS } from '../settings/office-hours.ts';

/** Date, weekday and time of this workstation. */
export function Today() {
  const { t } = useTranslation('console');
  const now = new Date(useClock(() => Math.floor(Date.now() / 60_000)) * 60_000);
  // ISO weeks begin on Monday, JavaScript's on Sunday.
  const weekday = DAYS[(now.getDay() + 6) % 7] ?? 'mon';
  return (
    <p className="start__date">
      <time dateTime={now.toISOString()}>
        {t('signin.today', {
          month: now.getMonth() + 1,
          day: now.getDate(),
          weekday: t(`settings.day.${weekday}`),
          time: momentOf(now.getTime()).minute,
        })}
      </time>
    </p>
  );
}
