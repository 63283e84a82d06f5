import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type SettingsChange, UNNAMED_WORKSTATION } from '../../contract/index.ts';
import { useSettings } from '../lib/live.tsx';
import { Check } from './check.tsx';
import { Choice } from './choice.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { OfficeHours } from './office-hours-fields.tsx';
import { SlipPrinterSetting } from './slip-printer.tsx';
import { TextSetting } from './text-setting.tsx';

const change = (one: SettingsChange) => void window.lockdesk.settings.change(one);

/** Every setting works as soon as it is changed, and is kept on this workstation. */
export function SettingsForm() {
  const { t } = useTranslation('console');
  const { workstation_id, channel, reader_present, theme, density, letter_keys } = useSettings();
  return (
    <div className="settings">
      <Group title={t('settings.workstation')}>
        <TextSetting
          name="workstation_id"
          label={t('settings.workstation_id')}
          hint={t(
            workstation_id === UNNAMED_WORKSTATION ? 'settings.workstation_id_unnamed' : 'settings.workstation_id_hint',
          )}
          wrong={t('settings.workstation_id_wrong')}
        />
        <TextSetting
          name="window_name"
          label={t('settings.window_name')}
          hint={t('settings.window_name_hint')}
          wrong={t('settings.window_name_wrong')}
        />
        <Choice
          legend={t('settings.channel')}
          hint={t('settings.channel_hint')}
          value={channel}
          choices={(['counter', 'hotline'] as const).map((id) => ({ id, label: t(`settings.channel_of.${id}`) }))}
          onChoose={(id) => change({ channel: id })}
        />
        <Check
          label={t('settings.reader')}
          hint={t('settings.reader_hint')}
          checked={reader_present}
          onChange={(checked) => change({ reader_present: checked })}
        />
        <SlipPrinterSetting />
        <OfficeHours />
      </Group>
      <Group title={t('settings.appearance')}>
        <div className="field">
          <span className="legend">{t('settings.language')}</span>
          <LanguageChoice />
        </div>
        <Choice
          legend={t('settings.theme')}
          value={theme}
          choices={(['system', 'light', 'dark'] as const).map((id) => ({ id, label: t(`settings.theme_of.${id}`) }))}
          onChoose={(id) => change({ theme: id })}
        />
        <Choice
          legend={t('settings.density')}
          value={density}
          choices={(['normal', 'roomy'] as const).map((id) => ({ id, label: t(`settings.density_of.${id}`) }))}
          onChoose={(id) => change({ density: id })}
        />
      </Group>
      <Group title={t('settings.keys')}>
        <Check
          label={t('settings.letter_keys')}
          hint={t('settings.letter_keys_hint')}
          checked={letter_keys}
          onChange={(checked) => change({ letter_keys: checked })}
        />
      </Group>
      <Group title={t('settings.about')}>
        <p className="quiet">{t('settings.about_version', { version: window.lockdesk.app.version })}</p>
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="settings__group" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
