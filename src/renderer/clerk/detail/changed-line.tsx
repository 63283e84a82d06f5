import { GitCompare } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail, ForwardedEvent } from '../../../contract/index.ts';
import { momentOf } from '../../lib/days.ts';
import { useStreamEvents } from '../../lib/live.tsx';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';

/** What has happened to the account since it was read. */
type Change = { what: 'text' | 'expired' | 'locked' } | { what: 'unlocked' | 'reset'; who: string; at: string };

interface ChangedLineProps {
  detail: AccountDetail;
  onLook: () => void;
}

/** Says that the account is no longer as it is shown. The clerk decides when to look; nothing is swapped under them. */
export function ChangedLine({ detail, onLook }: ChangedLineProps) {
  const { t } = useTranslation('console');
  const [change, setChange] = useState<Change | null>(null);
  const { version } = detail.account;
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew, it is as it is shown
  useEffect(() => setChange(null), [detail]);
  useStreamEvents((events) => {
    const latest = events.map((event) => changeOf(event, detail)).findLast((one) => one !== null);
    // An entry says more than the event that goes with it.
    if (latest && !(latest.what === 'text' && change !== null)) setChange(latest);
  });
  return (
    <div role="status" className={change === null ? 'sr-only' : 'changed'}>
      {change && (
        <>
          <Icon of={GitCompare} />
          <span>
            {change.what === 'unlocked' || change.what === 'reset'
              ? t(`detail.changed.${change.what}`, { who: change.who, time: momentOf(change.at).minute })
              : t(`detail.changed.${change.what}`, { version })}
          </span>
          <Button size="small" onPress={onLook}>
            {t('detail.changed.look')}
          </Button>
        </>
      )}
    </div>
  );
}

/** What an event says that the detail does not know yet: the stream may tell late what was read already. */
function changeOf(event: ForwardedEvent, detail: AccountDetail): Change | null {
  const { id, version } = detail.account;
  switch (event.event) {
    case 'account_changed':
      return event.data.account_id === id && event.data.version > version ? { what: 'text' } : null;
    case 'locked': {
      const { account_id, lock } = event.data.row;
      return account_id === id && lock.id !== detail.lock?.id && lock.id !== detail.last_lock?.id
        ? { what: 'locked' }
        : null;
    }
    case 'lock_ended': {
      const { lock } = event.data.row;
      if (lock.id !== detail.lock?.id) return null;
      return { what: lock.ended?.by === 'expired' ? 'expired' : 'text' };
    }
    case 'entry': {
      const { id: entryId, account, action, actor, outcome, recorded_at: at } = event.data.entry;
      if (account?.id !== id || detail.acts.some((one) => one.id === entryId)) return null;
      if (outcome !== 'done' || (action !== 'unlock' && action !== 'reset')) return null;
      const who = [actor.name, actor.office?.name].filter((part) => part).join(' ');
      return { what: action === 'unlock' ? 'unlocked' : 'reset', who, at };
    }
    case 'reset':
      return { what: 'text' };
  }
}
