import { ArrowDown, ArrowUp, ChartColumn, Table2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail } from '../../../contract/index.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { Mark } from '../../parts/mark.tsx';

const STEP = 7;
const BAR = 5;
/** Where successes stand and failures hang. */
const AXIS = 35;
const UP_MAX = 30;
const DOWN_MAX = 26;

/** Sign-ins of the last 30 days: successes stand up, failures hang down. The same as a table by its button. */
export function Month({ days }: { days: AccountDetail['sign_in_days'] }) {
  const { t } = useTranslation('console');
  const [asTable, setAsTable] = useState(false);
  const sum = (of: 'successes' | 'failures') => days.reduce((total, day) => total + day[of], 0);
  const [successes, failures] = [sum('successes'), sum('failures')];
  const label = t('detail.month_label', { days: days.length, successes, failures, today: days.at(-1)?.failures ?? 0 });
  return (
    <figure className="month">
      <figcaption>
        {t('detail.month', { days: days.length })}
        <IconButton
          size="small"
          icon={asTable ? ChartColumn : Table2}
          label={t(asTable ? 'detail.month_picture' : 'detail.month_table')}
          onPress={() => setAsTable(!asTable)}
        />
      </figcaption>
      {asTable ? <Figures days={days} /> : <Bars days={days} label={label} />}
      <p className="month__keys">
        <Mark tone="ok" icon={ArrowUp}>
          {t('detail.month_success', { count: successes })}
        </Mark>
        <Mark tone="bad" icon={ArrowDown}>
          {t('detail.month_failure', { count: failures })}
        </Mark>
      </p>
    </figure>
  );
}

function Bars({ days, label }: { days: AccountDetail['sign_in_days']; label: string }) {
  // By the root, so that single sign-ins stay in sight beside an attack; the figures stand in the table.
  const most = Math.max(4, ...days.map(({ successes, failures }) => Math.max(successes, failures)));
  const height = (count: number, max: number) =>
    count === 0 ? 0 : Math.max(3, Math.round(Math.sqrt(count / most) * max));
  const bars = (path: (x: number, day: AccountDetail['sign_in_days'][number]) => string) =>
    days.map((day, at) => path(at * STEP + 1, day)).join('');
  return (
    <svg viewBox={`0 0 ${days.length * STEP} 62`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className="month__axis" d={`M0 ${AXIS}h${days.length * STEP}`} vectorEffect="non-scaling-stroke" />
      <path className="month__ok" d={bars((x, { successes }) => bar(x, AXIS - 1, -height(successes, UP_MAX)))} />
      <path className="month__bad" d={bars((x, { failures }) => bar(x, AXIS + 1, height(failures, DOWN_MAX)))} />
    </svg>
  );
}

const bar = (x: number, from: number, height: number): string =>
  height === 0 ? '' : `M${x} ${from}h${BAR}v${height}h-${BAR}z`;

function Figures({ days }: { days: AccountDetail['sign_in_days'] }) {
  const { t } = useTranslation('console');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls by it
    <section className="month__table" tabIndex={0} aria-label={t('detail.month', { days: days.length })}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('detail.month_day')}</th>
            <th scope="col">{t('detail.outcome.success')}</th>
            <th scope="col">{t('detail.attempts')}</th>
          </tr>
        </thead>
        <tbody>
          {days
            .filter(({ successes, failures }) => successes + failures > 0)
            .toReversed()
            .map(({ date, successes, failures }) => (
              <tr key={date}>
                <th scope="row">{date.slice(5)}</th>
                <td>{successes}</td>
                <td>{failures}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
