import { EyeOff, LockOpen, LogOut, type LucideIcon, MessageSquareText, ScrollText } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useClock } from '../lib/clock.ts';
import { useStaff } from '../lib/staff.tsx';
import { Icon } from '../parts/icon.tsx';
import type { Answers } from './draft.ts';
import { CODE_PLACE, smsPreview } from './sms.ts';
import type { ActOperation, Subject } from './subject.ts';
import { Veil } from './veil.tsx';

/** What will happen, said before it does. */
export function Consequences({ subject, answers }: { subject: Subject; answers: Answers }) {
  const { t } = useTranslation('act');
  const title = useId();
  return (
    <aside className="dialog__side" aria-labelledby={title}>
      <h3 id={title}>{t('will.title')}</h3>
      <ol className="will">
        {subject.operation === 'unlockAccount' ? (
          <UnlockConsequences subject={subject} />
        ) : (
          <ResetConsequences subject={subject} />
        )}
        <Consequence
          icon={ScrollText}
          title={subject.operation === 'unlockAccount' ? t('will.entry') : t('will.entry_and_notice')}
        >
          <EntryWords answers={answers} />
        </Consequence>
      </ol>
    </aside>
  );
}

function UnlockConsequences({ subject }: { subject: Subject }) {
  const { t } = useTranslation('act');
  const { phone } = subject.seen.account;
  return (
    <>
      <Consequence icon={LockOpen} title={t('will.unlock')}>
        {t('will.unlock_more')}
      </Consequence>
      {phone === null ? (
        <Consequence icon={MessageSquareText} title={t('will.no_notice')}>
          {t('will.no_notice_more')}
        </Consequence>
      ) : (
        <Consequence icon={MessageSquareText} title={t('will.notice')} sms={<Sms operation="unlockAccount" />}>
          {t('will.notice_to', { phone })}
        </Consequence>
      )}
    </>
  );
}

function ResetConsequences({ subject }: { subject: Subject }) {
  const { t } = useTranslation('act');
  const locked = subject.seen.lock !== null;
  return (
    <>
      <Consequence icon={LockOpen} title={locked ? t('will.reset') : t('will.reset_not_locked')}>
        {locked ? t('will.reset_more') : t('will.reset_not_locked_more')}
      </Consequence>
      <Consequence icon={LogOut} title={t('will.sign_out')}>
        {t('will.sign_out_more')}
      </Consequence>
      <Consequence icon={MessageSquareText} title={t('will.code')} sms={<Sms operation="forceReset" />}>
        {t('will.code_more')}
      </Consequence>
      <Consequence icon={EyeOff} title={t('will.unseen')}>
        {t('will.unseen_more')}
      </Consequence>
    </>
  );
}

interface ConsequenceProps {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  sms?: ReactNode;
}

function Consequence({ icon, title, children, sms }: ConsequenceProps) {
  return (
    <li>
      <Icon of={icon} />
      <p>
        <b>{title}</b>
        {children}
      </p>
      {sms}
    </li>
  );
}

/** The message as the citizen's phone will show it, but for a code. */
function Sms({ operation }: { operation: ActOperation }) {
  const { t } = useTranslation('act');
  const { office } = useStaff();
  const text = useClock((now) => smsPreview(operation, office?.name ?? null, now));
  const [before, after] = text.split(CODE_PLACE);
  return (
    <p className="sms" lang="zh-CN">
      {before}
      {after !== undefined && (
        <>
          <Veil className="veil" />
          <span className="sr-only">{t('will.code_hidden')}</span>
          {after}
        </>
      )}
    </p>
  );
}

/** Who will stand in the entry, how the citizen was verified, and why. */
function EntryWords({ answers }: { answers: Answers }) {
  const { t } = useTranslation('act');
  const { name, office } = useStaff();
  const { method, reading, reason } = answers;
  const how = [method && t(`method.${method}`), t(`reading.${reading}`)];
  const why = t('will.entry_reason', { reason: t(`reason.${reason}`) });
  return t('will.entry_more', { what: [name, office?.name, ...how, why].filter(Boolean).join(t('separator')) });
}
