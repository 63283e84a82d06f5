import type { LucideIcon } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useEffectEvent, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { FILTER_NAME_MAX, looksPersonal } from '../../contract/index.ts';
import { Button } from '../parts/button.tsx';

interface NameFormProps {
  label: string;
  /** A row says already what it is the name of. */
  labelHidden?: boolean;
  name: string;
  button: { words: string; icon: LucideIcon; primary?: boolean };
  /** Stands below as long as the name is right. */
  hint?: ReactNode;
  onName: (name: string) => void;
  /** The name is there, and no number of somebody's is in it. */
  onSubmit: (name: string) => void;
  /** By `Esc`. */
  onCancel?: () => void;
  /** Where the dialog begins. */
  field?: RefObject<HTMLInputElement | null>;
}

/** Where a filter is given its name. */
export function NameForm({ label, labelHidden, name, button, hint, onName, onSubmit, onCancel, field }: NameFormProps) {
  const { t } = useTranslation('filters');
  const id = useId();
  const own = useRef<HTMLInputElement>(null);
  const input = field ?? own;
  const personal = looksPersonal(name);
  const given = name.trim();
  const submit = () => {
    if (given !== '' && !personal) onSubmit(given);
    else input.current?.focus();
  };
  const begin = useEffectEvent(() => {
    // A name to be changed is there to be typed over.
    if (name !== '') input.current?.select();
  });
  useEffect(() => begin(), []);
  return (
    <form
      className="field saved__form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label htmlFor={id} className={labelHidden ? 'sr-only' : undefined}>
        {label}
      </label>
      <div className="saved__new">
        <input
          ref={input}
          id={id}
          className="input"
          value={name}
          maxLength={FILTER_NAME_MAX}
          autoComplete="off"
          aria-invalid={personal}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || onCancel === undefined) return;
            // The dialog stays.
            event.preventDefault();
            onCancel();
          }}
        />
        <Button
          kind={button.primary ? 'primary' : 'outlined'}
          icon={button.icon}
          unavailable={given === '' || personal}
          onUnavailable={submit}
          onPress={submit}
          aria-describedby={`${id}-hint`}
        >
          {button.words}
        </Button>
      </div>
      <p id={`${id}-hint`} role="status" className={personal ? 'hint hint--wrong' : 'hint'}>
        {personal ? t('looks_personal') : hint}
      </p>
    </form>
  );
}
