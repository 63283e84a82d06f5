/** Entries of the ledger, from the tables to the contract. */
import { type RawBuilder, sql } from 'kysely';
import type { AccountState, EntryAction, EntryDetail, EntryOutcome, EntrySummary } from '../../contract/index.ts';

export interface EntryRow {
  id: string;
  index: number | null;
  recorded_at: Date;
  action: EntryAction;
  outcome: EntryOutcome;
  actor_kind: 'staff' | 'policy' | 'system';
  actor_subject: string;
  actor_name: string | null;
  staff_number: string | null;
  office_code: string | null;
  office_name: string | null;
  workstation: string | null;
  account_id: string | null;
  name_masked: string | null;
  document_masked: string | null;
  reason: string | null;
  channel: string | null;
  verification_method: string | null;
  verification_reading: string | null;
  field: string | null;
  refused_with: string | null;
}

/** What a list shows of `entries`; everything but the leaf's bytes and what only one whole entry has. */
const COLUMNS = [
  ...['id', 'recorded_at', 'action', 'outcome', 'actor_kind', 'actor_subject', 'actor_name', 'staff_number'],
  ...['office_code', 'office_name', 'workstation', 'account_id', 'reason', 'channel', 'verification_method'],
  ...['verification_reading', 'field', 'refused_with'],
] as const satisfies readonly (keyof EntryRow)[];

/** {@link COLUMNS} of `entries` by that name. */
export const entryColumns = (table: string) => sql.raw(COLUMNS.map((column) => `${table}.${column}`).join(', '));

export const ENTRY_COLUMNS = sql.raw(COLUMNS.join(', '));

/** Newest first, in the ledger's order. */
export const NEWEST_FIRST = sql`recorded_at DESC, id DESC`;
export const OLDEST_FIRST = sql`recorded_at, id`;

/** Adds to the entries of a subquery their place in the ledger and the account's masked name. */
export function withNames(entries: RawBuilder<unknown>): RawBuilder<EntryRow> {
  return sql<EntryRow>`
    SELECT entry.*, leaf.index, account.name_masked, account.document_masked
      FROM (${entries}) AS entry
      LEFT JOIN leaves AS leaf ON leaf.entry_id = entry.id
      LEFT JOIN accounts AS account ON account.id = entry.account_id
     ORDER BY entry.recorded_at DESC, entry.id DESC`;
}

export function toEntrySummary(row: EntryRow): EntrySummary {
  const { account_id, name_masked, document_masked, verification_method, verification_reading } = row;
  return {
    id: row.id,
    index: row.index,
    recorded_at: row.recorded_at.toISOString(),
    action: row.action,
    outcome: row.outcome,
    actor: {
      kind: row.actor_kind,
      subject: row.actor_subject,
      name: row.actor_name,
      staff_number: row.staff_number,
      office: row.office_code === null ? null : { code: row.office_code, name: row.office_name ?? '' },
      workstation: row.workstation,
    },
    // A refusal may name an account that never was.
    account:
      account_id === null || name_masked === null || document_masked === null
        ? null
        : { id: account_id, name: name_masked, document: document_masked },
    reason: row.reason,
    verification:
      verification_method === null || verification_reading === null
        ? null
        : { method: verification_method, reading: verification_reading },
    channel: row.channel,
    field: row.field,
    refused_with: row.refused_with,
  };
}

/** What only one whole entry has. */
export interface WholeEntryRow extends EntryRow {
  refers_to: string | null;
  request_id: string | null;
  before: AccountState | null;
  after: AccountState | null;
  private: Record<string, { value: string }> | null;
}

const NO_MORE = { filters: null, file: null, access: null, substitution: null };

/** @param more what only exports, signatures and substitutes have */
export function toEntryDetail(
  row: WholeEntryRow,
  more: Pick<EntryDetail, 'filters' | 'file' | 'access' | 'substitution'> = NO_MORE,
): EntryDetail {
  return {
    ...toEntrySummary(row),
    note: row.private?.note?.value ?? null,
    document_note: row.private?.document_note?.value ?? null,
    ticket: row.private?.ticket?.value ?? null,
    marked_staff: row.private?.marked_staff?.value ?? null,
    request_id: row.request_id,
    before: row.before,
    after: row.after,
    refers_to: row.refers_to,
    ...more,
  };
}
