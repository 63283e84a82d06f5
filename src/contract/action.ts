import * as z from 'zod';
import { Id, Instant, plainLine, plainText } from './common.ts';
import { AccountState } from './entry.ts';
import { Cause } from './lock.ts';

/** Why a clerk unlocks. `other` asks for a note. */
export const UNLOCK_REASONS = [
  'remembered_password',
  'old_password',
  'input_error',
  'new_phone',
  'someone_else_typed',
  'other',
] as const;

/** Why a clerk forces a reset. `other` asks for a note. */
export const RESET_REASONS = [
  'forgot_password',
  'password_exposed',
  'phone_lost',
  'taken_over',
  'asked_for',
  'other',
] as const;

export const REASONS_WITH_NOTE: readonly string[] = ['other'];

/** How the citizen was verified. Matching against the document and policy come later; it is recorded from the start. */
export const VERIFICATION_METHODS = ['id_card', 'other_document', 'call_back'] as const;

/** How the number came in: a reader's keyboard-wedge burst, typed, or spoken on the hotline. */
export const READINGS = ['scanned', 'typed', 'spoken'] as const;
export const Reading = z.enum(READINGS);
export type Reading = z.infer<typeof Reading>;

export const CHANNELS = ['counter', 'hotline', 'online'] as const;
export const Channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof Channel>;

export const NOTE_MAX = 500;

export const Verification = z
  .strictObject({
    method: z.enum(VERIFICATION_METHODS),
    reading: Reading,
    /** Which other document, and what it showed. */
    document_note: plainText(NOTE_MAX).optional(),
  })
  .refine((v) => v.method !== 'other_document' || v.document_note !== undefined, {
    path: ['document_note'],
    params: { code: 'note_required' },
  });
export type Verification = z.infer<typeof Verification>;

/** A reason of a closed list; the ones that say nothing by themselves ask for a note. */
export const reasonOf = <const R extends readonly [string, ...string[]]>(codes: R) =>
  z
    .strictObject({ code: z.enum(codes), note: plainText(NOTE_MAX).optional() })
    .refine((reason) => !REASONS_WITH_NOTE.includes(reason.code) || reason.note !== undefined, {
      path: ['note'],
      params: { code: 'note_required' },
    });

/** What every act on an account carries: the account and version that the clerk saw, and how they came to see it. */
const actInput = <const R extends readonly [string, ...string[]]>(reasons: R) =>
  z.strictObject({
    account_id: Id,
    /** The clerk's own opening of this account: nobody acts on what they have not looked at. */
    opening_id: Id,
    version: z.number().int().positive(),
    reason: reasonOf(reasons),
    verification: Verification,
    channel: Channel,
    ticket: plainLine(32).optional(),
  });

export const UnlockInput = actInput(UNLOCK_REASONS);
export const ResetInput = actInput(RESET_REASONS);
export type UnlockInput = z.infer<typeof UnlockInput>;
export type ResetInput = z.infer<typeof ResetInput>;

/** What was done, read back after the change and before the answer. */
export const ActResult = z.object({
  entry_id: Id,
  recorded_at: Instant,
  before: AccountState,
  after: AccountState,
  /** Masked phone that the citizen is told on; null where none is registered. */
  notice_to: z.string().nullable(),
  /** A reset's one-time code: where it goes and until when it holds. Never the code itself. */
  code: z.object({ to: z.string(), expires_at: Instant }).nullable(),
});
export type ActResult = z.infer<typeof ActResult>;

/** What became of an act since: keeps a receipt live. */
export const ActProgress = z.object({
  entry_id: Id,
  index: z.number().int().nullable(),
  notice: z.object({ state: z.enum(['waiting', 'delivered', 'gave_up']), at: Instant.nullable() }).nullable(),
  code: z
    .object({
      state: z.enum(['waiting', 'delivered', 'gave_up', 'redeemed', 'expired', 'spent', 'replaced']),
      at: Instant.nullable(),
      expires_at: Instant,
    })
    .nullable(),
  password_changed_at: Instant.nullable(),
  signed_in: z.object({ at: Instant, device: z.string().nullable(), place: z.string().nullable() }).nullable(),
  locked_again: z.object({ at: Instant, cause: Cause, ends_at: Instant.nullable() }).nullable(),
  version: z.number().int(),
});
export type ActProgress = z.infer<typeof ActProgress>;

/** Totals of locks in force, from the counters, at one position of the ledger. */
export const LockTotals = z.object({
  /** All entries before this index are counted, none after: a console adds what the stream brings from here on. */
  index: z.number().int().nonnegative(),
  groups: z.array(z.object({ kind: z.string(), cause: z.string(), count: z.number().int() })),
  /** The next level below what was asked for, for the place filter. */
  places: z.array(z.object({ code: z.string(), name: z.string(), count: z.number().int() })),
});
export type LockTotals = z.infer<typeof LockTotals>;
