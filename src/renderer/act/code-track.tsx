import { CircleCheck, CircleDashed, CircleDot, CircleX, EyeOff, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ActResult } from '../../contract/index.ts';
import { useClock } from '../lib/clock.ts';
import { Icon } from '../parts/icon.tsx';
import { Mark } from '../parts/mark.tsx';
import { Time, useRemaining, useTimeWords } from '../parts/time.tsx';
import { ProgressPane, SignedIn } from './since-then.tsx';
import { codeEnd, type TrackedStep, trackOf } from './track.ts';
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
  const track = data ? trackOf(data) : [];
  const end = data ? codeEnd(data) : null;
  const sent = track.some(({ step, state }) => step === 'delivered' && state === 'done');
  const used = track.some(({ step, state }) => step === 'redeemed' && state === 'done');
  return (
    <ProgressPane progress={progress}>
      <div className="otc">
        <p className="otc__to">
          {sent ? t('receipt.code_to', { phone: code.to }) : t('receipt.code_sending', { phone: code.to })}
        </p>
        <p className="otc__code">
          <Veil className="otc__dots" />
          <Mark icon={EyeOff}>{t('receipt.code_hidden')}</Mark>
        </p>
        {!used && <CodeLife from={doneAt} to={code.expires_at} over={end !== null} />}
        <ol className="track">
          <li className="is-done">
            <Icon of={CircleCheck} />
            <span>{t('receipt.track_sent')}</span>
            <Time at={doneAt} seconds />
          </li>
          {track.map((one) => (
            <Step key={one.step} tracked={one} end={end} />
          ))}
        </ol>
        {end !== null && <p className="otc__end">{t(`receipt.track_stopped_more.${end}`)}</p>}
      </div>
      {data?.signed_in && <SignedIn signedIn={data.signed_in} title={t('receipt.signed_in_reset')} />}
    </ProgressPane>
  );
}

const ICONS: Record<TrackedStep['state'], LucideIcon> = {
  done: CircleCheck,
  now: CircleDot,
  ahead: CircleDashed,
  stopped: CircleX,
};

function Step({ tracked: { step, state, at }, end }: { tracked: TrackedStep; end: ReturnType<typeof codeEnd> }) {
  const { t } = useTranslation('act');
  return (
    <li className={`is-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <Icon of={ICONS[state]} />
      <span>
        {state === 'stopped' && end !== null ? t(`receipt.track_stopped.${end}`) : t(`receipt.track.${step}`)}
      </span>
      {at !== null && <Time at={at} seconds />}
      {state === 'now' && <span className="track__now">{t('receipt.track_now')}</span>}
    </li>
  );
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
        <span>{over || left === null ? t('receipt.code_over') : left}</span>
      </p>
    </>
  );
}
