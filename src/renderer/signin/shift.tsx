import { ArrowLeftRight, CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandOver } from '../../contract/index.ts';
import { Icon } from '../parts/icon.tsx';
import { Kbd } from '../parts/kbd.tsx';
import { useDayWords } from '../parts/time.tsx';

/** What the shift before has left behind, and how to change places during the day. */
export function Shift({ handOver }: { handOver: HandOver | null }) {
  const { t } = useTranslation('console');
  return (
    <section className="shift" aria-label={t('signin.change')}>
      {handOver && <Left handOver={handOver} />}
      <p className="shift__how">
        <Icon of={ArrowLeftRight} />
        <span>
          <b>{t('signin.change')}</b>
          {t('signin.change_text_before')} <Kbd>Ctrl</Kbd> <Kbd>Shift</Kbd> <Kbd>L</Kbd>
          {t('signin.change_text_after')}
        </span>
      </p>
    </section>
  );
}

function Left({ handOver: { name, at, session_revoked, unknown_acts } }: { handOver: HandOver }) {
  const { t } = useTranslation('console');
  const when = useDayWords(at);
  return (
    <>
      <div className="head">
        <h3>{t('signin.shift')}</h3>
        <span className="head__note">{t('signin.shift_by', { name, when })}</span>
      </div>
      <ul className="proofs">
        <Fact good>{t('signin.shift_ended')}</Fact>
        <Fact good={session_revoked}>{t(session_revoked ? 'signin.shift_revoked' : 'signin.shift_revoking')}</Fact>
        <Fact good={unknown_acts === 0}>
          {unknown_acts === 0 ? t('signin.shift_no_unknown') : t('signin.shift_unknown', { count: unknown_acts })}
        </Fact>
        <Fact good>{t('signin.shift_screen')}</Fact>
      </ul>
    </>
  );
}

function Fact({ good, children }: { good: boolean; children: ReactNode }) {
  return (
    <li>
      <Icon of={good ? CircleCheck : CircleAlert} className={good ? 'good' : 'doubtful'} />
      <span>{children}</span>
    </li>
  );
}
