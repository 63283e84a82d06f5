import { type Kysely, sql, type Transaction } from 'kysely';
import type { ExportBegun, ExportOperation, ExportSubject, ParsedInput } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Call } from '../http/handler.ts';
import { type EntryDraft, recordEntry } from '../ledger/record.ts';

/** What the entries of an export call what it holds. */
export const SUBJECTS: Readonly<Record<ExportOperation, ExportSubject>> = {
  exportEntries: 'entries',
  exportLockedAccounts: 'locked_accounts',
  exportReportTables: 'report',
  exportAccessReview: 'access_review',
  exportReport: 'report',
  exportAccountFile: 'account_file',
  exportExtract: 'extract',
};

/**
 * Writes the first entry of an export, `pending`, and a ticket by which whoever began it goes on: the entry stands before
 * there is a first byte.
 *
 * @param account whose file it is, where it is one's
 * @param more what else its entry says; `private` in place of what was asked
 */
export async function beginExport<N extends ExportOperation>(
  trx: Transaction<Database>,
  { actor, requestId }: Pick<Call<StaffActor>, 'actor' | 'requestId'>,
  operation: N,
  input: ParsedInput<N>,
  account?: EntryDraft['account'],
  more?: Pick<EntryDraft, 'channel' | 'verification' | 'refersTo' | 'private'>,
): Promise<ExportBegun> {
  const asked = JSON.stringify(input);
  const { id, recorded_at } = await recordEntry(trx, {
    action: 'export',
    outcome: 'pending',
    actor,
    account: account ?? null,
    requestId,
    reason: SUBJECTS[operation],
    private: { filters: asked },
    ...more,
  });
  await sql`
    INSERT INTO export_tickets (id, actor_subject, operation, input)
    VALUES (${id}, ${actor.subject}, ${operation}, ${asked}::jsonb)`.execute(trx);
  return { export_id: id, recorded_at: recorded_at.toISOString() };
}

/** What somebody began: its operation, with the input as it was checked then. */
export interface Ticket<N extends ExportOperation> {
  operation: N;
  input: unknown;
}

/**
 * Gives whoever began an export what to go on by, once. Null where there is none of whoever asks, where it has come to an end,
 * and the second time.
 *
 * @param of which exports it may be of
 */
export async function takeTicket<N extends ExportOperation>(
  db: Kysely<Database>,
  { subject }: StaffActor,
  id: string,
  of: readonly N[],
): Promise<Ticket<N> | null> {
  const { rows } = await sql<Ticket<N>>`
    UPDATE export_tickets SET coming_at = now()
     WHERE id = ${id} AND actor_subject = ${subject} AND operation = ANY (${[...of]})
       AND coming_at IS NULL AND end_id IS NULL
    RETURNING operation, input`.execute(db);
  return rows[0] ?? null;
}
