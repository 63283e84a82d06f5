import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES } from '../../words/languages.ts';
import { useSettings } from '../lib/live.tsx';

/** Both languages, each in its own words; chosen, it is there at once. */
export function LanguageChoice() {
  const { t } = useTranslation('console');
  const { language } = useSettings();
  const name = useId();
  return (
    <fieldset className="lang">
      <legend className="sr-only">{t('settings.language')}</legend>
      {LANGUAGES.map((one) => (
        <label key={one} className="lang__one" lang={one}>
          <input
            className="sr-only"
            type="radio"
            name={name}
            checked={language === one}
            onChange={() => void window.lockdesk.settings.change({ language: one })}
          />
          {LANGUAGE_NAMES[one]}
        </label>
      ))}
    </fieldset>
  );
}
