import { Readable } from 'node:stream';
import {
  type ExportEnd,
  Id,
  OPERATIONS,
  type Operation,
  TABLE_OPERATIONS,
  type TableOperation,
} from '../../contract/index.ts';
import { SUBJECTS, type Ticket, takeTicket } from '../exports/begin.ts';
import { csvFile } from '../exports/csv-file.ts';
import { TABLES } from '../exports/tables.ts';
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
  const ticket = Id.safeParse(id).success ? await takenBy(services, actor, id) : null;
  if (ticket === null) throw new ApiError('export_not_found', {});

  const record = (end: Pick<EntryDraft, 'outcome' | 'reason' | 'file'>) =>
    services.db
      .transaction()
      .execute((trx) => recordEntry(trx, { action: 'export', actor, requestId, refersTo: id, ...end }));
  const records = TABLES[ticket.operation].records(services, actor, ticket.input);
  const bytes = csvFile(records, {
    done: async (file) => {
      await record({ outcome: 'done', reason: SUBJECTS[ticket.operation], file });
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

/** What was asked for, by whoever asked and may still have it; null for anybody else, and the second time. */
async function takenBy(services: Services, actor: StaffActor, id: string): Promise<Ticket<TableOperation> | null> {
  const ticket = await takeTicket(services.db, actor, id, TABLE_OPERATIONS);
  if (ticket === null) return null;
  const { roles }: Operation = OPERATIONS[ticket.operation];
  return roles.some((role) => actor.roles.includes(role)) ? ticket : null;
}
