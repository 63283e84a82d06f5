import { sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { AccountState, EntryAction, EntryOutcome, ErrorCode, ExportedFile } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { Actor } from '../http/actor.ts';
import { ApiError } from '../problem.ts';
import { LEAF_FORMAT, leafParts, placeOf } from './leaf.ts';
import type { RestorationLeaf } from './restoration/declaration.ts';

/** The lock policy, and the clock that ends what it began. The subject is the policy's version. */
export interface PolicyActor {
  kind: 'policy';
  subject: string;
}

/** An account's state beside an act, and what else of it the act changed. */
export interface EntryState extends AccountState {
  /** When it really came about, where that is not when it was recorded: a lock ends by itself at its end. RFC 3339. */
  effective_at?: string;
  /** County code, where the act moved the account. */
  division?: string;
}

/** What is kept in `entry_private` and only committed to in the leaf. */
export type PrivateField =
  | 'note'
  | 'document_note'
  | 'ticket'
  | 'marked_staff'
  | 'search_text'
  | 'search_hits'
  | 'filters'
  | 'access'
  | 'substitution';

export interface EntryDraft {
  /** A `uuidv7()` of the database, where other rows must name the entry before it is written. */
  id?: string;
  action: EntryAction;
  outcome: EntryOutcome;
  actor: Actor | PolicyActor;
  /** The account it is about, with the county it belongs to now. */
  account?: { id: string; division: string | null } | null;
  /** County where it belongs, where neither an office nor an account tells. */
  division?: string | null;
  /** Reason code of an act, cause of a lock, what a search was read as. */
  reason?: string | null;
  channel?: string | null;
  /** How somebody was verified; a search has a reading only. */
  verification?: { method?: string; reading: string } | null;
  /** Which number of the account was revealed; which month (`2026-04`) was retired. */
  field?: string | null;
  /** Error code of a refusal. */
  refusedWith?: ErrorCode | null;
  /** The entry that this one completes or follows. */
  refersTo?: string | null;
  requestId?: string | null;
  before?: EntryState | null;
  after?: EntryState | null;
  /** The lock that this entry begins, ends or moves: totals and consoles follow from it. */
  lockId?: string | null;
  /** What an export came to. */
  file?: ExportedFile | null;
  /** The note by which the ledger's key is handed on. */
  ledgerKey?: string | null;
  /** What was lost of the ledger itself; no personal data. */
  restoration?: RestorationLeaf | null;
  private?: { readonly [F in PrivateField]?: string | null };
}

export interface RecordedEntry {
  id: string;
  recorded_at: Date;
}

/**
 * Writes one entry in the acting transaction: whoever gets an answer has it, or the act is gone with it.
 *
 * @throws ApiError `ledger_unavailable` where the ledger does not take it; the transaction is then void
 */
export async function recordEntry(trx: Transaction<Database>, draft: EntryDraft): Promise<RecordedEntry> {
  const [recorded] = await recordEntries(trx, [draft]);
  if (!recorded) throw new Error('an entry was not written');
  return recorded;
}

/** As {@link recordEntry}, for several in one round trip; the answers stand in the order of the drafts. */
export async function recordEntries(
  trx: Transaction<Database>,
  drafts: readonly EntryDraft[],
): Promise<RecordedEntry[]> {
  if (drafts.length === 0) return [];
  // Ids are made by the database, not here: one clock orders two acts on an account even if two replicas did them.
  const statement = sql<RecordedEntry>`
    WITH draft AS MATERIALIZED (
      SELECT coalesce(known_id, uuidv7()) AS id, now()::timestamptz(3) AS recorded_at, given.*
        FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(drafts.map(toRow))}::jsonb) AS (
          known_id uuid, action text, outcome text, actor_kind text, actor_subject text, actor_name text, staff_number text,
          office_code text, office_name text, workstation text, account_id uuid, division text, reason text,
          channel text, verification_method text, verification_reading text, field text, refused_with text, refers_to uuid,
          request_id uuid, before jsonb, after jsonb, lock_id uuid, leaf_entry text, fields jsonb
        )) WITH ORDINALITY AS given
    ), written AS (
      INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, actor_name, staff_number,
          office_code, office_name, workstation, account_id, province, city, division, reason, channel,
          verification_method, verification_reading, field, refused_with, refers_to, request_id, before, after, lock_id,
          leaf)
      SELECT id, recorded_at, action, outcome, actor_kind, actor_subject, actor_name, staff_number,
          office_code, office_name, workstation, account_id, left(division, 2), left(division, 4), division, reason,
          channel, verification_method, verification_reading, field, refused_with, refers_to, request_id, before, after,
          lock_id,
          convert_to(
            '{"at":"' || to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') ||
            '","entry":' || leaf_entry ||
            ',"format":' || ${LEAF_FORMAT}::integer || ',"id":"' || id || '"}', 'UTF8')
        FROM draft
    ), hidden AS (
      INSERT INTO entry_private (entry_id, recorded_at, account_id, fields)
      SELECT id, recorded_at, account_id, fields FROM draft WHERE fields IS NOT NULL
    )
    SELECT id, recorded_at FROM draft ORDER BY ordinality`;
  const { rows } = await statement.execute(trx).catch((error: unknown) => {
    // The ledger's own refusal (no right, no partition, no disk, a trigger); a lost connection is something else.
    if (error instanceof pg.DatabaseError) throw new ApiError('ledger_unavailable', {}, { cause: error });
    throw error;
  });
  return rows;
}

/** An entry as the statement above reads it. `fields` stay jsonb; the leaf's part stays the very text that was made. */
function toRow(draft: EntryDraft): Record<string, unknown> {
  const { actor } = draft;
  const staff = actor.kind === 'staff' ? actor : null;
  const { entry, fields } = leafParts(draft);
  return {
    known_id: draft.id,
    action: draft.action,
    outcome: draft.outcome,
    actor_kind: actor.kind,
    actor_subject: actor.subject,
    actor_name: actor.kind === 'policy' ? null : actor.name,
    staff_number: staff?.staffNumber,
    office_code: staff?.office?.code,
    office_name: staff?.office?.name,
    workstation: staff?.workstation,
    account_id: draft.account?.id,
    division: placeOf(draft),
    reason: draft.reason,
    channel: draft.channel,
    verification_method: draft.verification?.method,
    verification_reading: draft.verification?.reading,
    field: draft.field,
    refused_with: draft.refusedWith,
    refers_to: draft.refersTo,
    request_id: draft.requestId,
    before: draft.before,
    after: draft.after,
    lock_id: draft.lockId,
    leaf_entry: entry,
    fields,
  };
}
