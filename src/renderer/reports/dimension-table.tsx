import { useTranslation } from 'react-i18next';
import type { ReportDimension, ReportRow } from '../../contract/index.ts';
import { CountsTable } from './counts-table.tsx';
import { useDimensionRows } from './use-dimension-rows.ts';

interface DimensionTableProps {
  dimension: ReportDimension;
  rows: readonly ReportRow[];
}

/** The same figures by who, where or why. */
export function DimensionTable({ dimension, rows }: DimensionTableProps) {
  const { t } = useTranslation('reports');
  const named = useDimensionRows();
  if (rows.length === 0) {
    return <p className="quiet">{dimension === 'office' || dimension === 'clerk' ? t('choose_city') : t('nothing')}</p>;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section className="report__wide" tabIndex={0} aria-labelledby="report-by">
      <CountsTable head={t(`dimension.${dimension}`)} rows={named(rows)} labelledBy="report-by" />
    </section>
  );
}
