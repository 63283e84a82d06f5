import { EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ActProgress, ActResult } from '../../contract/index.ts';
import { useClock } from '../lib/clock.ts';
import { Mark } from '../parts/mark.tsx';
import { useRemaining, useTimeWords } from '../parts/time.tsx';
import { ProgressPane, SignedIn } from './since-then.tsx';
import { codeEnd } from './track.ts';
import { TrackList } from './track-list.tsx';
import type { Progress } from './use-progress.ts';
import { Veil } from './veil.tsx';

interface CodeTrackProps {
  code: NonNullable<ActResult['code']>;
  doneAt: string;
  progress: Progress;
}

/** After a forced reset: the code on its way to the citizen, and the citizen on their way to a new password. */
export function CodeTrack({ code, doneAt, progress }: CodeTrackProps) {
  const { t } = useTranslation('act');
  const { data } = progress;
  return (
    <ProgressPane progress={progress}>
      <div className="otc">
        <p className="otc__to">{t(`receipt.code_to.${whereCodeIs(data)}`, { phone: code.to })}</p>
        <p className="otc__code">
          <Veil className="otc__dots" />
          <Mark icon={EyeOff}>{t('receipt.code_hidden')}</Mark>
        </p>
        {data?.code?.state !== 'redeemed' && (
          <CodeLife from={doneAt} to={code.expires_at} over={data !== undefined && codeEnd(data) !== null} />
        )}
        {data && <TrackList progress={data} doneAt={doneAt} />}
      </div>
      {data?.signed_in && <SignedIn signedIn={data.signed_in} title={t('receipt.signed_in_reset')} />}
    </ProgressPane>
  );
}

function whereCodeIs(progress: ActProgress | undefined) {
  const end = progress && codeEnd(progress);
  if (end) return end === 'gave_up' ? 'not_sent' : 'void';
  return progress?.code?.state === 'delivered' || progress?.code?.state === 'redeemed' ? 'sent' : 'sending';
}

/** How much of its time a code has left. */
function CodeLife({ from, to, over }: { from: string; to: string; over: boolean }) {
  const { t } = useTranslation('act');
  const ends = useTimeWords(to, true);
  const left = useRemaining(to);
  const whole = Date.parse(to) - Date.parse(from);
  // In whole hundredths, so that the bar is drawn anew a hundred times at most.
  const share = useClock((now) => Math.round((100 * Math.max(0, Date.parse(to) - now)) / whole));
  return (
    <>
      <svg className="otc__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect className="otc__rest" width="100" height="4" />
        <rect className="otc__left" width={over ? 0 : share} height="4" />
      </svg>
      <p className="otc__ends" aria-live="off">
        <b>{t('receipt.code_ends', { time: ends })}</b>
        <span>{over || left === null ? t('receipt.code_over') : t('receipt.code_left', { left })}</span>
      </p>
    </>
  );
}
