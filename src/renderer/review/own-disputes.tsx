import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MessageSquareReply, MessageSquareWarning } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NOTE_MAX, type OperationOutput, type OwnDispute } from '../../contract/index.ts';
import { useEntryWords } from '../ledger/entry-words.ts';
import { useAttention } from '../lib/attention.ts';
import { call, type OperationFailed, useConsoleQuery } from '../lib/operations.ts';
import { useHasRole } from '../lib/staff.tsx';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import { isTooLong, LongText } from '../parts/long-text.tsx';
import { Time, useTimeWords } from '../parts/time.tsx';

/** Tells a clerk that acts of theirs are disputed, and lets them answer. */
export function OwnDisputes() {
  const clerk = useHasRole('clerk');
  return clerk ? <Disputes /> : null;
}

function Disputes() {
  const { t } = useTranslation('review');
  const { disputes } = useAttention();
  const [open, setOpen] = useState(false);
  return (
    <>
      {disputes > 0 && (
        <div className="notice">
          <Banner
            tone="info"
            icon={MessageSquareWarning}
            title={t('disputes.notice', { count: disputes })}
            role="status"
          >
            <Button size="small" onPress={() => setOpen(true)}>
              {t('disputes.open')}
            </Button>
          </Banner>
        </div>
      )}
      {open && <DisputesDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function DisputesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('review');
  const { data, refetch } = useConsoleQuery('listOwnDisputes', {}, { gcTime: 0 });
  const [first, ...others] = data?.items ?? [];
  return (
    <Dialog
      narrow
      icon={MessageSquareWarning}
      title={t('disputes.title')}
      closeLabel={t('disputes.close')}
      onClose={onClose}
    >
      <div className="disputes">
        {data && !first && <p>{t('disputes.none')}</p>}
        {first && <OneDispute key={first.entry.id} dispute={first} onAnswered={() => void refetch()} />}
        {others.length > 0 && <p className="quiet">{t('disputes.next', { count: others.length })}</p>}
      </div>
    </Dialog>
  );
}

function OneDispute({ dispute, onAnswered }: { dispute: OwnDispute; onAnswered: () => void }) {
  const { t } = useTranslation(['review', 'ledger']);
  const field = useRef<HTMLTextAreaElement>(null);
  const words = useEntryWords();
  const failureWords = useFailureWords();
  const queryClient = useQueryClient();
  const [answer, setAnswer] = useState('');
  // Whoever opens this comes to answer.
  useEffect(() => field.current?.focus(), []);
  const { entry, by, comment, disputed_at } = dispute;
  const time = useTimeWords(disputed_at);
  const send = useMutation<OperationOutput<'answerDispute'>, OperationFailed>({
    mutationFn: () => call('answerDispute', { entry_id: entry.id, comment: answer.trim() }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['attention'] });
      onAnswered();
    },
  });
  return (
    <>
      <h3>
        {t('review:disputes.act', { action: t(`ledger:action.${entry.action}`), name: entry.account?.name ?? '' })}{' '}
        <span className="quiet">
          <Time at={entry.recorded_at} /> {words.reason(entry)}
        </span>
      </h3>
      <p className="quiet">{t('review:disputes.asked', { by: by ?? '', time })}</p>
      <p className="said">{comment}</p>
      <LongText
        label={t('review:disputes.answer')}
        hint={t('review:disputes.answer_hint')}
        value={answer}
        wrong={isTooLong(answer) ? t('review:verdict.comment_long', { max: NOTE_MAX }) : undefined}
        required
        onChange={setAnswer}
        field={field}
      />
      {send.error && (
        <p role="alert" className="hint--wrong">
          {t('review:disputes.failed')} {failureWords(send.error.failure)}
        </p>
      )}
      <p className="disputes__do">
        <Button
          kind="primary"
          icon={MessageSquareReply}
          shortcut="Ctrl+Enter"
          unavailable={answer.trim() === '' || isTooLong(answer) || send.isPending}
          onPress={() => send.mutate()}
        >
          {t('review:disputes.send')}
        </Button>
      </p>
    </>
  );
}
