import { Ban, Hourglass, Lock as LockIcon, LockOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Account, Lock } from '../../../contract/index.ts';
import { Tag } from '../../parts/tag.tsx';

interface StateTagProps {
  account: Pick<Account, 'disabled' | 'reset_pending'>;
  lock: Lock | null;
}

/** Whether the citizen can sign in, in one word. What nobody here can change comes first. */
export function StateTag({ account, lock }: StateTagProps) {
  const { t } = useTranslation('console');
  if (account.disabled) {
    return (
      <Tag tone="idle" icon={Ban}>
        {t('state.disabled')}
      </Tag>
    );
  }
  if (lock) {
    return (
      <Tag tone={lock.cause === 'spread_sources' ? 'danger' : 'warn'} icon={LockIcon}>
        {t(`kind.${lock.kind}`)}
      </Tag>
    );
  }
  if (account.reset_pending) {
    return (
      <Tag tone="info" icon={Hourglass}>
        {t('state.reset_pending')}
      </Tag>
    );
  }
  return (
    <Tag tone="ok" icon={LockOpen}>
      {t('state.not_locked')}
    </Tag>
  );
}
