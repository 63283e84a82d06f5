/** The second entry of an export: exactly one, whatever is lost on the way to it. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { ExportEnded, ExportOperation } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Call } from '../http/handler.ts';
import { type EntryDraft, recordEntry } from '../ledger/record.ts';
import { hasId } from '../queries/openings.ts';
import type { Services } from '../services.ts';
import { SUBJECTS } from './begin.ts';

/** Nothing was heard of it for so long: then it is abandoned. As long an end is known to whoever asks again. */
const SILENT = sql`interval '1 hour'`;
const ABANDONED_AT_ONCE = 100;
const NOBODY = { kind: 'policy', subject: 'exports' } as const;

interface Open {
  operation: ExportOperation;
  end_id: string | null;
  /** It has ended, and just so. */
  same: boolean | null;
}

/**
 * Writes the second entry of an export, once: whoever says the same again, having lost the answer, is told of the same entry.
 * Null where there is none of whoever asks, and where it has come to another end.
 *
 * @param of which exports it may be of
 */
export async function recordEnd(
  trx: Transaction<Database>,
  { actor, requestId }: Pick<Call<StaffActor>, 'actor' | 'requestId'>,
  exportId: string,
  of: readonly ExportOperation[],
  ended: ExportEnded,
): Promise<{ id: string } | null> {
  const { rows } = await sql<Open>`
    SELECT operation, end_id, ended = ${JSON.stringify(ended)}::jsonb AS same FROM export_tickets
     WHERE id = ${exportId} AND actor_subject = ${actor.subject} AND operation = ANY (${[...of]}) FOR UPDATE`.execute(
    trx,
  );
  const [open] = rows;
  if (!open) return null;
  if (open.end_id !== null) return open.same ? { id: open.end_id } : null;
  return write(trx, { id: exportId, operation: open.operation }, ended, { actor, requestId });
}

/** What became of an export; null while it is under way. Undefined where whoever asks has none of that id. */
export async function readEnd(
  db: Kysely<Database>,
  { subject }: StaffActor,
  exportId: string,
): Promise<ExportEnded | null | undefined> {
  const { rows } = await sql<{ ended: ExportEnded | null }>`
    SELECT ended FROM export_tickets WHERE id = ${exportId} AND actor_subject = ${subject}`.execute(db);
  return rows[0]?.ended;
}

/** Its file is still coming. */
export async function stillComing(db: Kysely<Database>, exportId: string): Promise<void> {
  await sql`UPDATE export_tickets SET coming_at = now() WHERE id = ${exportId}`.execute(db);
}

/**
 * Ends what nobody went on with: a console or a replica that died, a file that was never fetched. Then forgets what came to its
 * end long enough ago.
 */
export async function abandonExports({ inTransaction, db }: Services): Promise<{ more: boolean }> {
  const abandoned = await inTransaction(async (trx) => {
    const { rows } = await sql<{ id: string; operation: ExportOperation }>`
      SELECT id, operation FROM export_tickets
       WHERE end_id IS NULL AND greatest(created_at, coming_at) < now() - ${SILENT}
       ORDER BY created_at LIMIT ${ABANDONED_AT_ONCE} FOR UPDATE SKIP LOCKED`.execute(trx);
    for (const ticket of rows) await write(trx, ticket, { is: 'failed', why: 'abandoned' }, { actor: NOBODY });
    return rows.length;
  });
  await sql`DELETE FROM export_tickets WHERE ended_at < now() - ${SILENT}`.execute(db);
  return { more: abandoned === ABANDONED_AT_ONCE };
}

async function write(
  trx: Transaction<Database>,
  { id, operation }: { id: string; operation: ExportOperation },
  ended: ExportEnded,
  by: Pick<EntryDraft, 'actor' | 'requestId'>,
): Promise<{ id: string }> {
  const done = ended.is === 'done';
  const entry = await recordEntry(trx, {
    action: 'export',
    outcome: done ? 'done' : 'failed',
    ...(await whereBegun(trx, id)),
    ...by,
    reason: done ? SUBJECTS[operation] : ended.why,
    refersTo: id,
    file: done ? ended.file : null,
  });
  await sql`
    UPDATE export_tickets SET end_id = ${entry.id}, ended = ${JSON.stringify(ended)}::jsonb, ended_at = now()
     WHERE id = ${id}`.execute(trx);
  return entry;
}

/** The account that the first entry is about, and the place that it belongs to. */
async function whereBegun(db: Kysely<Database>, entryId: string): Promise<Pick<EntryDraft, 'account' | 'division'>> {
  const { rows } = await sql<{ account_id: string | null; division: string | null }>`
    SELECT account_id, division FROM entries WHERE ${hasId(entryId)}`.execute(db);
  const { account_id: id = null, division = null } = rows[0] ?? {};
  return id === null ? { division } : { account: { id, division } };
}
