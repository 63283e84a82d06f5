import { useTranslation } from 'react-i18next';
import type { Report } from '../../contract/index.ts';
import { type CountsRow, CountsTable } from './counts-table.tsx';

export function StepsTable({ steps }: { steps: Report['steps'] }) {
  const { t } = useTranslation('reports');
  return (
    // Scrolls sideways in itself where there is no room, which the keyboard must reach.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section className="report__wide" tabIndex={0} aria-labelledby="report-steps">
      <CountsTable head={t('starts')} rows={stepRows(steps)} labelledBy="report-steps" />
    </section>
  );
}

/** Newest first: what the chart shows, in figures. */
export const stepRows = (steps: Report['steps']): CountsRow[] =>
  steps.toReversed().map(({ starts, ...counts }) => ({ key: starts, name: starts, counts }));
