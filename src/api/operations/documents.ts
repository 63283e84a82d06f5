import { DOCUMENT_OPERATIONS } from '../../contract/index.ts';
import { placeName } from '../divisions/divisions.ts';
import { readHistory } from '../exports/account-file.ts';
import { beginExport } from '../exports/begin.ts';
import { readEnd, recordEnd } from '../exports/end.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { readFacts, toDetail } from '../queries/account-detail.ts';
import { requireOpening } from '../queries/openings.ts';
import { placesToRead } from '../queries/places.ts';
import { readReport } from './report.ts';

/** What is to be printed leaves with the entry that says so, or not at all. */
export const exportReport: Handler<'exportReport'> = async (call, input) => {
  const report = await readReport(call, input);
  const places = placesToRead(call.actor.scope, input.place === undefined ? undefined : [input.place]);
  const begun = await call.services.inTransaction((trx) => beginExport(trx, call, 'exportReport', input));
  return { ...begun, places: places.map(placeName), report };
};

/** Of an account that whoever asks has open. */
export const exportAccountFile: Handler<'exportAccountFile'> = async (call, input) => {
  const { actor, services } = call;
  const { account_id, opening_id } = input;
  const { config, inTransaction } = services;
  const opening = { id: opening_id, subject: actor.subject, accountId: account_id, hours: config.OPENING_HOURS };
  return inTransaction(async (trx) => {
    const [, facts] = await Promise.all([requireOpening(trx, opening), readFacts(trx, account_id, config)]);
    if (!facts) throw new ApiError('account_not_found', {});
    const history = await readHistory(trx, actor, account_id);
    const { id, division } = facts.account;
    const begun = await beginExport(trx, call, 'exportAccountFile', input, { id, division });
    return { ...begun, detail: { opening_id, ...toDetail(facts, actor.scope) }, ...history };
  });
};

/** The console's word: the API has not seen the file. Whoever has it can hold it against the hash that stands here. */
export const endExport: Handler<'endExport'> = async (call, { export_id, end }) => {
  const entry = await call.services.inTransaction((trx) => recordEnd(trx, call, export_id, DOCUMENT_OPERATIONS, end));
  if (entry === null) throw new ApiError('export_not_found', {});
  return { entry_id: entry.id };
};

/** For whoever lost the answer, or the end of a file. */
export const readExportEnd: Handler<'readExportEnd'> = async ({ actor, services }, { export_id }) => {
  const ended = await readEnd(services.db, actor, export_id);
  if (ended === undefined) throw new ApiError('export_not_found', {});
  return { ended };
};
