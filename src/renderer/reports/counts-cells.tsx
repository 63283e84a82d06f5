import { useTranslation } from 'react-i18next';
import type { Counts } from '../../contract/index.ts';
import { useShare } from './use-share.ts';

/** The heads of what is counted, as each table of a report has them. */
export function CountsHeads() {
  const { t } = useTranslation('reports');
  const heads = [
    ...(['locks', 'unlocks', 'resets', 'repeats'] as const).map((name) => t(`count.${name}`)),
    ...(['of_acts', 'of_shown'] as const).map((whole) => t(`reviewed.${whole}`)),
    t('count.returns'),
    ...(['returns_15_minutes', 'returns_1_hour', 'returns_1_day'] as const).map((time) => t(`within.${time}`)),
  ];
  return (
    <>
      {heads.map((head) => (
        <th key={head} scope="col" className="figure">
          {head}
        </th>
      ))}
    </>
  );
}

export function CountsCells({ counts }: { counts: Counts }) {
  const { i18n } = useTranslation('reports');
  const share = useShare();
  const { locks, unlocks, resets, repeats, shown, reviewed, returns } = counts;
  const figure = (number: number) => number.toLocaleString(i18n.language);
  // In the order of the heads.
  const cells = {
    locks: figure(locks),
    unlocks: figure(unlocks),
    resets: figure(resets),
    repeats: figure(repeats),
    reviewed_of_acts: share(reviewed, unlocks + resets),
    reviewed_of_shown: share(reviewed, shown),
    returns: figure(returns),
    returns_15_minutes: share(counts.returns_15_minutes, returns),
    returns_1_hour: share(counts.returns_1_hour, returns),
    returns_1_day: share(counts.returns_1_day, returns),
  };
  return (
    <>
      {Object.entries(cells).map(([name, cell]) => (
        <td key={name} className="figure">
          {cell}
        </td>
      ))}
    </>
  );
}
