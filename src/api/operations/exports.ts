import { beginExport } from '../exports/begin.ts';
import type { Handler } from '../http/handler.ts';
import { periodOf } from '../queries/entry-reading.ts';
import { stepsAsked } from '../reports/read-report.ts';

/** The period is fixed now: the file holds what was asked for when it was asked for. */
export const exportEntries: Handler<'exportEntries'> = (call, input) => {
  const fixed = { ...input, ...periodOf(input) };
  return call.services.inTransaction((trx) => beginExport(trx, call, 'exportEntries', fixed));
};

export const exportLockedAccounts: Handler<'exportLockedAccounts'> = (call, input) =>
  call.services.inTransaction((trx) => beginExport(trx, call, 'exportLockedAccounts', input));

export const exportReportTables: Handler<'exportReportTables'> = async (call, input) => {
  stepsAsked(input);
  return call.services.inTransaction((trx) => beginExport(trx, call, 'exportReportTables', input));
};

/** Whoever has just signed in stands in it, as in the list. */
export const exportAccessReview: Handler<'exportAccessReview'> = async (call, input) => {
  await call.services.staffSeen.write();
  return call.services.inTransaction((trx) => beginExport(trx, call, 'exportAccessReview', input));
};
