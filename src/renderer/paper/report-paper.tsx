import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Paper,
  type PaperContent,
  REPORT_DIMENSIONS,
  REPORT_ROWS_MAX,
  type ReportDimension,
} from '../../contract/index.ts';
import { type CountsRow, CountsTable } from '../reports/counts-table.tsx';
import { Figures } from '../reports/figures.tsx';
import { StepsChart } from '../reports/steps-chart.tsx';
import { stepRows } from '../reports/steps-table.tsx';
import { useDimensionRows } from '../reports/use-dimension-rows.ts';
import { ExportFacts, Fact, secondOf } from './facts.tsx';
import { PaperProof } from './paper-proof.tsx';

/** A period's report on A4: all that the screen has, every table of it. */
export function ReportPaper({ content, paper }: { content: PaperContent<'exportReport'>; paper: Paper }) {
  const { t } = useTranslation(['paper', 'reports']);
  const named = useDimensionRows();
  const { input, answer } = content;
  const { report, places } = answer;
  return (
    <main className="paper">
      <h1>{t('paper:report.title')}</h1>
      <dl className="paper__facts">
        <Fact name={t('paper:facts.period')}>{t('reports:days', input)}</Fact>
        <Fact name={t('paper:facts.places')}>{places.join(t('paper:join'))}</Fact>
        <Fact name={t('paper:facts.counted_to')}>{secondOf(report.counted_to)}</Fact>
        <ExportFacts content={content} by={paper.by} />
      </dl>
      <Figures totals={report.totals} />
      <section>
        <h2>{t('paper:report.chart')}</h2>
        <StepsChart steps={report.steps} />
      </section>
      {REPORT_DIMENSIONS.map((dimension) => (
        <ByDimension key={dimension} dimension={dimension} rows={named(report.by[dimension])} />
      ))}
      <Counted title={t('paper:report.steps')} head={t('reports:starts')} rows={stepRows(report.steps)} />
      <p>{t('reports:explained')}</p>
      <PaperProof ledger={paper.ledger} />
    </main>
  );
}

function ByDimension({ dimension, rows }: { dimension: ReportDimension; rows: readonly CountsRow[] }) {
  const { t } = useTranslation(['paper', 'reports']);
  const name = t(`reports:dimension.${dimension}`);
  // Nothing there: offices and clerks are counted within a city alone.
  if (rows.length === 0) return null;
  const isFull = rows.length === REPORT_ROWS_MAX;
  return <Counted title={t(`paper:report.by.${dimension}`)} head={name} rows={rows} isFull={isFull} />;
}

interface CountedProps {
  title: string;
  head: string;
  rows: readonly CountsRow[];
  /** There may be more. */
  isFull?: boolean;
}

function Counted({ title, head, rows, isFull = false }: CountedProps) {
  const { t } = useTranslation('paper');
  const id = useId();
  return (
    <section>
      <h2 id={id}>{title}</h2>
      {isFull && <p>{t('report.full', { count: REPORT_ROWS_MAX })}</p>}
      <CountsTable head={head} rows={rows} labelledBy={id} />
    </section>
  );
}
