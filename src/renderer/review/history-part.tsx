import { useTranslation } from 'react-i18next';
import { REVIEW_STEPS, type ReviewDetail } from '../../contract/index.ts';
import { Part } from '../ledger/entry-facts.tsx';
import { Time } from '../parts/time.tsx';

/** What was said of the act so far, by supervisors and its clerk. */
export function HistoryPart({ item: { history } }: { item: ReviewDetail }) {
  const { t } = useTranslation(['review', 'ledger']);
  if (history.length === 0) return null;
  return (
    <Part title={t('review:item.history')}>
      {history.map(({ entry_id, at, step, by, comment }) => {
        const known = REVIEW_STEPS.find((one) => one === step);
        return (
          <div key={entry_id}>
            <dt>
              <Time at={at} />
            </dt>
            <dd>
              {[by, known ? t(`review:item.step.${known}`) : step].filter(Boolean).join(t('ledger:detail.join'))}
              {comment && <p className="said">{comment}</p>}
            </dd>
          </div>
        );
      })}
    </Part>
  );
}
