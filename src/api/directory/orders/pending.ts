import { sql, type Transaction } from 'kysely';
import type { EntryAction, Office, Role } from '../../../contract/index.ts';
import type { Database } from '../../db/schema.ts';
import type { EntryDraft } from '../../ledger/record.ts';
import { hasId } from '../../queries/openings.ts';

/** Of a leaf, what an act's second entry says again; see `ledger/leaf.ts`. */
interface LeafEntry {
  action: EntryAction;
  actor: { subject: string; roles: Role[]; office?: Office; workstation?: string };
  account: string;
  reason: string;
  channel: string;
  verification: { method: string; reading: string };
  request: string;
}

type PrivateValues = Partial<Record<'note' | 'document_note' | 'ticket' | StaffField, { value: string }>>;
type StaffField = 'actor_name' | 'staff_number' | 'actor_account';

/**
 * What the second entry of an act says as the first did: who ordered it, why, and on what proof. Each is whole: whoever reviews
 * what was done reads one entry.
 *
 * @param entryId of the `pending` entry of a member of the staff
 */
export async function draftOfPending(
  trx: Transaction<Database>,
  entryId: string,
): Promise<Omit<EntryDraft, 'outcome'>> {
  const { rows } = await sql<{ leaf: Buffer; fields: PrivateValues | null }>`
    SELECT leaf, fields
      FROM entries
      LEFT JOIN entry_private ON entry_id = id AND entry_private.recorded_at = entries.recorded_at
     WHERE ${hasId(entryId)}`.execute(trx);
  const [row] = rows;
  if (!row) throw new Error('an order has no entry');
  const { entry } = JSON.parse(row.leaf.toString()) as { entry: LeafEntry };
  const values = row.fields ?? {};
  return {
    action: entry.action,
    actor: {
      kind: 'staff',
      subject: entry.actor.subject,
      name: values.actor_name?.value ?? '',
      staffNumber: values.staff_number?.value ?? null,
      office: entry.actor.office ?? null,
      roles: entry.actor.roles,
      scope: [],
      account: values.actor_account?.value ?? null,
      signedInAt: null,
      workstation: entry.actor.workstation ?? null,
    },
    refersTo: entryId,
    reason: entry.reason,
    channel: entry.channel,
    verification: entry.verification,
    requestId: entry.request,
    private: { note: values.note?.value, document_note: values.document_note?.value, ticket: values.ticket?.value },
  };
}
