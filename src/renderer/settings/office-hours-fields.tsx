import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../lib/live.tsx';
import { Chip } from '../parts/chip.tsx';
import { DAYS, isoDay, useOfficeHoursWords } from './office-hours.ts';

/** When this office is open, by the workstation's own time. */
export function OfficeHours() {
  const { t } = useTranslation('console');
  const { office_hours } = useSettings();
  const words = useOfficeHoursWords(office_hours);
  const hintId = useId();
  const change = (one: Partial<typeof office_hours>) =>
    void window.lockdesk.settings.change({ office_hours: { ...office_hours, ...one } });
  const { days } = office_hours;
  const toggle = (day: number) =>
    change({ days: days.includes(day) ? days.filter((one) => one !== day) : [...days, day].sort() });
  return (
    <fieldset className="field" aria-describedby={hintId}>
      <legend className="legend">
        {t('settings.office_hours')} <span className="hint">{words}</span>
      </legend>
      <div className="settings__hours">
        <fieldset className="chips" aria-label={t('settings.office_days')}>
          {DAYS.map((day) => (
            <Chip key={day} pressed={days.includes(isoDay(day))} onPress={() => toggle(isoDay(day))}>
              {t(`settings.day.${day}`)}
            </Chip>
          ))}
        </fieldset>
        {(['from', 'to'] as const).map((end) => (
          <label key={end} className="settings__time">
            {t(`settings.office_${end}`)}
            <input
              className="input"
              type="time"
              required
              value={office_hours[end]}
              // Cleared, it is no time: the last one stays until there is another.
              onChange={(event) => event.target.value !== '' && change({ [end]: event.target.value })}
            />
          </label>
        ))}
      </div>
      <p className="hint" id={hintId}>
        {t('settings.office_hint')}
      </p>
    </fieldset>
  );
}
