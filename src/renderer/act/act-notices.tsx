import { useNavigate } from '@tanstack/react-router';
import { CircleCheck, CircleQuestionMark, CircleX, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePendingActs } from '../lib/live.tsx';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { useTimeWords } from '../parts/time.tsx';
import type { Background } from './desk.ts';
import { useActDesk, useActInHand, useBackgroundActs } from './desk-provider.tsx';

/** What becomes of acts whose dialog was closed before the answer came: nobody has to remember to look. */
export function ActNotices() {
  return useBackgroundActs().map((one) => <Notice key={one.at} one={one} />);
}

const LOOKS = {
  waiting: { icon: CircleQuestionMark, tone: 'warn' },
  cut_off: { icon: CircleQuestionMark, tone: 'warn' },
  done: { icon: CircleCheck, tone: 'ok' },
  filling: { icon: CircleX, tone: 'danger' },
} as const;

function Notice({ one }: { one: Background }) {
  const { t } = useTranslation('act');
  const desk = useActDesk();
  const navigate = useNavigate();
  const current = useActInHand();
  const { subject, at, outcome } = one;
  const state = outcome?.is ?? 'waiting';
  const pending = usePendingActs().find(({ account_id }) => account_id === subject.seen.account.id);
  const words = {
    name: subject.seen.account.name,
    operation: t(`operation.${subject.operation}`),
    time: useTimeWords(at, true),
    asked: pending?.asked ?? 1,
  };
  const look = () => {
    desk.bringBack(one);
    // Receipts stand where the account stood.
    if (outcome?.is === 'done') void navigate({ to: '/' });
  };
  return (
    <div className="notice">
      <Banner {...LOOKS[state]} title={t(`background.${state}`, words)} role="status">
        {outcome !== null && (
          <Button size="small" unavailable={current !== null} onPress={look}>
            {t('background.look')}
          </Button>
        )}
      </Banner>
      {outcome !== null && (
        <IconButton icon={X} size="small" label={t('background.dismiss')} onPress={() => desk.putAway(one)} />
      )}
    </div>
  );
}
