import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../lib/live.tsx';
import { Chip } from '../parts/chip.tsx';
import { DAYS, isoDay, useOfficeHoursWords } from './office-hours.ts';
import { TimeSetting } from './time-setting.tsx';

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
        <TimeSetting end="from" />
        <TimeSetting end="to" />
      </div>
      <p className="hint" id={hintId}>
        {t('settings.office_hint')}
      </p>
    </fieldset>
  );
}
