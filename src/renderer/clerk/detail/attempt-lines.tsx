import { Check, type LucideIcon, Minus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt, Outcome } from '../../../contract/index.ts';
import { momentOf } from '../../lib/days.ts';
import { Mark } from '../../parts/mark.tsx';
import { Time } from '../../parts/time.tsx';

const GOOD: readonly Outcome[] = ['success', 'password_changed', 'code_redeemed'];
const BAD: readonly Outcome[] = ['wrong_password', 'wrong_code', 'unknown_name'];

function lookOf(outcome: Outcome): { tone?: 'ok' | 'bad'; icon: LucideIcon } {
  if (GOOD.includes(outcome)) return { tone: 'ok', icon: Check };
  if (BAD.includes(outcome)) return { tone: 'bad', icon: X };
  return { icon: Minus };
}

/** One attempt. */
export function AttemptLine({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation('console');
  const { outcome, occurred_at, ip, device, client } = attempt;
  return (
    <tr>
      <td>
        <Time at={occurred_at} seconds />
      </td>
      <td>
        <Mark {...lookOf(outcome)}>{t(`detail.outcome.${outcome}`)}</Mark>{' '}
        <span className="quiet">
          <AttemptNote attempt={attempt} />
        </span>
      </td>
      <td>
        {ip} <AttemptNet attempt={attempt} />
      </td>
      <td>{[device, client].filter((part) => part !== null).join(t('detail.join')) || t('detail.none')}</td>
    </tr>
  );
}

/** What an attempt led to, or how somebody signed in. */
export function AttemptNote({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation('console');
  const { outcome, factor, counted, password_repeated, locked } = attempt;
  if (locked) return t('detail.attempt_locked');
  if (password_repeated) return t('detail.attempt_same');
  if (outcome === 'wrong_password' && counted) return t('detail.attempt_counted');
  if (outcome === 'success') return t(`detail.factor.${factor}`);
  return null;
}

/** Where an attempt came from, and whether the account knows that network. */
export function AttemptNet({ attempt: { outcome, province, city, operator, familiar_network } }: { attempt: Attempt }) {
  const { t } = useTranslation('console');
  // A success makes a network familiar, so that only failures are worth the word.
  const strange = familiar_network === false && !GOOD.includes(outcome);
  const parts = [city ?? province ?? t('detail.place_unknown'), operator].filter((part) => part !== null);
  return (
    <span className="net">
      {parts.join(t('detail.join'))}
      {strange && <span className="net__strange"> {t('detail.unfamiliar_network')}</span>}
    </span>
  );
}

/** Like failures in one line, until somebody wants to see them all. */
export function FoldedLines({ attempts }: { attempts: readonly Attempt[] }) {
  const { t } = useTranslation('console');
  const [open, setOpen] = useState(false);
  const [newest, oldest] = [attempts[0], attempts.at(-1)];
  if (!newest || !oldest) return null;
  return (
    <>
      <tr>
        <td className="quiet">
          {momentOf(oldest.occurred_at).minute}–{momentOf(newest.occurred_at).minute}
        </td>
        <td colSpan={3}>
          <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('detail.less') : t('detail.more_failures', { count: attempts.length })}
          </button>{' '}
          <span className="quiet">{t('detail.same_source')}</span>
        </td>
      </tr>
      {open &&
        attempts.map((attempt) => <AttemptLine key={`${attempt.occurred_at} ${attempt.ip}`} attempt={attempt} />)}
    </>
  );
}
