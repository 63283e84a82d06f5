import { type Kysely, sql, type Transaction } from 'kysely';
import type { ExportBegun, ExportSubject, ParsedInput } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Call } from '../http/handler.ts';
import { type EntryDraft, recordEntry } from '../ledger/record.ts';

/** Tables are files that the API writes, documents such as the console prints. */
const TABLES = { exportEntries: 'entries', exportLockedAccounts: 'locked_accounts' } as const;
const DOCUMENTS = { exportReport: 'report', exportAccountFile: 'account_file', exportExtract: 'extract' } as const;
const SUBJECTS = { ...TABLES, ...DOCUMENTS } satisfies Record<string, ExportSubject>;

/**
 * Writes the first entry of an export, `pending`, and a ticket by which whoever began it goes on: the entry stands before
 * there is a first byte.
 *
 * @param account whose file it is, where it is one's
 * @param more what else its entry says; `private` in place of what was asked
 */
export async function beginExport<N extends keyof typeof SUBJECTS>(
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
export interface Ticket {
  operation: string;
  input: unknown;
}

/** Takes away the ticket of a table, or of a document. Null where there is none of whoever asks, and the second time. */
export async function takeTicket(
  db: Kysely<Database>,
  { subject }: StaffActor,
  id: string,
  of: 'table' | 'document',
): Promise<Ticket | null> {
  const { rows } = await sql<Ticket>`
    DELETE FROM export_tickets
     WHERE id = ${id} AND actor_subject = ${subject}
       AND operation = ANY (${Object.keys(of === 'table' ? TABLES : DOCUMENTS)})
    RETURNING operation, input`.execute(db);
  return rows[0] ?? null;
}

/** What the document was of that an operation begins. */
export const documentSubject = (operation: string): ExportSubject | null =>
  operation in DOCUMENTS ? DOCUMENTS[operation as keyof typeof DOCUMENTS] : null;
