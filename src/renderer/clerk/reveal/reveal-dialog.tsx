import { CircleX, Eye } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Failure,
  NOTE_MAX,
  REASONS_WITH_NOTE,
  REVEAL_REASONS,
  REVEAL_SECONDS,
  type RevealedField,
} from '../../../contract/index.ts';
import { useBurstGuard } from '../../act/use-burst-guard.ts';
import { call, OperationFailed } from '../../lib/operations.ts';
import { Banner } from '../../parts/banner.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { RequestId, useFailureWords } from '../../parts/failure.tsx';
import { KeyedOption } from '../../parts/keyed-option.tsx';
import { LongText } from '../../parts/long-text.tsx';

type Reason = (typeof REVEAL_REASONS)[number];

interface RevealDialogProps {
  accountId: string;
  openingId: string;
  /** The masked name. */
  person: string;
  field: RevealedField;
  /** The field's name. */
  what: string;
  onClose: () => void;
  onRevealed: (value: string) => void;
}

/** Asks why, then for the number. None is proposed: whoever reveals says the reason. */
export function RevealDialog({ accountId, openingId, person, field, what, onClose, onRevealed }: RevealDialogProps) {
  const { t } = useTranslation('console');
  const words = useFailureWords();
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const reasonBefore = useRef(reason);
  useBurstGuard({
    onFirstKey() {
      reasonBefore.current = reason;
    },
    onBurst: () => setReason(reasonBefore.current),
  });
  // Closed while the answer is on its way, the dialog no longer shows anything.
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  const noteNeeded = reason !== null && REASONS_WITH_NOTE.includes(reason);
  const said = note.trim();
  const ready = reason !== null && !sending && said.length <= NOTE_MAX && (said !== '' || !noteNeeded);
  const reveal = async () => {
    if (!ready) return;
    setSending(true);
    setFailure(null);
    try {
      const { value } = await call('revealField', {
        account_id: accountId,
        opening_id: openingId,
        field,
        reason: { code: reason, ...(noteNeeded && { note: said }) },
      });
      if (!gone.current) onRevealed(value);
    } catch (error) {
      if (!(error instanceof OperationFailed)) throw error;
      setFailure(error.failure);
      setSending(false);
    }
  };
  return (
    <Dialog
      narrow
      icon={Eye}
      title={t('reveal.title', { what })}
      about={<p className="quiet">{person}</p>}
      closeLabel={t('keys.close')}
      onClose={onClose}
      initialFocus={first}
      foot={
        <>
          <p className="quiet">{t('reveal.recorded')}</p>
          <Button onPress={onClose}>{t('reveal.cancel')}</Button>
          <Button kind="primary" icon={Eye} shortcut="Ctrl+Enter" unavailable={!ready} onPress={() => void reveal()}>
            {t('reveal.confirm', { seconds: REVEAL_SECONDS })}
          </Button>
        </>
      }
    >
      <div className="dialog__main">
        {failure !== null && (
          <Banner tone="danger" icon={CircleX} title={t('reveal.failed')} role="alert">
            <p>{words(failure)}</p>
            {failure.request_id !== null && <RequestId id={failure.request_id} />}
          </Banner>
        )}
        <fieldset>
          <legend className="legend">{t('reveal.why')}</legend>
          <div className="reveal-reasons">
            {REVEAL_REASONS.map((one, index) => (
              <KeyedOption
                key={one}
                name="reveal-reason"
                number={index + 1}
                checked={one === reason}
                locked={sending}
                onPick={() => setReason(one)}
                field={index === 0 ? first : undefined}
              >
                {t(`reveal.reason.${one}`)}
              </KeyedOption>
            ))}
          </div>
        </fieldset>
        {noteNeeded && (
          <LongText
            label={t('reveal.note')}
            hint={t('reveal.note_hint')}
            value={note}
            locked={sending}
            required
            onChange={setNote}
          />
        )}
      </div>
    </Dialog>
  );
}
