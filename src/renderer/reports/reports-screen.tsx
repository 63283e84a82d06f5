import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { REPORT_DIMENSIONS, type Report, type ReportDimension } from '../../contract/index.ts';
import { type PlacePath, PlacePick, placeOf } from '../clerk/list/place-pick.tsx';
import { ExportButton } from '../exports/export-button.tsx';
import { serverNow } from '../lib/clock.ts';
import { useSettings } from '../lib/live.tsx';
import { useConsoleQuery } from '../lib/operations.ts';
import { useHasRole } from '../lib/staff.tsx';
import { FailureState } from '../parts/failure.tsx';
import { Late } from '../parts/late.tsx';
import { Pane } from '../parts/pane.tsx';
import { Pick } from '../parts/pick.tsx';
import { useTimeWords } from '../parts/time.tsx';
import { DimensionTable } from './dimension-table.tsx';
import { Figures } from './figures.tsx';
import { daysOf, REPORT_PERIODS, type ReportPeriod } from './periods.ts';
import { StepsChart } from './steps-chart.tsx';
import { StepsTable } from './steps-table.tsx';

/** What was done in a period and a place: figures, a chart, and the tables that say the same. */
export function ReportsScreen() {
  const { t } = useTranslation('reports');
  const allowed = useHasRole('supervisor', 'auditor');
  return (
    <main className="sheet">
      <Pane id="reports" labelledBy="reports-title">
        {allowed ? <Reports /> : <h1 id="reports-title">{t('no_permission')}</h1>}
      </Pane>
    </main>
  );
}

/** A report is kept up to date as long as it is looked at. */
const READ_AGAIN_MS = 30_000;

function Reports() {
  const { t } = useTranslation('reports');
  const [period, setPeriod] = useState<ReportPeriod>('month');
  const [path, setPath] = useState<PlacePath>([]);
  const days = daysOf(period, serverNow());
  const asked = { ...days, ...(path.length > 0 && { place: placeOf(path) }) };
  const { language } = useSettings();
  const { data, error, refetch, isPlaceholderData } = useConsoleQuery('readReport', asked, {
    staleTime: 0,
    refetchInterval: READ_AGAIN_MS,
    placeholderData: (before) => before,
  });
  // The report before, shown until this one is there, tells the parts of another place.
  const parts = isPlaceholderData ? undefined : data?.by.place;
  const places = parts?.map(({ key, name, locks, unlocks, resets }) => ({
    code: key,
    name: name ?? key,
    count: locks + unlocks + resets,
  }));
  return (
    <>
      <div className="list__top">
        <div className="list__title wraps">
          <h1 id="reports-title" className="title">
            {t('title')}
          </h1>
          <PlacePick path={path} totals={places && { places }} onPick={setPath} />
          <Pick
            label={t('period')}
            value={period}
            choices={REPORT_PERIODS.map((id) => ({ id, label: t(`period_of.${id}`) }))}
            onPick={setPeriod}
          />
          <span className="list__total">{t('days', days)}</span>
          <span className="list__exports">
            <ExportButton request={() => ({ operation: 'exportReportTables', input: { ...asked, language } })} />
            <ExportButton kind="pdf" request={() => ({ operation: 'exportReport', input: { ...asked, language } })} />
          </span>
        </div>
      </div>
      <div className="pane__scroll report">
        {error && !data ? (
          <FailureState failure={error.failure} title={t('failed')} onRetry={() => void refetch()} />
        ) : data ? (
          <ReportOf report={data} />
        ) : (
          <Late>
            <p className="quiet" role="status">
              {t('loading')}
            </p>
          </Late>
        )}
      </div>
    </>
  );
}

function ReportOf({ report }: { report: Report }) {
  const { t } = useTranslation('reports');
  const [dimension, setDimension] = useState<ReportDimension>('place');
  return (
    <>
      <Figures totals={report.totals} />
      <StepsChart steps={report.steps} />
      <div className="report__tables">
        <div>
          <div className="head">
            <h2 id="report-by">{t('by')}</h2>
            <Pick
              boxed
              label={t('by')}
              value={dimension}
              choices={REPORT_DIMENSIONS.map((id) => ({ id, label: t(`dimension.${id}`) }))}
              onPick={setDimension}
            />
          </div>
          <DimensionTable dimension={dimension} rows={report.by[dimension]} />
        </div>
        <div>
          <div className="head">
            <h2 id="report-steps">{t('steps')}</h2>
          </div>
          <StepsTable steps={report.steps} />
        </div>
      </div>
      <p className="quiet report__foot">
        {t('counted_to', { time: useTimeWords(report.counted_to, true) })} {t('explained')}
      </p>
    </>
  );
}
