import { useTranslation } from 'react-i18next';
import type { ExportedDocument, ExportedTable } from '../../contract/index.ts';

const STEPS = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** How large a file is, as the language writes it: rows or pages, and bytes in powers of 1,000. */
export function useSize() {
  const { t, i18n } = useTranslation('exports');
  const count = (figure: number): string => figure.toLocaleString(i18n.language);
  const size = (bytes: number): string => {
    const thousands = bytes / 1000;
    const step = Math.min(STEPS.length - 1, Math.floor(Math.log10(Math.max(thousands, 1)) / 3));
    const unit = STEPS[step] ?? 'kilobyte';
    return (thousands / 1000 ** step).toLocaleString(i18n.language, { style: 'unit', unit, maximumFractionDigits: 1 });
  };
  return {
    fileSize: (file: Pick<ExportedTable, 'rows' | 'bytes'> | Pick<ExportedDocument, 'pages' | 'bytes'>): string =>
      'pages' in file
        ? t('document_size', { pages: count(file.pages), size: size(file.bytes) })
        : t('table_size', { rows: count(file.rows), size: size(file.bytes) }),
    partsSize: (parts: readonly ExportedDocument[]): string => {
      const sum = (of: 'pages' | 'bytes') => parts.reduce((sum, part) => sum + part[of], 0);
      const whole = t('document_size', { pages: count(sum('pages')), size: size(sum('bytes')) });
      return t('parts_size', { parts: parts.length, size: whole });
    },
  };
}
