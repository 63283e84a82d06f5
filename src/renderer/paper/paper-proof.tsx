import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Paper } from '../../contract/index.ts';
import { secondOf } from './facts.tsx';

/** How a reader finds out whether file and ledger are what they were. */
export function PaperProof({ ledger: { kept, refused } }: Pick<Paper, 'ledger'>) {
  const { t, i18n } = useTranslation('paper');
  const title = useId();
  return (
    <section className="paper__proof" aria-labelledby={title}>
      <h2 id={title}>{t('proof.title')}</h2>
      <p>{t('proof.file')}</p>
      {refused && <p>{t('proof.refused', { time: secondOf(refused.at) })}</p>}
      {kept === null ? (
        <p>{t('proof.none')}</p>
      ) : (
        <>
          <p>
            {t('proof.checkpoint', {
              count: kept.size.toLocaleString(i18n.language),
              time: secondOf(kept.checked_at),
            })}
          </p>
          <pre>{kept.checkpoint.trimEnd()}</pre>
        </>
      )}
    </section>
  );
}
