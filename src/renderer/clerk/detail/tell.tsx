import { useTranslation } from 'react-i18next';
import type { AccountDetail } from '../../../contract/index.ts';
import { tellSteps } from './verdict.ts';

/** What to tell somebody whom no act would help. */
export function Tell({ detail }: { detail: AccountDetail }) {
  const { t } = useTranslation('console');
  const steps = tellSteps(detail);
  if (steps.length === 0) return null;
  return (
    <section aria-labelledby="tell-title">
      <div className="head">
        <h3 id="tell-title">{t('detail.tell')}</h3>
        <span className="head__note">{t('detail.tell_note')}</span>
      </div>
      <ol className="tell">
        {steps.map((step) => (
          <li key={step}>
            <b>{t(`detail.tell_step.${step}`)}</b>
            {t(`detail.tell_step.${step}_text`)}
          </li>
        ))}
      </ol>
    </section>
  );
}
