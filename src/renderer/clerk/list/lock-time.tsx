import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Lock } from '../../../contract/index.ts';
import { momentOf } from '../../lib/days.ts';
import { useConnection, useConnectionState } from '../../lib/live.tsx';
import { Mark } from '../../parts/mark.tsx';
import { useEndsSoon, useRemaining, useTimeWords } from '../../parts/time.tsx';

/** From when to when, and how it ends or has ended. Nothing beside it moves when it ticks. */
export function LockTime({ lock }: { lock: Lock }) {
  const { t } = useTranslation('console');
  const from = useTimeWords(lock.started_at);
  const state = useConnectionState();
  if (lock.ended !== null) {
    return (
      <>
        {from}
        <span className="two">
          <Mark tone="ok" icon={Check}>
            {t(`list.ended.${lock.ended.by}`, { time: momentOf(lock.ended.at).minute })}
          </Mark>
        </span>
      </>
    );
  }
  const until = lock.ends_at === null ? null : momentOf(lock.ends_at).minute;
  return (
    <>
      {until === null ? t('list.since', { from }) : t('list.from_to', { from, to: until })}
      {state === 'disconnected' ? (
        <AsOf />
      ) : lock.ends_at === null ? (
        <span className="two">{t('list.by_hand')}</span>
      ) : (
        <Left endsAt={lock.ends_at} />
      )}
    </>
  );
}

/** Without the connection nobody knows whether it has ended meanwhile. */
function AsOf() {
  const { t } = useTranslation('console');
  const { last_heard_at } = useConnection();
  return (
    last_heard_at !== null && <span className="two">{t('list.as_of', { time: momentOf(last_heard_at).minute })}</span>
  );
}

function Left({ endsAt }: { endsAt: string }) {
  const { t } = useTranslation('console');
  const left = useRemaining(endsAt);
  const soon = useEndsSoon(endsAt);
  return (
    <span className={`two ${soon ? 'soon' : ''}`}>{left === null ? t('list.due') : t('list.left', { left })}</span>
  );
}
