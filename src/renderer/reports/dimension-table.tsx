import { useTranslation } from 'react-i18next';
import { CAUSES, RESET_REASONS, type ReportDimension, type ReportRow, UNLOCK_REASONS } from '../../contract/index.ts';
import { CountsCells, CountsHeads } from './counts-cells.tsx';

const REASONS = [...UNLOCK_REASONS, ...RESET_REASONS];

interface DimensionTableProps {
  dimension: ReportDimension;
  rows: readonly ReportRow[];
}

/** The same figures by who, where or why. */
export function DimensionTable({ dimension, rows }: DimensionTableProps) {
  const { t } = useTranslation('reports');
  const nameOf = useNames();
  if (rows.length === 0) {
    return <p className="quiet">{dimension === 'office' || dimension === 'clerk' ? t('choose_city') : t('nothing')}</p>;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section className="report__wide" tabIndex={0} aria-labelledby="report-by">
      <table className="table table--small">
        <thead>
          <tr>
            <th scope="col">{t(`dimension.${dimension}`)}</th>
            <CountsHeads />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{nameOf(row)}</th>
              <CountsCells counts={row} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Codes in words; one that this console does not know, as it was written. */
function useNames(): (row: ReportRow) => string {
  const { t } = useTranslation(['act', 'console']);
  return ({ key, name }) => {
    if (name !== null) return name;
    const cause = CAUSES.find((one) => one === key);
    if (cause !== undefined) return t(`console:cause.${cause}`);
    const reason = REASONS.find((one) => one === key);
    return reason === undefined ? key : t(`act:reason.${reason}`);
  };
}
