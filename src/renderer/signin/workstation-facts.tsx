import { useTranslation } from 'react-i18next';
import { UNNAMED_WORKSTATION } from '../../contract/workstation.ts';
import { useSettings } from '../lib/live.tsx';
import { useOfficeHoursWords } from '../settings/office-hours.ts';

/** What this workstation says of itself, so that nobody works from a wrong window. */
export function WorkstationFacts({ onChange }: { onChange: () => void }) {
  const { t } = useTranslation('console');
  const settings = useSettings();
  const { workstation_id, window_name, channel, reader_present, office_hours } = settings;
  const unnamed = workstation_id === UNNAMED_WORKSTATION;
  const facts = [
    [t('signin.workstation_id'), unnamed ? t('signin.workstation_unnamed') : workstation_id],
    ...(window_name === '' ? [] : [[t('signin.window'), window_name]]),
    [t('signin.channel'), t(`settings.channel_of.${channel}`)],
    [t('signin.office_hours'), useOfficeHoursWords(office_hours)],
    [t('signin.reader'), t(reader_present ? 'signin.reader_present' : 'signin.reader_none')],
  ];
  return (
    <>
      <h2 className="start__cap">{t('signin.workstation')}</h2>
      <dl className="rows">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="link" onClick={onChange}>
        {t(unnamed ? 'signin.name_workstation' : 'signin.change_settings')}
      </button>
    </>
  );
}
