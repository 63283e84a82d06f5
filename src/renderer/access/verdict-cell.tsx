import { createContext, use, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ACCESS_VERDICTS, type AccessPerson, NOTE_MAX } from '../../contract/index.ts';
import { type Said, saidOf, type Verdicts } from './verdicts.ts';

interface Saying {
  verdicts: Verdicts;
  say: (person: AccessPerson, change: Partial<Said>) => void;
  /** Whose comment is missing, once somebody wanted to sign without it. */
  missing: string | null;
}

/** What is said so far; cells of the table read it without the columns being made anew. */
export const SayingContext = createContext<Saying | null>(null);

/** What the reviewer says of one person, or why they don't. */
export function VerdictCell({ person }: { person: AccessPerson }) {
  const { t } = useTranslation('access');
  const name = useId();
  const saying = use(SayingContext);
  if (saying === null) throw new Error('no SayingContext above');
  if (person.signable !== 'yes') return <span className="quiet">{t(person.signable)}</span>;
  const said = saidOf(saying.verdicts, person);
  const missing = saying.missing === person.subject;
  return (
    <fieldset className="verdicts">
      <legend className="sr-only">{t('say', { name: person.name })}</legend>
      {ACCESS_VERDICTS.map((verdict) => (
        <label key={verdict} className="option option--line">
          <input
            className="radio"
            type="radio"
            name={name}
            checked={said?.verdict === verdict}
            onChange={() => saying.say(person, { verdict })}
          />
          {t(`verdict_of.${verdict}`)}
        </label>
      ))}
      {said?.verdict === 'question' && (
        <p className="verdicts__why">
          <input
            className="input"
            id={`why-${person.subject}`}
            aria-label={t('comment')}
            placeholder={t('comment_hint')}
            maxLength={NOTE_MAX}
            value={said.comment}
            autoComplete="off"
            aria-invalid={missing}
            aria-describedby={missing ? `${name}-missing` : undefined}
            onChange={(event) => saying.say(person, { comment: event.target.value })}
          />
          {missing && (
            <span className="hint--wrong" id={`${name}-missing`} role="status">
              {t('comment_missing')}
            </span>
          )}
        </p>
      )}
    </fieldset>
  );
}
