import { CircleCheck, CircleDashed, CircleDot, CircleX, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ActProgress } from '../../contract/index.ts';
import { Icon } from '../parts/icon.tsx';
import { Time } from '../parts/time.tsx';
import { type CodeEnd, codeEnd, type TrackedStep, trackOf } from './track.ts';

/** The citizen's way from the code to their new password, and what to do where it has ended. */
export function TrackList({ progress, doneAt }: { progress: ActProgress; doneAt: string }) {
  const { t } = useTranslation('act');
  const end = codeEnd(progress);
  return (
    <>
      <ol className="track">
        <li className="is-done">
          <Icon of={CircleCheck} />
          <span>{t('receipt.track_sent')}</span>
          <Time at={doneAt} seconds />
        </li>
        {trackOf(progress).map((one) => (
          <Step key={one.step} tracked={one} end={end} />
        ))}
      </ol>
      {end !== null && <p className="otc__end">{t(`receipt.track_stopped_more.${end}`)}</p>}
    </>
  );
}

const ICONS: Record<TrackedStep['state'], LucideIcon> = {
  done: CircleCheck,
  now: CircleDot,
  ahead: CircleDashed,
  stopped: CircleX,
};

function Step({ tracked: { step, state, at }, end }: { tracked: TrackedStep; end: CodeEnd | null }) {
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
