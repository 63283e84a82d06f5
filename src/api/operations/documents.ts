import { placeName } from '../divisions/divisions.ts';
import { beginExport, documentSubject, takeTicket } from '../exports/begin.ts';
import type { Handler } from '../http/handler.ts';
import { recordEntry } from '../ledger/record.ts';
import { ApiError } from '../problem.ts';
import { placesToRead } from '../queries/places.ts';
import { readReport } from './report.ts';

/** What is to be printed leaves with the entry that says so, or not at all. */
export const exportReport: Handler<'exportReport'> = async (call, input) => {
  const report = await readReport(call, input);
  const places = placesToRead(call.actor.scope, input.place === undefined ? undefined : [input.place]);
  const begun = await call.services.inTransaction((trx) => beginExport(trx, call, 'exportReport', input));
  return { ...begun, places: places.map(placeName), report };
};

/** The console's word: the API has not seen the file. Whoever has it can hold it against the hash that stands here. */
export const endExport: Handler<'endExport'> = async ({ actor, requestId, services }, { export_id, end }) => {
  const { id } = await services.inTransaction(async (trx) => {
    const ticket = await takeTicket(trx, actor, export_id, 'document');
    if (ticket === null) throw new ApiError('export_not_found', {});
    const done = end.is === 'done';
    return recordEntry(trx, {
      action: 'export',
      outcome: done ? 'done' : 'failed',
      actor,
      requestId,
      reason: done ? documentSubject(ticket.operation) : end.why,
      refersTo: export_id,
      file: done ? end.file : null,
    });
  });
  return { entry_id: id };
};
