import { Smartphone } from 'lucide-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icon.tsx';
import type { Answers, Draft, DraftField, Lacks } from './draft.ts';
import { MethodField } from './method-field.tsx';
import { proposedReason } from './propose.ts';
import { ReasonField } from './reason-field.tsx';
import type { Subject } from './subject.ts';
import { DocumentNote, OtherFields } from './text-fields.tsx';

/** The field of the dialog that each answer is given in. */
export interface FormFields extends Record<DraftField, RefObject<HTMLElement | null>> {
  method: RefObject<HTMLInputElement | null>;
  document_note: RefObject<HTMLTextAreaElement | null>;
  ticket: RefObject<HTMLInputElement | null>;
  note: RefObject<HTMLTextAreaElement | null>;
}

interface ActFormProps {
  subject: Subject;
  draft: Draft;
  answers: Answers;
  lacks: Lacks;
  /** Sent: what stands here is what is being done. */
  locked: boolean;
  onEdit: (change: Partial<Draft>) => void;
  fields: FormFields;
}

/** All that the clerk has to say before the act. */
export function ActForm({ subject, draft, answers, lacks, locked, onEdit, fields }: ActFormProps) {
  const { t } = useTranslation('act');
  const { operation, seen } = subject;
  const { phone } = seen.account;
  return (
    <>
      {operation === 'forceReset' && phone !== null && (
        <p className="ask">
          <Icon of={Smartphone} />
          <span>
            <b>{t('ask_phone.title', { phone })}</b>
            {t('ask_phone.text')}
          </span>
        </p>
      )}
      <MethodField
        method={answers.method}
        reading={answers.reading}
        phone={phone}
        locked={locked}
        onPick={(method) => onEdit({ method })}
        field={fields.method}
        step={1}
      />
      {answers.method === 'other_document' && (
        <DocumentNote draft={draft} lacks={lacks} locked={locked} onEdit={onEdit} field={fields.document_note} />
      )}
      <ReasonField
        operation={operation}
        reason={answers.reason}
        proposed={proposedReason(subject)}
        locked={locked}
        onPick={(reason) => onEdit({ reason })}
      />
      <OtherFields
        draft={draft}
        lacks={lacks}
        locked={locked}
        onEdit={onEdit}
        reason={answers.reason}
        ticketField={fields.ticket}
        noteField={fields.note}
      />
    </>
  );
}
