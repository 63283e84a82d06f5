import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Paper } from '../../contract/index.ts';
import { momentOf } from '../lib/days.ts';

/** One thing that is known, by name. Left out where there is nothing to say. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === '' || children === false) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Who took the document along, when, and where the ledger says so. */
export function ExportFacts({ content, by }: Pick<Paper, 'content' | 'by'>) {
  const { t } = useTranslation('paper');
  const { export_id, recorded_at } = content.answer;
  const person = by.staff_number === null ? by.name : t('staff', { name: by.name, number: by.staff_number });
  return (
    <>
      <Fact name={t('facts.by')}>{by.office === null ? person : [by.office.name, person].join(t('join'))}</Fact>
      <Fact name={t('facts.at')}>{secondOf(recorded_at)}</Fact>
      <Fact name={t('facts.export')}>
        <code>{export_id}</code>
      </Fact>
    </>
  );
}

/** 2026-11-18 10:09:12, at the workstation. */
export function secondOf(at: string): string {
  const { date, second } = momentOf(at);
  return `${date} ${second}`;
}
