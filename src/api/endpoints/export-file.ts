import { Readable } from 'node:stream';
import {
  type ExportEnded,
  Id,
  OPERATIONS,
  type Operation,
  TABLE_OPERATIONS,
  type TableOperation,
} from '../../contract/index.ts';
import { type Ticket, takeTicket } from '../exports/begin.ts';
import { csvFile } from '../exports/csv-file.ts';
import { recordEnd, stillComing } from '../exports/end.ts';
import { TABLES } from '../exports/tables.ts';
import type { StaffActor } from '../http/actor.ts';
import type { EndpointHandler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';

const STILL_COMING_MS = 60_000;

/**
 * The file of an export, once. Its end comes after the entry that tells its hash: whoever has the whole file has that
 * entry, and a file without one has no end.
 */
export const exportFile: EndpointHandler = async ({ actor, path, requestId, services, signal }, reply) => {
  if (actor?.kind !== 'staff') throw new ApiError('token_missing', {});
  const id = path.slice(path.lastIndexOf('/') + 1);
  const ticket = Id.safeParse(id).success ? await takenBy(services, actor, id) : null;
  if (ticket === null) throw new ApiError('export_not_found', {});

  const end = async (ended: ExportEnded) => {
    const entry = await services.db
      .transaction()
      .execute((trx) => recordEnd(trx, { actor, requestId }, id, TABLE_OPERATIONS, ended));
    // It was taken for abandoned: then there is no whole file either.
    if (entry === null) throw new ApiError('export_not_found', {});
  };
  const records = TABLES[ticket.operation].records(services, actor, ticket.input);
  const bytes = csvFile(whileComing(services, id, records), {
    done: (file) => end({ is: 'done', file }),
    ended: async (error) => {
      const why = signal.aborted ? 'cancelled' : 'broken_off';
      if (why === 'broken_off') services.log.error({ err: error, request_id: requestId }, 'an export broke off');
      // It is said to be abandoned then, in an hour.
      await end({ is: 'failed', why }).catch((err: unknown) => services.log.error({ err }));
    },
  });
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', 'attachment; filename="export.csv"')
    .send(Readable.from(bytes, { signal }));
};

/** The same, with a sign of life for as long as it is read: whoever takes it slowly has not gone away. */
async function* whileComing<Page>({ db, log }: Services, id: string, pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  const beat = setInterval(() => {
    stillComing(db, id).catch((err: unknown) => log.error({ err }));
  }, STILL_COMING_MS);
  try {
    yield* pages;
  } finally {
    clearInterval(beat);
  }
}

/** What was asked for, by whoever asked and may still have it; null for anybody else, and the second time. */
async function takenBy(services: Services, actor: StaffActor, id: string): Promise<Ticket<TableOperation> | null> {
  const ticket = await takeTicket(services.db, actor, id, TABLE_OPERATIONS);
  if (ticket === null) return null;
  const { roles }: Operation = OPERATIONS[ticket.operation];
  return roles.some((role) => actor.roles.includes(role)) ? ticket : null;
}
