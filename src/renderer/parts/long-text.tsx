import { TriangleAlert } from 'lucide-react';
import { type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { looksPersonal, NOTE_MAX } from '../../contract/index.ts';
import { Mark } from './mark.tsx';

interface LongTextProps {
  label: string;
  hint: string;
  value: string;
  /** Drawn as wrong; what is merely missing is no mistake yet. */
  invalid?: boolean;
  /** What is wrong with it, below it. */
  wrong?: string | undefined;
  locked?: boolean;
  required?: boolean;
  onChange: (value: string) => void;
  /** Ctrl+Enter, where no button of the screen has it. */
  onConfirm?: () => void;
  field?: Ref<HTMLTextAreaElement>;
}

/** Whether the ledger would refuse a text, as it is too long. */
export const isTooLong = (text: string): boolean => text.trim().length > NOTE_MAX;

/** A text for the ledger that grows with what is typed, counts it, cuts nothing, and warns of personal numbers. */
export function LongText(props: LongTextProps) {
  const { label, hint, value, invalid, wrong, locked, required, onChange, onConfirm, field } = props;
  const { t } = useTranslation('console');
  const id = useId();
  const personal = looksPersonal(value);
  const told = [`${id}-count`, wrong && `${id}-wrong`, personal && `${id}-personal`].filter(Boolean);
  return (
    <div className="field">
      <p className="field__head">
        <label htmlFor={id}>{label}</label> <span className="hint">{hint}</span>
        <span className="field__count" data-over={isTooLong(value) || undefined} id={`${id}-count`}>
          {t('text.count', { used: value.trim().length, max: NOTE_MAX })}
        </span>
      </p>
      <textarea
        ref={field}
        id={id}
        className="input input--grows"
        rows={1}
        value={value}
        readOnly={locked}
        autoComplete="off"
        aria-invalid={invalid || wrong !== undefined}
        aria-required={required}
        aria-describedby={told.join(' ')}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) onConfirm?.();
        }}
      />
      {wrong !== undefined && (
        <p className="hint hint--wrong" id={`${id}-wrong`} role="status">
          {wrong}
        </p>
      )}
      <p id={`${id}-personal`} role="status">
        {personal && (
          <Mark tone="warn" icon={TriangleAlert} className="field__warn">
            {t('text.looks_personal')}
          </Mark>
        )}
      </p>
    </div>
  );
}
