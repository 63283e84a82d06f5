import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../../contract/index.ts';
import { useDayWords, useRemaining } from '../../parts/time.tsx';
import { StateTag } from '../detail/state-tag.tsx';

interface HitRowProps {
  hit: SearchHit;
  position: number;
  selected: boolean;
  active: boolean;
  onTurnTo: () => void;
  onOpen: () => void;
}

/** One person found: who, whether they can sign in, what happened last, where. */
export function HitRow({ hit, position, selected, active, onTurnTo, onOpen }: HitRowProps) {
  const { t } = useTranslation('console');
  const { account, lock } = hit;
  return (
    <tr
      aria-rowindex={position}
      aria-selected={selected}
      tabIndex={active ? 0 : -1}
      onClick={onTurnTo}
      onDoubleClick={onOpen}
    >
      <td>
        <span className="who">{account.name}</span>
        <span className="two">{account.document.masked}</span>
      </td>
      <td>
        <StateTag account={account} lock={lock} />
      </td>
      <td>
        <Last hit={hit} />
      </td>
      <td className="h-place">
        {account.division.county || account.division.city}
        <span className="two">{account.phone ?? t('search.no_phone')}</span>
      </td>
    </tr>
  );
}

function Last({ hit: { lock, last_attempt: last } }: { hit: SearchHit }) {
  const { t } = useTranslation('console');
  return (
    <>
      {last === null ? t('search.never') : <LastAttempt at={last.at} succeeded={last.succeeded} />}
      <span className="two">
        {lock ? (
          <HowItEnds endsAt={lock.ends_at} />
        ) : last && last.failures_3_days > 0 ? (
          t('search.failures_3_days', { count: last.failures_3_days })
        ) : (
          t('search.no_failures')
        )}
      </span>
    </>
  );
}

function LastAttempt({ at, succeeded }: { at: string; succeeded: boolean }) {
  const { t } = useTranslation('console');
  const when = useDayWords(at);
  return t(succeeded ? 'search.last_success' : 'search.last_failure', { when });
}

function HowItEnds({ endsAt }: { endsAt: string | null }) {
  const { t } = useTranslation('console');
  return endsAt === null ? t('list.by_hand') : <Left endsAt={endsAt} />;
}

function Left({ endsAt }: { endsAt: string }) {
  const { t } = useTranslation('console');
  const left = useRemaining(endsAt);
  return left === null ? t('list.due') : t('list.left', { left });
}
