import * as z from 'zod';
import { Cursor, Id, Instant } from './common.ts';
import { ExportedFile } from './export.ts';
import { SignedAccess } from './staff.ts';
import { SubstitutePeriod } from './substitute.ts';

/**
 * What an entry records. Acts of the staff, of the policy (`lock`, `expire`; `end_elsewhere` where a lock was gone from its
 * directory when we looked, and nobody here had ended it) and of the agency's systems
 * (`disable`, `enable`, `move`, `change_phone`), and looks: opening an account, searching and revealing leave a trace too,
 * and so does an `export`, whose reason is what it holds. `restoration` says what was lost of the ledger itself: `pending`
 * as one administrator proposes it, `done` as another confirms it. `call` is any other operation, recorded only where it
 * was refused; its reason is the operation's name. `review` is one step of a review, and refers to the act. `alert` tells
 * supervisors of what its actor did, or of what the policy saw; the reason is the alert's kind, as it is of `acknowledge`.
 * `review_access` is the signature under who may do what; what was signed of each person is private.
 * `erase` is the end of a citizen's personal data, `hold` a legal hold that forbids it, `placed` or `lifted`.
 * `mark` says whose account it is to somebody of the staff, its reason how it is marked.
 * `substitute` says who reviews for whom while they are away, or that it is over before its last day.
 * `retire` is the end of a month that was kept long enough; the reason is what was in it, the field which month it was.
 */
export const ENTRY_ACTIONS = [
  'lock',
  'expire',
  'end_elsewhere',
  'unlock',
  'reset',
  'open',
  'search',
  'reveal',
  'export',
  'disable',
  'enable',
  'move',
  'change_phone',
  'sign_in',
  'rotate_key',
  'review',
  'review_access',
  'restoration',
  'alert',
  'acknowledge',
  'erase',
  'hold',
  'mark',
  'substitute',
  'retire',
  'call',
] as const;

/** What a `hold` does. */
export const HOLD_CHANGES = ['placed', 'lifted'] as const;

/** What goes by months, after its time. */
export const RETIRED_CLASSES = ['attempts', 'notes', 'messages', 'reset_codes'] as const;
export type RetiredClass = (typeof RETIRED_CLASSES)[number];

export const EntryAction = z.enum(ENTRY_ACTIONS);
export type EntryAction = z.infer<typeof EntryAction>;

/** `pending` until a directory outside has been read back, or a file was made; a second entry (`done`, `failed`) names it. */
export const EntryOutcome = z.enum(['done', 'refused', 'pending', 'failed']);
export type EntryOutcome = z.infer<typeof EntryOutcome>;

export const Actor = z.object({
  kind: z.enum(['staff', 'policy', 'system']),
  subject: z.string(),
  name: z.string().nullable(),
  staff_number: z.string().nullable(),
  office: z.object({ code: z.string(), name: z.string() }).nullable(),
  /** As the console claimed it. */
  workstation: z.string().nullable(),
});
export type Actor = z.infer<typeof Actor>;

export const EntrySummary = z.object({
  id: Id,
  /** Position in the ledger; null for the instant until the sequencer has given it one. */
  index: z.number().int().nonnegative().nullable(),
  recorded_at: Instant,
  action: EntryAction,
  outcome: EntryOutcome,
  actor: Actor,
  account: z.object({ id: Id, name: z.string(), document: z.string() }).nullable(),
  /** Reason code of an act, cause of a lock, what a search was read as. */
  reason: z.string().nullable(),
  verification: z.object({ method: z.string(), reading: z.string() }).nullable(),
  channel: z.string().nullable(),
  /** What of the account was revealed, never the value; of `retire` the month. */
  field: z.string().nullable(),
  /** Error code of a refusal. */
  refused_with: z.string().nullable(),
});
export type EntrySummary = z.infer<typeof EntrySummary>;

/** The state of an account that an act changes. */
export const AccountState = z.object({
  version: z.number().int(),
  locked: z.boolean(),
  lock_kind: z.string().nullable(),
  disabled: z.boolean(),
  reset_pending: z.boolean(),
});
export type AccountState = z.infer<typeof AccountState>;

export const EntryDetail = EntrySummary.extend({
  note: z.string().nullable(),
  document_note: z.string().nullable(),
  ticket: z.string().nullable(),
  /** Of a `mark`: the subject of whoever of the staff it is about. */
  marked_staff: z.string().nullable(),
  request_id: Id.nullable(),
  before: AccountState.nullable(),
  after: AccountState.nullable(),
  /** The entry this one completes or follows. */
  refers_to: Id.nullable(),
  /** What an export was asked for by, and what came of it. */
  filters: z.record(z.string(), z.unknown()).nullable(),
  file: ExportedFile.nullable(),
  /** What was signed of each person's rights. */
  access: z.array(SignedAccess).nullable(),
  /** Of a `substitute`. */
  substitution: SubstitutePeriod.nullable(),
});
export type EntryDetail = z.infer<typeof EntryDetail>;

export const EntryPage = z.object({
  items: z.array(EntrySummary),
  /** Cursors of the page's two ends, null where the period has nothing beyond. */
  before: Cursor.nullable(),
  after: Cursor.nullable(),
  /** How far the search has come in its direction: with a cursor there, more may follow. */
  searched_to: Instant,
});
