import { CircleCheck, CircleDot, Lock } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActProgress } from '../../contract/index.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { useTimeWords } from '../parts/time.tsx';
import { isSettled } from './track.ts';
import type { Progress } from './use-progress.ts';

/** After an unlock: whether the citizen has signed in, or is locked again. */
export function SinceThen({ progress }: { progress: Progress }) {
  const { t } = useTranslation('act');
  const { data } = progress;
  return (
    <ProgressPane progress={progress}>
      {data?.signed_in && <SignedIn signedIn={data.signed_in} title={t('receipt.signed_in')} />}
      {data?.signed_in === null && data.locked_again === null && (
        <p className="outcome outcome--open">
          <Icon of={CircleDot} />
          <span>
            {t('receipt.waiting_sign_in')}
            <small>{t('receipt.waiting_sign_in_more')}</small>
          </span>
        </p>
      )}
    </ProgressPane>
  );
}

/** The right side of a receipt: keeps itself up to date, and says when it can't. */
export function ProgressPane({ progress, children }: { progress: Progress; children: ReactNode }) {
  const { t } = useTranslation('act');
  const failureWords = useFailureWords();
  const title = useId();
  const { data, error, refetch } = progress;
  return (
    <aside className="since" aria-labelledby={title}>
      <div className="head">
        <h3 id={title}>{t('receipt.since')}</h3>
        <span className="head__note">
          {data && isSettled(data) ? t('receipt.since_ended') : t('receipt.since_note')}
        </span>
      </div>
      <div role="status">
        {children}
        {data?.locked_again && <LockedAgain lock={data.locked_again} />}
      </div>
      {error && (
        <div className="since__failed">
          <p>
            <b>{t('receipt.unread')}</b> {failureWords(error.failure)} {t('receipt.unread_more')}
          </p>
          <Button size="small" onPress={() => void refetch()}>
            {t('receipt.retry')}
          </Button>
        </div>
      )}
    </aside>
  );
}

export function SignedIn({ signedIn, title }: { signedIn: NonNullable<ActProgress['signed_in']>; title: string }) {
  const { t } = useTranslation('act');
  const time = useTimeWords(signedIn.at);
  return (
    <p className="outcome outcome--good">
      <Icon of={CircleCheck} />
      <span>
        {title} {time}
        <small>{[signedIn.device, signedIn.place].filter(Boolean).join(t('separator'))}</small>
      </span>
    </p>
  );
}

function LockedAgain({ lock }: { lock: NonNullable<ActProgress['locked_again']> }) {
  const { t } = useTranslation('act');
  const time = useTimeWords(lock.at, true);
  return (
    <Banner
      tone="warn"
      icon={Lock}
      title={
        <>
          {t('receipt.locked_again')} {time}
        </>
      }
    >
      <p>{t(`receipt.locked_again_cause.${lock.cause}`)}</p>
      <p>{lock.ends_at === null ? t('receipt.locked_for_good') : <LockedUntil at={lock.ends_at} />}</p>
    </Banner>
  );
}

function LockedUntil({ at }: { at: string }) {
  const { t } = useTranslation('act');
  return t('receipt.locked_until', { time: useTimeWords(at) });
}
