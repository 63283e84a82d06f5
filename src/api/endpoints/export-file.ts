import { Readable } from 'node:stream';
import { type ExportEnd, Id, OPERATIONS, type Operation } from '../../contract/index.ts';
import { takeTicket } from '../exports/begin.ts';
import { csvFile } from '../exports/csv-file.ts';
import { entriesTable } from '../exports/entries-table.ts';
import { lockedTable } from '../exports/locked-table.ts';
import type { StaffActor } from '../http/actor.ts';
import type { EndpointHandler } from '../http/handler.ts';
import { type EntryDraft, recordEntry } from '../ledger/record.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';

/**
 * The file of an export, once. Its end comes after the entry that tells its hash: whoever has the whole file has that
 * entry, and a file without one has no end.
 */
export const exportFile: EndpointHandler = async ({ actor, path, requestId, services, signal }, reply) => {
  if (actor?.kind !== 'staff') throw new ApiError('token_missing', {});
  const id = path.slice(path.lastIndexOf('/') + 1);
  const pages = Id.safeParse(id).success ? await pagesOf(services, actor, id) : null;
  if (pages === null) throw new ApiError('export_not_found', {});

  const record = (end: Pick<EntryDraft, 'outcome' | 'reason' | 'file'>) =>
    services.db
      .transaction()
      .execute((trx) => recordEntry(trx, { action: 'export', actor, requestId, refersTo: id, ...end }));
  const bytes = csvFile(pages.rows, {
    done: async (file) => {
      await record({ outcome: 'done', reason: pages.subject, file });
    },
    ended: async (error) => {
      const reason: ExportEnd = signal.aborted ? 'cancelled' : 'broken_off';
      if (reason === 'broken_off') services.log.error({ err: error, request_id: requestId }, 'an export broke off');
      // The first entry stays pending then, which is as true.
      await record({ outcome: 'failed', reason }).catch((err: unknown) => services.log.error({ err }));
    },
  });
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', 'attachment; filename="export.csv"')
    .send(Readable.from(bytes, { signal }));
};

interface Pages {
  /** What the file holds, as its entries name it. */
  subject: string;
  rows: AsyncIterable<string[][]>;
}

/** What was asked for, by whoever asked and may still have it; null for anybody else, and the second time. */
async function pagesOf(services: Services, actor: StaffActor, id: string): Promise<Pages | null> {
  const ticket = await takeTicket(services.db, actor, id, 'table');
  if (ticket === null) return null;
  const { exportEntries, exportLockedAccounts } = OPERATIONS;
  const may = ({ roles }: Operation) => roles.some((role) => actor.roles.includes(role));
  if (ticket.operation === 'exportEntries' && may(exportEntries)) {
    const input = exportEntries.input.parse(ticket.input);
    return { subject: 'entries', rows: entriesTable(services, actor, input) };
  }
  if (ticket.operation === 'exportLockedAccounts' && may(exportLockedAccounts)) {
    const input = exportLockedAccounts.input.parse(ticket.input);
    return { subject: 'locked_accounts', rows: lockedTable(services, actor, input) };
  }
  return null;
}
