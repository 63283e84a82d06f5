import { Ban, CircleX, LockOpen, PhoneOff, RotateCw, UserX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorDetails } from '../../contract/index.ts';
import { Banner } from '../parts/banner.tsx';
import { RequestId, useFailureWords } from '../parts/failure.tsx';
import { useTimeWords } from '../parts/time.tsx';
import type { Setback } from './failure.ts';

/** Setbacks that the API has told of; being outrun and being cut off have panels of their own. */
export type ToldSetback = Exclude<Setback, { kind: 'stale' | 'cut_off' }>;

/** Why nothing was done, and what helps. */
export function SetbackPanel({ setback }: { setback: ToldSetback }) {
  const { t } = useTranslation('act');
  switch (setback.kind) {
    case 'not_locked':
      return (
        <Banner tone="info" icon={LockOpen} title={t('not_locked.title')} role="alert">
          <p>
            <HowEnded ended={setback.ended} />
            {t('gap')}
            {t('not_locked.text')}
          </p>
          <p>{t('not_locked.next')}</p>
        </Banner>
      );
    case 'disabled':
      return (
        <Banner tone="danger" icon={UserX} title={t('disabled.title')} role="alert">
          <p>
            {setback.since !== null && <DisabledSince since={setback.since} />}
            {t('gap')}
            {t('disabled.text')}
          </p>
        </Banner>
      );
    case 'no_phone':
      return (
        <Banner tone="warn" icon={PhoneOff} title={t('no_phone.title')} role="alert">
          <p>{t('no_phone.text')}</p>
        </Banner>
      );
    case 'reopen':
      return (
        <Banner tone="warn" icon={RotateCw} title={t('reopen.title')} role="alert">
          <p>{t('reopen.text')}</p>
        </Banner>
      );
    case 'refused':
      return <Refused setback={setback} />;
  }
}

function HowEnded({ ended }: { ended: ErrorDetails<'not_locked'> }): ReactNode {
  const { t } = useTranslation('act');
  if (ended.ended_at === null) return null;
  return <EndedAt at={ended.ended_at}>{(time) => t(endKey(ended.ended_by), { time })}</EndedAt>;
}

function EndedAt({ at, children }: { at: string; children: (time: string) => string }) {
  return children(useTimeWords(at, true));
}

const ENDS = ['expired', 'unlocked', 'reset'] as const;

const endKey = (by: string | null) => `not_locked.${ENDS.find((end) => end === by) ?? 'ended'}` as const;

function DisabledSince({ since }: { since: string }) {
  const { t } = useTranslation('act');
  return t('disabled.since', { time: useTimeWords(since) });
}

function Refused({ setback: { failure } }: { setback: Extract<Setback, { kind: 'refused' }> }) {
  const { t } = useTranslation('act');
  const words = useFailureWords();
  const Sign = failure.code === 'role_required' ? Ban : CircleX;
  return (
    <Banner tone="danger" icon={Sign} title={t('refused.title')} role="alert">
      <p>{words(failure)}</p>
      <p>{t('refused.nothing_written')}</p>
      {failure.request_id !== null && <RequestId id={failure.request_id} />}
    </Banner>
  );
}
