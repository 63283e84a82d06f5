import { ChartColumn, Table2, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HourlyRow, HourlyUnlocks } from '../../contract/index.ts';
import { useConsoleQuery } from '../lib/operations.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { Mark } from '../parts/mark.tsx';

/** Drawn at most: what stands out and the busiest come first. */
const DRAWN_MAX = 5;
/** Hours that are drawn whether there is anything in them or not. */
const [OPENS, CLOSES] = [8, 17];
const STEP = 11;
const BAR = 9;
const HEIGHT = 28;

/** Unlocks of today so far. */
export const useHourlyUnlocks = () =>
  useConsoleQuery('hourlyUnlocks', {}, { staleTime: 60_000, refetchInterval: 60_000 });

const nameOf = ({ name, key }: HourlyRow): string => name ?? key;
const totalOf = ({ hours }: HourlyRow): number => hours.reduce((sum, one) => sum + one, 0);

/** One sentence: the hour of an office that stands out, or that none does. */
export function useHoursSentence(): { text: string; bad: boolean } | null {
  const { t, i18n } = useTranslation('review');
  const { data: unlocks, error } = useHourlyUnlocks();
  if (!unlocks) return error && { text: t('strip.hours_failed'), bad: false };
  const outliers = unlocks.rows.filter(({ outlier }) => outlier !== null);
  const [first] = outliers;
  if (!first?.outlier) {
    if (unlocks.rows.length === 0) return { text: t('strip.no_unlocks'), bad: false };
    const comparable = unlocks.rows.some(({ usual }) => usual !== null);
    return { text: t(comparable ? 'strip.nothing_out' : 'strip.no_usual'), bad: false };
  }
  const { hour, count, usual } = first.outlier;
  const times = (count / usual).toLocaleString(i18n.language, { maximumFractionDigits: usual * 10 > count ? 1 : 0 });
  const text = t(usual < 1 ? 'strip.out_of_none' : 'strip.out', { name: nameOf(first), hour, figure: count, times });
  const others = outliers.length - 1;
  return { text: others === 0 ? text : t('strip.and_others', { text, others }), bad: true };
}

/** Today's unlocks by office and hour: drawn for a few, and as a table by its button. */
export function StripHours() {
  const { t } = useTranslation('review');
  const id = useId();
  const { data: unlocks } = useHourlyUnlocks();
  const sentence = useHoursSentence();
  const [asTable, setAsTable] = useState(false);
  if (!sentence) return null;
  return (
    <section className="strip__part" aria-labelledby={id}>
      <div className="head">
        <h2 id={id}>{t('strip.hours')}</h2>
        {unlocks && unlocks.rows.length > 0 && (
          <IconButton
            size="small"
            icon={asTable ? ChartColumn : Table2}
            label={t(asTable ? 'strip.picture' : 'strip.table')}
            onPress={() => setAsTable(!asTable)}
          />
        )}
      </div>
      <p className={sentence.bad ? 'mark--bad' : 'quiet'}>{sentence.text}</p>
      {unlocks && unlocks.rows.length > 0 && (asTable ? <Figures unlocks={unlocks} /> : <Bars unlocks={unlocks} />)}
    </section>
  );
}

/** From opening to closing time, and every hour beyond in which there is something. */
function hoursOf(rows: readonly HourlyRow[]): number[] {
  const used = rows.flatMap(({ hours }) => hours.flatMap((count, hour) => (count > 0 ? hour : [])));
  const from = Math.min(OPENS, ...used);
  return Array.from({ length: Math.max(CLOSES, ...used) - from + 1 }, (_, at) => from + at);
}

function Bars({ unlocks }: { unlocks: HourlyUnlocks }) {
  const { t, i18n } = useTranslation('review');
  const rows = unlocks.rows.slice(0, DRAWN_MAX);
  const left = unlocks.rows.length - rows.length + unlocks.more;
  const hours = hoursOf(rows);
  const most = Math.max(1, ...rows.flatMap((row) => row.hours));
  const ends = [hours[0], hours[Math.floor(hours.length / 2)], hours.at(-1)];
  const width = hours.length * STEP;
  return (
    <>
      <ul className="hours">
        {rows.map((row) => (
          <li key={row.key}>
            <span>{nameOf(row)}</span>
            <b>{totalOf(row).toLocaleString(i18n.language)}</b>
            <svg
              className="meter"
              viewBox={`0 0 ${width} ${HEIGHT}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={t('strip.bars', {
                name: nameOf(row),
                from: hours[0],
                to: hours.at(-1),
                figures: hours.map((hour) => row.hours[hour]).join(t('strip.between')),
              })}
            >
              {hours.map((hour, at) => {
                const height = ((row.hours[hour] ?? 0) * HEIGHT) / most;
                return (
                  <rect
                    key={hour}
                    className={hour === row.outlier?.hour ? 'meter__self--over' : 'meter__self'}
                    x={at * STEP + 1}
                    y={HEIGHT - height}
                    width={BAR}
                    height={height}
                  />
                );
              })}
            </svg>
            {row.outlier && (
              <Mark tone="bad" icon={TriangleAlert}>
                {t('strip.out_here', {
                  hour: row.outlier.hour,
                  figure: row.outlier.count,
                  usual: row.outlier.usual.toLocaleString(i18n.language, { maximumFractionDigits: 1 }),
                })}
              </Mark>
            )}
          </li>
        ))}
      </ul>
      <p className="head quiet" aria-hidden="true">
        {ends.map((hour) => (
          <span key={hour}>{t('strip.hour', { hour })}</span>
        ))}
      </p>
      {left > 0 && <p className="quiet">{t('strip.more', { left })}</p>}
    </>
  );
}

function Figures({ unlocks: { rows, by, more } }: { unlocks: HourlyUnlocks }) {
  const { t, i18n } = useTranslation('review');
  const hours = hoursOf(rows);
  const usualOf = ({ usual }: HourlyRow) =>
    usual === null
      ? t('item.nobody')
      : Math.round(usual.reduce((sum, one) => sum + one, 0)).toLocaleString(i18n.language);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls by it */}
      <section className="month__table" tabIndex={0} aria-label={t('strip.figures')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t(by === 'province' ? 'strip.where_province' : 'strip.where')}</th>
              <th scope="col">{t('strip.total')}</th>
              <th scope="col">{t('strip.usual')}</th>
              {hours.map((hour) => (
                <th key={hour} scope="col">
                  {t('strip.hour', { hour })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{nameOf(row)}</th>
                <td>{totalOf(row).toLocaleString(i18n.language)}</td>
                <td>{usualOf(row)}</td>
                {hours.map((hour) => (
                  <td key={hour}>{row.hours[hour]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && <p className="quiet">{t('strip.table_most', { shown: rows.length, more })}</p>}
    </>
  );
}
