import { COUNT_NAMES, type Counts, OPERATIONS, type ParsedInput, REPORT_DIMENSIONS } from '../../contract/index.ts';
import { placeName } from '../divisions/divisions.ts';
import type { StaffActor } from '../http/actor.ts';
import { placesToRead } from '../queries/places.ts';
import { spansOf } from '../reports/period.ts';
import { readWholeReport } from '../reports/read-report.ts';
import { type Column, inPages, type TableSources, table } from './table.ts';
import type { Wording } from './wording.ts';

/** One line of any of a report's tables, which says of itself what it is of: what is filtered stays readable. */
interface Row extends Counts {
  /** Names of the places of the report. */
  places: readonly string[];
  by: 'total' | 'step' | (typeof REPORT_DIMENSIONS)[number];
  key: string;
  name: string | null;
  /** First and last day. */
  from: string;
  to: string;
}

/** A report's figures: as a whole, by day or month, then by who, where and why, none of them left out. */
export const reportTable = table({
  asked: OPERATIONS.exportReportTables.input,
  pages: reportPages,
  columns: (wording) => {
    const { reports, console, tables } = wording.words;
    const by = { ...reports.dimension, ...tables.report };
    return [
      [tables.report.places, ({ places }) => places.join(console.settings.day_join)],
      [reports.by, (row) => by[row.by]],
      [tables.report.name, (row) => nameOf(row, wording)],
      [tables.report.code, ({ key }) => key],
      [tables.report.from, ({ from }) => from],
      [tables.report.to, ({ to }) => to],
      ...COUNT_NAMES.map((name): Column<Row> => [tables.report.count[name], (row) => String(row[name])]),
    ];
  },
});

async function* reportPages(
  { db }: TableSources,
  { scope }: StaffActor,
  { from, to, place }: ParsedInput<'exportReportTables'>,
): AsyncGenerator<readonly Row[]> {
  const { totals, steps, by } = await readWholeReport(db, scope, { from, to, place });
  const places = placesToRead(scope, place === undefined ? undefined : [place]).map(placeName);
  const spans = spansOf(
    steps.map(({ starts }) => starts),
    { from, to },
  );
  const whole = { places, key: '', name: null, from, to };
  yield* inPages([
    { ...whole, ...totals, by: 'total' },
    ...steps.map((step, n): Row => ({ ...whole, ...step, ...spans[n], by: 'step' })),
    ...REPORT_DIMENSIONS.flatMap((dimension) => by[dimension].map((row): Row => ({ ...whole, ...row, by: dimension }))),
  ]);
}

/** As people know it: places, offices and clerks by name, reasons and causes in words. */
function nameOf({ by, key, name }: Row, { words: { act, console }, code }: Wording): string {
  if (by === 'reason') return code(act.reason, key);
  return by === 'cause' ? code(console.cause, key) : (name ?? key);
}
