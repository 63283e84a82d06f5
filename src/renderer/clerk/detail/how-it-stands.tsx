import { useTranslation } from 'react-i18next';
import type { Account, Lock } from '../../../contract/index.ts';
import { momentOf } from '../../lib/days.ts';
import { useDayWords, useRemaining } from '../../parts/time.tsx';

interface HowItStandsProps {
  account: Pick<Account, 'disabled' | 'reset_pending'>;
  lock: Lock | null;
  lastFailureAt: string | null;
}

/** Beside the state: until when, or whether the citizen can sign in. */
export function HowItStands({ account, lock, lastFailureAt }: HowItStandsProps) {
  const { t } = useTranslation('console');
  return (
    <span className="quiet nowrap">
      {account.disabled ? (
        t('detail.cannot_sign_in')
      ) : lock?.ends_at ? (
        <Until endsAt={lock.ends_at} />
      ) : lock ? (
        t('detail.by_hand')
      ) : account.reset_pending ? (
        <ResetWhen at={account.reset_pending.since} />
      ) : (
        <>
          {t('detail.can_sign_in')}
          {lastFailureAt !== null && <LastFailure at={lastFailureAt} />}
        </>
      )}
    </span>
  );
}

function Until({ endsAt }: { endsAt: string }) {
  const { t } = useTranslation('console');
  const left = useRemaining(endsAt);
  if (left === null) return t('detail.due');
  return (
    <>
      {t('detail.until', { left })}
      <span className="far">{t('detail.until_far', { time: momentOf(endsAt).minute })}</span>
    </>
  );
}

function ResetWhen({ at }: { at: string }) {
  const { t } = useTranslation('console');
  return t('detail.waits_for_password', { when: useDayWords(at) });
}

function LastFailure({ at }: { at: string }) {
  const { t } = useTranslation('console');
  return <span className="far">{t('detail.can_sign_in_far', { when: useDayWords(at, 'middle') })}</span>;
}
