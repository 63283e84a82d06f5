import { REPORT_ROWS_MAX, type ReportDimension, type ReportRow } from '../../contract/index.ts';
import type { Handler } from '../http/handler.ts';
import { readWholeReport } from '../reports/read-report.ts';

/** As many rows of each table as are read on a screen or on paper. */
export const readReport: Handler<'readReport'> = async ({ actor, services }, asked) => {
  const { by, ...report } = await readWholeReport(services.db, actor.scope, asked);
  const first = (dimension: ReportDimension): ReportRow[] => by[dimension].slice(0, REPORT_ROWS_MAX);
  return {
    ...report,
    by: {
      place: first('place'),
      office: first('office'),
      reason: first('reason'),
      cause: first('cause'),
      clerk: first('clerk'),
    },
  };
};
