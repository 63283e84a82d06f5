import { CircleQuestionMark, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PendingAct } from '../../contract/index.ts';
import { useClock } from '../lib/clock.ts';
import { Banner } from '../parts/banner.tsx';
import { useTimeWords } from '../parts/time.tsx';
import type { Sent } from './desk.ts';
import { isActOperation } from './subject.ts';

/** An act without an answer: it was sent, nobody knows yet whether it was done, and main asks until it is known. */
export function Confirming({ pending }: { pending: PendingAct }) {
  const { t } = useTranslation('act');
  const { operation } = pending;
  const time = useTimeWords(pending.submitted_at, true);
  const seconds = useSecondsUntil(pending.next_ask_at);
  return (
    <Banner tone="warn" icon={CircleQuestionMark} title={t('confirming.title')} role="status">
      <p>
        {t('confirming.text', { time, operation: isActOperation(operation) ? t(`operation.${operation}`) : operation })}
      </p>
      {/* Counts down, so that nobody wonders whether anything goes on; saying each second aloud would be noise. */}
      <p className="quiet" aria-live="off">
        {seconds === null
          ? t('confirming.asked_now', { asked: pending.asked })
          : t('confirming.asked_wait', { asked: pending.asked, seconds })}
      </p>
    </Banner>
  );
}

/** The system is too busy to begin; main tries again by itself, and nothing has been done. */
export function Busy({ pending }: { pending: PendingAct }) {
  const { t } = useTranslation('act');
  const seconds = useSecondsUntil(pending.next_ask_at);
  return (
    <Banner tone="info" icon={Hourglass} title={t('sending')} role="status">
      <p aria-live="off">{seconds === null ? t('busy_now') : t('busy', { seconds })}</p>
    </Banner>
  );
}

/** The session ended while an act waited for its answer. The same content asked again tells, and is never done twice. */
export function CutOff({ sent: { subject, at } }: { sent: Sent }) {
  const { t } = useTranslation('act');
  const time = useTimeWords(at, true);
  return (
    <Banner tone="warn" icon={CircleQuestionMark} title={t('cut_off.title')} role="alert">
      <p>{t('cut_off.text', { time, operation: t(`operation.${subject.operation}`) })}</p>
    </Banner>
  );
}

/** Whole seconds until a time that main has said by the workstation's clock; null without one, or once it is there. */
function useSecondsUntil(at: string | null): number | null {
  return useClock(() => {
    if (at === null) return null;
    const left = Math.ceil((Date.parse(at) - Date.now()) / 1000);
    return left > 0 ? left : null;
  });
}
