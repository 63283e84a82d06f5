import { useId } from 'react';
import type { Language } from '../../contract/index.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../words/languages.ts';

interface LanguageRadioProps {
  legend: string;
  value: Language;
  onChoose: (language: Language) => void;
}

/** Both languages, each in its own words. */
export function LanguageRadio({ legend, value, onChoose }: LanguageRadioProps) {
  const name = useId();
  return (
    <fieldset className="lang">
      <legend className="sr-only">{legend}</legend>
      {LANGUAGES.map((one) => (
        <label key={one} className="lang__one" lang={one}>
          <input className="sr-only" type="radio" name={name} checked={value === one} onChange={() => onChoose(one)} />
          {LANGUAGE_NAMES[one]}
        </label>
      ))}
    </fieldset>
  );
}
