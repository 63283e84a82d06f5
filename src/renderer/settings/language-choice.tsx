import { useTranslation } from 'react-i18next';
import { useSettings } from '../lib/live.tsx';
import { LanguageRadio } from '../parts/language-radio.tsx';

/** The console's language; chosen, it is there at once. */
export function LanguageChoice() {
  const { t } = useTranslation('console');
  const { language } = useSettings();
  return (
    <LanguageRadio
      legend={t('settings.language')}
      value={language}
      onChoose={(chosen) => void window.lockdesk.settings.change({ language: chosen })}
    />
  );
}
