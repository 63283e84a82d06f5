import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Settings } from '../../contract/index.ts';
import { useSettings } from '../lib/live.tsx';

const TimeOfDay = Settings.shape.office_hours.shape.from;

/** One end of the office hours, in 24 hours whatever the machine's own habit; kept as soon as it is a time. */
export function TimeSetting({ end }: { end: 'from' | 'to' }) {
  const { t } = useTranslation('console');
  const { office_hours } = useSettings();
  const [typed, setTyped] = useState<string | null>(null);
  const wrongId = useId();
  const wrong = typed !== null && !TimeOfDay.safeParse(typed).success;
  const type = (text: string) => {
    setTyped(text);
    if (!TimeOfDay.safeParse(text).success) return;
    void window.lockdesk.settings.change({ office_hours: { ...office_hours, [end]: text } });
  };
  return (
    <label className="settings__time">
      {t(`settings.office_${end}`)}
      <input
        className="input"
        inputMode="numeric"
        maxLength={5}
        value={typed ?? office_hours[end]}
        aria-invalid={wrong}
        aria-describedby={wrongId}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
      />
      <span className="hint hint--wrong" id={wrongId} role={wrong ? 'alert' : undefined}>
        {wrong && t('settings.office_wrong')}
      </span>
    </label>
  );
}
