import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail } from '../../../contract/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureState } from '../../parts/failure.tsx';
import { Late } from '../../parts/late.tsx';
import { Pick } from '../../parts/pick.tsx';
import { AttemptsTable } from './attempts-table.tsx';
import { useAttempts } from './use-attempts.ts';

interface AttemptsProps {
  accountId: string;
  openingId: string;
  detail: AccountDetail;
}

/** What was tried, newest first; what repeats is folded. */
export function Attempts({ accountId, openingId, detail }: AttemptsProps) {
  const { t } = useTranslation('console');
  const [shown, setShown] = useState<'all' | 'failures'>('all');
  const attempts = useAttempts({ accountId, openingId, onlyFailures: shown === 'failures' });
  const { data, error, hasNextPage, isFetchingNextPage } = attempts;
  const days = detail.sign_in_days;
  const month = days.reduce((sum, { failures }) => sum + failures, 0);
  return (
    <div>
      <div className="head">
        <h3 id="attempts-title">{t(detail.lock ? 'detail.attempts' : 'detail.attempts_free')}</h3>
        <span className="head__note">
          {t('detail.attempts_note', { days: days.length, today: days.at(-1)?.failures ?? 0, month })}
        </span>
        <span className="head__end">
          <Pick
            label={t('detail.attempts_show')}
            value={shown}
            choices={[
              { id: 'all', label: t('detail.attempts_all') },
              { id: 'failures', label: t('detail.attempts_failures') },
            ]}
            onPick={setShown}
          />
        </span>
      </div>
      {data ? (
        <>
          {data.length > 0 ? (
            <AttemptsTable attempts={data} labelledBy="attempts-title" />
          ) : (
            <p className="quiet">{t(shown === 'all' ? 'detail.attempts_none' : 'detail.attempts_none_failures')}</p>
          )}
          {hasNextPage && (
            <Button
              kind="quiet"
              size="small"
              unavailable={isFetchingNextPage}
              onPress={() => void attempts.fetchNextPage()}
            >
              {t(isFetchingNextPage ? 'detail.attempts_more_loading' : 'detail.attempts_more')}
            </Button>
          )}
        </>
      ) : error ? (
        <FailureState
          failure={error.failure}
          title={t('detail.attempts_failed')}
          onRetry={() => void attempts.refetch()}
        >
          {t('detail.attempts_failed_text')}
        </FailureState>
      ) : (
        <Late>
          <p className="quiet" role="status">
            {t('detail.attempts_loading')}
          </p>
        </Late>
      )}
    </div>
  );
}
