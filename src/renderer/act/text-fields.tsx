import { type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { CHANNELS, REASONS_WITH_NOTE } from '../../contract/index.ts';
import { LongText } from '../parts/long-text.tsx';
import type { Draft, Lack, Lacks } from './draft.ts';
import type { ReasonCode } from './subject.ts';

interface FieldProps {
  draft: Draft;
  lacks: Lacks;
  locked: boolean;
  onEdit: (change: Partial<Draft>) => void;
}

/** What is merely missing is no mistake yet. */
const isWrong = (lack: Lack | undefined): boolean => lack !== undefined && lack.is !== 'missing';

/** Which other document, and what it showed. */
export function DocumentNote({
  draft,
  lacks,
  locked,
  onEdit,
  field,
}: FieldProps & { field: Ref<HTMLTextAreaElement> }) {
  const { t } = useTranslation('act');
  return (
    <LongText
      label={t('document_note.label')}
      hint={t('document_note.hint')}
      value={draft.document_note}
      invalid={isWrong(lacks.document_note)}
      locked={locked}
      required
      onChange={(document_note) => onEdit({ document_note })}
      field={field}
    />
  );
}

interface OthersProps extends FieldProps {
  reason: ReasonCode;
  ticketField: Ref<HTMLInputElement>;
  noteField: Ref<HTMLTextAreaElement>;
}

/** Channel, ticket and note. */
export function OtherFields({ draft, lacks, locked, onEdit, reason, ticketField, noteField }: OthersProps) {
  const { t } = useTranslation('act');
  const channel = useId();
  const ticket = useId();
  const required = REASONS_WITH_NOTE.includes(reason);
  return (
    <div className="act-fields">
      <p className="field">
        <label htmlFor={channel}>{t('channel.label')}</label>
        <select
          id={channel}
          className="input"
          value={draft.channel}
          disabled={locked}
          onChange={(event) => onEdit({ channel: CHANNELS.find((one) => one === event.target.value) ?? draft.channel })}
        >
          {CHANNELS.map((one) => (
            <option key={one} value={one}>
              {t(`channel.${one}`)}
            </option>
          ))}
        </select>
      </p>
      <p className="field">
        <label htmlFor={ticket}>{draft.channel === 'counter' ? t('ticket.label') : t('ticket.label_else')}</label>
        <input
          ref={ticketField}
          id={ticket}
          className="input"
          value={draft.ticket}
          readOnly={locked}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={isWrong(lacks.ticket)}
          onChange={(event) => onEdit({ ticket: event.target.value })}
        />
      </p>
      <LongText
        label={t('note.label')}
        hint={required ? t('note.required') : t('note.optional')}
        value={draft.note}
        invalid={isWrong(lacks.note)}
        locked={locked}
        required={required}
        onChange={(note) => onEdit({ note })}
        field={noteField}
      />
    </div>
  );
}
