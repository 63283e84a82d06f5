import { useTranslation } from 'react-i18next';
import type { Counts } from '../../contract/index.ts';
import { useShare } from './use-share.ts';

/** The heads of what is counted, as each table of a report has them. */
export function CountsHeads() {
  const { t } = useTranslation('reports');
  return (
    <>
      {(['locks', 'unlocks', 'resets', 'repeats', 'returns'] as const).map((name) => (
        <th key={name} scope="col" className="figure">
          {t(`count.${name}`)}
        </th>
      ))}
      <th scope="col" className="figure">
        {t('within.returns_15_minutes')}
      </th>
      <th scope="col" className="figure">
        {t('within.returns_1_hour')}
      </th>
      <th scope="col" className="figure">
        {t('within.returns_1_day')}
      </th>
    </>
  );
}

export function CountsCells({ counts }: { counts: Counts }) {
  const { i18n } = useTranslation('reports');
  const share = useShare();
  const { locks, unlocks, resets, repeats, returns, returns_15_minutes, returns_1_hour, returns_1_day } = counts;
  const figures = { locks, unlocks, resets, repeats, returns };
  const shares = { returns_15_minutes, returns_1_hour, returns_1_day };
  return (
    <>
      {Object.entries(figures).map(([name, figure]) => (
        <td key={name} className="figure">
          {figure.toLocaleString(i18n.language)}
        </td>
      ))}
      {Object.entries(shares).map(([name, part]) => (
        <td key={name} className="figure">
          {share(part, returns)}
        </td>
      ))}
    </>
  );
}
