import { useTranslation } from 'react-i18next';
import { CAUSES, RESET_REASONS, type ReportRow, UNLOCK_REASONS } from '../../contract/index.ts';
import type { CountsRow } from './counts-table.tsx';

const REASONS = [...UNLOCK_REASONS, ...RESET_REASONS];

/** Rows with names as people know them: codes in words; one that this console does not know, as it was written. */
export function useDimensionRows(): (rows: readonly ReportRow[]) => CountsRow[] {
  const { t } = useTranslation(['act', 'console']);
  const nameOf = ({ key, name }: ReportRow): string => {
    if (name !== null) return name;
    const cause = CAUSES.find((one) => one === key);
    if (cause !== undefined) return t(`console:cause.${cause}`);
    const reason = REASONS.find((one) => one === key);
    return reason === undefined ? key : t(`act:reason.${reason}`);
  };
  return (rows) => rows.map((row) => ({ key: row.key, name: nameOf(row), counts: row }));
}
