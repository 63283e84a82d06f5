import { useSettings } from '../lib/live.tsx';

const STEPS = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** Numbers of rows, and sizes of files in powers of 1,000, as the language writes them. */
export function useSize() {
  const { language } = useSettings();
  return {
    count: (rows: number): string => rows.toLocaleString(language),
    size(bytes: number): string {
      const thousands = bytes / 1000;
      const step = Math.min(STEPS.length - 1, Math.floor(Math.log10(Math.max(thousands, 1)) / 3));
      const unit = STEPS[step] ?? 'kilobyte';
      return (thousands / 1000 ** step).toLocaleString(language, { style: 'unit', unit, maximumFractionDigits: 1 });
    },
  };
}
