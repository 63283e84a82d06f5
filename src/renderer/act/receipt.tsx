import { useQueryClient } from '@tanstack/react-query';
import { ArrowRight, Check, UserRound } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonHead } from '../clerk/detail/person-head.tsx';
import { useConsoleQuery } from '../lib/operations.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { PrintSlip, SlipPart } from '../slip/slip-part.tsx';
import { useSlip } from '../slip/use-slip.ts';
import { slipAdvice } from './advice.ts';
import { AdviceList } from './advice-list.tsx';
import { CodeTrack } from './code-track.tsx';
import type { Done } from './desk.ts';
import { useActDesk } from './desk-provider.tsx';
import { ReceiptSteps } from './receipt-steps.tsx';
import { SinceThen } from './since-then.tsx';
import { useProgress } from './use-progress.ts';

interface ReceiptProps {
  done: Done;
  /** Leaves nothing of this citizen on the rest of the screen. */
  onNext: () => void;
}

/** What was done, as it was read back, and what has become of it since. Takes the place of the account's detail. */
export function Receipt({ done, onNext }: ReceiptProps) {
  const { t } = useTranslation('act');
  const title = useId();
  const { operation } = done.subject;
  const progress = useProgress(done.result.entry_id);
  const slip = useSlip(done.result.entry_id);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const desk = useActDesk();
  const goOn = () => {
    desk.close();
    onNext();
  };
  return (
    <>
      <ReadBackHead done={done} version={progress.data?.version ?? 0} />
      <section className="pane__scroll" aria-labelledby={title} tabIndex={-1}>
        <div className="receipt">
          <div className="receipt__main">
            <div className="done" role="status">
              <span className="done__mark">
                <Icon of={Check} />
              </span>
              <div>
                <h2 id={title}>{t(`receipt.${operation}`)}</h2>
                <p>{t('receipt.read_back', { state: t(`receipt.state.${readBack(done)}`) })}</p>
              </div>
            </div>
            <ReceiptSteps done={done} progress={progress.data ?? null} />
            <AdviceList done={done} />
          </div>
          <div className="receipt__side">
            {done.result.code === null ? (
              <SinceThen progress={progress} />
            ) : (
              <CodeTrack code={done.result.code} doneAt={done.result.recorded_at} progress={progress} />
            )}
            <SlipPart
              slip={slip}
              advice={slipAdvice(operation === 'unlockAccount' ? 'unlock' : 'reset', done.subject.seen)}
            />
          </div>
        </div>
      </section>
      <footer className="actbar">
        <p className="actbar__say">
          <strong>{t(`receipt.next_title.${operation}`)}</strong>
          <small>{t(`receipt.next_text.${operation}`)}</small>
        </p>
        <div className="actbar__do">
          <Button size="large" icon={UserRound} ignoresDouble onPress={() => desk.close()}>
            {t('receipt.back')}
          </Button>
          <PrintSlip slip={slip} size="large" />
          <Button
            kind="primary"
            size="large"
            icon={ArrowRight}
            shownKey="Enter"
            ignoresDouble
            onPress={goOn}
            ref={next}
          >
            {t('receipt.next')}
          </Button>
        </div>
      </footer>
    </>
  );
}

interface ReadBackHeadProps {
  done: Done;
  /** As the act's progress tells it; it rises when the citizen has a new password. */
  version: number;
}

/** The citizen as they stand now, once that has been read again: the state from before must not stand beside the result. */
function ReadBackHead({ done: { subject, result }, version }: ReadBackHeadProps) {
  const { account, opening_id } = subject.seen;
  const input = { account_id: account.id, opening_id };
  const queries = useQueryClient();
  const { data } = useConsoleQuery('readAccount', input);
  const latest = Math.max(version, result.after.version);
  const readAgain = useEffectEvent((least: number) => {
    if (data === undefined || data.account.version < least) {
      void queries.invalidateQueries({ queryKey: ['readAccount', input], exact: true });
    }
  });
  useEffect(() => readAgain(latest), [latest]);
  return data && data.account.version >= result.after.version ? (
    <PersonHead detail={data} />
  ) : (
    <header className="person">
      <h2>{account.name}</h2>
    </header>
  );
}

/** The state that the API read back after the change: said as it is, not as it was meant. */
function readBack({ result: { before, after } }: Done) {
  if (after.disabled) return 'disabled';
  if (after.locked) return 'locked';
  if (after.reset_pending) return before.locked ? 'reset_unlocked' : 'reset';
  return 'can_sign_in';
}
