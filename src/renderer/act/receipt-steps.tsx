import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActProgress } from '../../contract/index.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Time } from '../parts/time.tsx';
import type { Done } from './desk.ts';

interface StepsProps {
  done: Done;
  /** Null until it has been asked for the first time. */
  progress: ActProgress | null;
}

/** What the act did, one line each: the change, the entry, the notice to the citizen. */
export function ReceiptSteps({ done, progress }: StepsProps) {
  const { t } = useTranslation('act');
  const { act, result } = done;
  const versions = { before: result.before.version, after: result.after.version };
  const { verification, reason } = act.input;
  return (
    <ol className="steps">
      {act.operation === 'unlockAccount' ? (
        <Step title={t('receipt.unlock_step')} at={result.recorded_at}>
          {t('receipt.unlock_step_more', versions)}
        </Step>
      ) : (
        <>
          <Step
            title={result.before.locked ? t('receipt.reset_step') : t('receipt.reset_step_not_locked')}
            at={result.recorded_at}
          >
            {t('receipt.reset_step_more', versions)}
          </Step>
          <Step title={t('receipt.sign_out_step')} at={result.recorded_at}>
            {t('receipt.sign_out_step_more')}
          </Step>
        </>
      )}
      <Step
        title={
          <>
            {t('receipt.entry_step')} <EntryNumber progress={progress} />
            <CopyButton text={result.entry_id} label={t('receipt.copy_entry')} />
          </>
        }
        at={result.recorded_at}
      >
        {[t(`method.${verification.method}`), t(`reading.${verification.reading}`), t(`reason.${reason.code}`)].join(
          t('separator'),
        )}
      </Step>
      <NoticeStep to={result.notice_to} notice={progress?.notice ?? null} />
    </ol>
  );
}

/** The ledger's number, which follows the entry by an instant. */
function EntryNumber({ progress }: Pick<StepsProps, 'progress'>) {
  const { t } = useTranslation('act');
  const index = progress?.index ?? null;
  return index === null ? t('receipt.entry_numbering') : <b>{t('receipt.entry_number', { index })}</b>;
}

interface NoticeStepProps {
  /** Masked; null where no phone is registered. */
  to: string | null;
  notice: ActProgress['notice'];
}

const NOTICE_ICONS = { waiting: CircleDashed, delivered: CircleCheck, gave_up: CircleAlert } as const;

function NoticeStep({ to, notice }: NoticeStepProps) {
  const { t } = useTranslation('act');
  if (to === null) {
    return (
      <Step icon={CircleAlert} title={t('receipt.notice.none')} at={null}>
        {t('receipt.notice_more.none')}
      </Step>
    );
  }
  const { state, at } = notice ?? { state: 'waiting', at: null };
  return (
    <Step icon={NOTICE_ICONS[state]} title={t(`receipt.notice.${state}`, { phone: to })} at={at}>
      {t(`receipt.notice_more.${state}`)}
    </Step>
  );
}

interface StepProps {
  icon?: LucideIcon;
  title: ReactNode;
  at: string | null;
  children: ReactNode;
}

function Step({ icon = CircleCheck, title, at, children }: StepProps) {
  return (
    <li className={icon === CircleCheck ? undefined : icon === CircleAlert ? 'is-warn' : 'is-open'}>
      <Icon of={icon} />
      <span>
        {title}
        <small>{children}</small>
      </span>
      {at !== null && <Time at={at} seconds />}
    </li>
  );
}
