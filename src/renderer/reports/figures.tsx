import { useTranslation } from 'react-i18next';
import type { Counts } from '../../contract/index.ts';
import { useShare } from './use-share.ts';

/** A period in six figures. */
export function Figures({ totals }: { totals: Counts }) {
  const { t, i18n } = useTranslation('reports');
  const share = useShare();
  const count = (figure: number) => figure.toLocaleString(i18n.language);
  const { locks, unlocks, resets, repeats, shown, reviewed, returns } = totals;
  const acts = unlocks + resets;
  const figures = [
    [t('count.locks'), count(locks), false],
    [t('count.unlocks'), count(unlocks), false],
    [t('count.resets'), count(resets), false],
    [t('count.repeats'), count(repeats), repeats > 0 && t('of_acts', { share: share(repeats, acts) })],
    [
      t('count.reviewed'),
      count(reviewed),
      acts > 0 && t('reviewed.shares', { acts: share(reviewed, acts), shown: share(reviewed, shown) }),
    ],
    [
      t('count.returns'),
      count(returns),
      returns > 0 && t('within_hour', { share: share(totals.returns_1_hour, returns) }),
    ],
  ] as const;
  return (
    <dl className="figures">
      {figures.map(([name, figure, more]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <b>{figure}</b>
            {more && <small>{more}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
