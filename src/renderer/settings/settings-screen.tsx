import { useTranslation } from 'react-i18next';
import { Pane } from '../parts/pane.tsx';
import { SettingsForm } from './settings-form.tsx';

/** What this workstation is, and how the console looks and behaves on it. */
export function SettingsScreen() {
  const { t } = useTranslation('console');
  return (
    <main className="sheet">
      <Pane id="settings" labelledBy="settings-title">
        <header className="person">
          <div className="person__line">
            <h1 id="settings-title" className="title">
              {t('settings.title')}
            </h1>
            <span className="quiet">{t('settings.note')}</span>
          </div>
        </header>
        <div className="pane__scroll">
          <SettingsForm />
        </div>
      </Pane>
    </main>
  );
}
