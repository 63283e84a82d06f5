import { useTranslation } from 'react-i18next';

/** A part of a whole in per cent, as the language writes it; a dash where there is no whole. */
export function useShare(): (part: number, whole: number) => string {
  const { t, i18n } = useTranslation('reports');
  return (part, whole) =>
    whole === 0
      ? t('none')
      : (part / whole).toLocaleString(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
}
