import { CircleX, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClock } from '../lib/clock.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import type { Held } from './held-step.ts';
import type { Steps } from './use-held-step.ts';

/** What is about to go into the ledger, and the way to take it back; and what did not get there. */
export function HeldBar({ steps }: { steps: Steps }) {
  const { t } = useTranslation('review');
  const words = useFailureWords();
  const { held, failed, undo } = steps;
  return (
    <div className="held" role="status">
      {failed && (
        <Banner tone="danger" icon={CircleX} title={t('held.failed')}>
          {words(failed.error.failure)}
        </Banner>
      )}
      {held && (
        <p className="held__now">
          <span>
            <b>
              <HeldWords held={held} />
            </b>{' '}
            <Countdown to={held.sentAt} />
          </span>
          <Button size="small" icon={Undo2} shortcut="Z" onPress={undo}>
            {t('held.undo')}
          </Button>
        </p>
      )}
    </div>
  );
}

function Countdown({ to }: { to: number }) {
  const { t } = useTranslation('review');
  const count = useClock(() => Math.max(1, Math.ceil((to - Date.now()) / 1000)));
  // Said once by the bar; seconds are for the eye.
  return (
    <span className="quiet" aria-hidden="true">
      {t('held.soon', { count })}
    </span>
  );
}

function HeldWords({ held: { step, entryIds, name } }: { held: Held }) {
  const { t } = useTranslation('review');
  if (step.operation === 'disputeAct') return t('held.dispute', { name });
  if (step.operation === 'closeDispute') return t('held.close', { name });
  return entryIds.length > 1 ? t('held.sign_off_many', { count: entryIds.length }) : t('held.sign_off', { name });
}
