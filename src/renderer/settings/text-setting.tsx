import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useId } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod';
import { Settings } from '../../contract/index.ts';
import { useSettings } from '../lib/live.tsx';

interface TextSettingProps {
  name: 'workstation_id' | 'window_name';
  label: string;
  hint: string;
  /** Said where the text is none that the contract takes. */
  wrong: string;
}

/** A setting that is typed: kept when it is right, as soon as the field is left or Enter is pressed. */
export function TextSetting({ name, label, hint, wrong }: TextSettingProps) {
  const { t } = useTranslation('console');
  const id = useId();
  const hintId = useId();
  const kept = useSettings()[name];
  const { register, handleSubmit, formState, reset } = useForm({
    values: { text: kept },
    resolver: zodResolver(z.object({ text: Settings.shape[name] })),
    mode: 'onChange',
  });
  const { errors, isSubmitSuccessful, isDirty } = formState;
  const save = handleSubmit(async ({ text }) => {
    if (text !== kept) await window.lockdesk.settings.change({ [name]: text });
  });
  // Typed on after it was kept: it is no longer what is kept.
  useEffect(() => {
    if (isSubmitSuccessful && isDirty) reset(undefined, { keepValues: true, keepDirty: true });
  }, [isSubmitSuccessful, isDirty, reset]);
  return (
    <form className="field" onSubmit={(event) => void save(event)}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input settings__text"
        autoComplete="off"
        aria-invalid={errors.text !== undefined}
        aria-describedby={hintId}
        {...register('text', { onBlur: () => void save() })}
      />
      <p className={`hint ${errors.text ? 'hint--wrong' : ''}`} id={hintId} role={errors.text ? 'alert' : undefined}>
        {errors.text ? wrong : hint}
      </p>
      <span className="sr-only" role="status">
        {isSubmitSuccessful && !isDirty ? t('settings.saved') : ''}
      </span>
    </form>
  );
}
