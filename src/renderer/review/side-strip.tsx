import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { CAUSES, type Report, type ReportRow } from '../../contract/index.ts';
import { LedgerProof } from '../ledger/ledger-proof.tsx';
import { WitnessLine } from '../ledger/witness-line.tsx';
import { useClock } from '../lib/clock.ts';
import { momentOf } from '../lib/days.ts';
import { useConsoleQuery } from '../lib/operations.ts';
import { Meter, TELLING_MIN } from './meter.tsx';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 7;
const ROWS_MAX = 8;
const ASK = { staleTime: 60_000, refetchInterval: 60_000 } as const;

/** Beside the queue, where there is room: whether the ledger is whole, and what today looks like beside other days. */
export function SideStrip() {
  const { t } = useTranslation('review');
  const today = useClock((now) => momentOf(now).date);
  const before = (days: number) => momentOf(Date.parse(`${today}T12:00:00`) - days * DAY_MS).date;
  const { data: now } = useConsoleQuery('readReport', { from: today, to: today }, ASK);
  const { data: week } = useConsoleQuery('readReport', { from: before(USUAL_DAYS), to: before(1) }, ASK);
  return (
    <aside className="strip" aria-label={t('strip.title')}>
      <div className="strip__part">
        <LedgerProof />
        <WitnessLine />
      </div>
      {now && week && <Acts now={now} week={week} />}
      {now && <Causes now={now} />}
    </aside>
  );
}

const acts = ({ unlocks, resets }: ReportRow): number => unlocks + resets;

/** Offices are told within a city; further up it is places. */
function Acts({ now, week }: { now: Report; week: Report }) {
  const { t } = useTranslation('review');
  const id = useId();
  const by = now.by.office.length > 0 || week.by.office.length > 0 ? 'office' : 'place';
  const usual = new Map(week.by[by].map((row) => [row.key, acts(row) / USUAL_DAYS]));
  const rows = now.by[by].filter((row) => acts(row) > 0).slice(0, ROWS_MAX);
  return (
    <section className="strip__part" aria-labelledby={id}>
      <h2 id={id}>{t(`strip.${by}`)}</h2>
      <p className="quiet">{rows.length > 0 ? t('strip.usual_note', { min: TELLING_MIN }) : t('strip.none')}</p>
      {rows.length > 0 && (
        <table className="plain pattern" aria-labelledby={id}>
          <thead className="sr-only">
            <tr>
              <th scope="col">{t(`strip.${by}`)}</th>
              <th scope="col">{t('strip.today')}</th>
              <th scope="col">{t('strip.usual')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const mean = usual.get(row.key) ?? 0;
              return (
                <tr key={row.key}>
                  <th scope="row" title={row.name ?? row.key}>
                    {row.name ?? row.key}
                  </th>
                  <td className="num">
                    <Meter own={acts(row)} usual={mean} />
                    <b>{acts(row)}</b>
                  </td>
                  <td className="sr-only">{Math.round(mean)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Causes({ now }: { now: Report }) {
  const { t, i18n } = useTranslation(['review', 'console']);
  const id = useId();
  const { locks } = now.totals;
  const share = (part: number) =>
    (part / locks).toLocaleString(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  const rows = now.by.cause.filter((row) => row.locks > 0);
  return (
    <section className="strip__part" aria-labelledby={id}>
      <h2 id={id}>{t('strip.causes')}</h2>
      <p className="quiet">{locks > 0 ? t('strip.of', { count: locks }) : t('strip.none')}</p>
      {locks > 0 && (
        <table className="plain pattern" aria-labelledby={id}>
          <tbody>
            {rows.map((row) => {
              const cause = CAUSES.find((one) => one === row.key);
              return (
                <tr key={row.key}>
                  <th scope="row">{cause === undefined ? row.key : t(`console:cause.${cause}`)}</th>
                  <td className="num">
                    <Share part={row.locks / locks} />
                    <b>{share(row.locks)}</b>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** A part of a whole, for sight only. */
function Share({ part }: { part: number }) {
  return (
    <svg className="meter" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect className="meter__track" x="0" y="4" width="100" height="4" />
      <rect className="meter__self" x="0" y="4" width={100 * part} height="4" />
    </svg>
  );
}
