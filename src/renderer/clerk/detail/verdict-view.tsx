import { CircleCheck, CircleDot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail } from '../../../contract/index.ts';
import { Banner } from '../../parts/banner.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useDayWords } from '../../parts/time.tsx';
import { Month } from './month.tsx';
import { changedLately, repeatsItself, spanOf, VERDICT_LOOKS } from './verdict.ts';

/** Why, in one sentence, with the evidence for it and the picture of the month. */
export function VerdictView({ detail }: { detail: AccountDetail }) {
  const { tone, icon } = VERDICT_LOOKS[detail.verdict.code];
  return (
    <div className={`why why--${tone}`}>
      <Banner tone={tone} icon={icon} title={<Sentence detail={detail} />}>
        <p>
          <Reasoning detail={detail} />
        </p>
        <Evidence detail={detail} />
      </Banner>
      <Month days={detail.sign_in_days} />
    </div>
  );
}

function Sentence({ detail: { verdict, lock } }: { detail: AccountDetail }) {
  const { t } = useTranslation('console');
  const { code, counted, failures, unfamiliar_networks } = verdict;
  const span = spanOf(verdict);
  switch (code) {
    case 'locked_wrong_passwords':
      if (lock?.kind === 'permanent') return t('detail.verdict.locked_wrong_passwords_permanent');
      return t('detail.verdict.locked_wrong_passwords', {
        count: counted,
        span: t(`detail.span.${span?.unit ?? 'minutes'}`, { count: span?.count ?? 1 }),
      });
    case 'locked_suspected_theft':
      return t('detail.verdict.locked_suspected_theft', { count: unfamiliar_networks });
    case 'recent_failures':
      return t('detail.verdict.recent_failures', { count: failures });
    default:
      return t(`detail.verdict.${code}`);
  }
}

function Reasoning({ detail }: { detail: AccountDetail }) {
  const { t } = useTranslation('console');
  const { verdict, lock, last_lock, account } = detail;
  switch (verdict.code) {
    case 'locked_wrong_passwords':
      return lock?.kind === 'permanent' ? t('detail.verdict_text.permanent') : <WhyWrong detail={detail} />;
    case 'locked_suspected_theft':
      return t('detail.verdict_text.theft');
    case 'locked_quick_failures':
      return t('detail.verdict_text.quick');
    case 'disabled':
      return account.disabled?.since ? (
        <When at={account.disabled.since} words={(when) => t('detail.verdict_text.disabled_since', { when })} />
      ) : (
        t('detail.verdict_text.disabled')
      );
    case 'reset_pending':
      return (
        account.reset_pending && (
          <When at={account.reset_pending.since} words={(when) => t('detail.verdict_text.reset_pending', { when })} />
        )
      );
    case 'lock_ended': {
      const by = last_lock?.ended?.by;
      const known = by === 'expired' || by === 'unlocked' || by === 'reset' ? by : 'other';
      return (
        last_lock?.ended && (
          <When at={last_lock.ended.at} words={(when) => t(`detail.verdict_text.lock_ended_${known}`, { when })} />
        )
      );
    }
    case 'saved_password':
      return verdict.password_changed_at === null ? (
        t('detail.verdict_text.saved_password')
      ) : (
        <When
          place="middle"
          at={verdict.password_changed_at}
          words={(day) => t('detail.verdict_text.saved_password_changed', { day })}
        />
      );
    case 'recent_failures':
      return t('detail.verdict_text.recent_failures', { count: verdict.counted });
    case 'signed_in_since':
      return (
        verdict.last_success_at && (
          <When at={verdict.last_success_at} words={(when) => t('detail.verdict_text.signed_in_since', { when })} />
        )
      );
    case 'quiet':
    case 'never_signed_in':
      return t(`detail.verdict_text.${verdict.code}`);
  }
}

/** The likeliest reason for wrong passwords. */
function WhyWrong({ detail: { verdict } }: { detail: AccountDetail }) {
  const { t } = useTranslation('console');
  if (changedLately(verdict) && verdict.password_changed_at !== null) {
    return (
      <When
        place="middle"
        at={verdict.password_changed_at}
        words={(day) => t('detail.verdict_text.changed_lately', { day })}
      />
    );
  }
  if (repeatsItself(verdict)) return t('detail.verdict_text.same_again');
  return t(verdict.known_device ? 'detail.verdict_text.remember_wrong' : 'detail.verdict_text.look_first');
}

function When({ at, words, place }: { at: string; words: (when: string) => string; place?: 'start' | 'middle' }) {
  return words(useDayWords(at, place));
}

/** What speaks for the citizen, and what does not. */
function Evidence({ detail: { verdict } }: { detail: AccountDetail }) {
  const { t } = useTranslation('console');
  const { failures, networks, unfamiliar_networks, known_device, last_success_at, password_changed_at } = verdict;
  return (
    <ul className="proofs">
      {failures > 0 && (
        <Fact good={known_device}>{t(known_device ? 'detail.fact.known_device' : 'detail.fact.unknown_device')}</Fact>
      )}
      {failures > 0 && networks > 0 && (
        <Fact good={unfamiliar_networks === 0}>
          {unfamiliar_networks === 0
            ? t('detail.fact.familiar')
            : t('detail.fact.unfamiliar', { count: unfamiliar_networks })}
        </Fact>
      )}
      <Fact good={last_success_at !== null}>
        {last_success_at === null ? (
          t('detail.fact.no_success')
        ) : (
          <When place="middle" at={last_success_at} words={(when) => t('detail.fact.last_success', { when })} />
        )}
      </Fact>
      {password_changed_at !== null && (
        <Fact good={false}>
          <When place="middle" at={password_changed_at} words={(when) => t('detail.fact.changed', { when })} />
        </Fact>
      )}
    </ul>
  );
}

function Fact({ good, children }: { good: boolean; children: React.ReactNode }) {
  return (
    <li>
      <Icon of={good ? CircleCheck : CircleDot} className={good ? 'good' : ''} />
      <span>{children}</span>
    </li>
  );
}
