import { useTranslation } from 'react-i18next';
import { useClock } from '../lib/clock.ts';

/** Date, weekday and time, as the language writes them. */
export function Today() {
  const { i18n } = useTranslation();
  const minute = useClock(() => Math.floor(Date.now() / 60_000));
  const now = new Date(minute * 60_000);
  const words = new Intl.DateTimeFormat(i18n.language, {
    month: 'long',
    day: 'numeric',
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(now);
  return (
    <p className="start__date">
      <time dateTime={now.toISOString()}>{words}</time>
    </p>
  );
}
