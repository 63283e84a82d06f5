import * as z from 'zod';
import { DOCUMENT_KINDS } from './account.ts';
import { DivisionCode, ForeignInstant, Id, Instant, plainLine, token } from './common.ts';
import { InputIssue } from './errors.ts';

/** Rows a call may carry: a call stays under a second and under the body limit. */
export const ROWS_MAX = 1000;

/** Rows are parsed one by one: a bad one is answered in its place and costs the others nothing. */
export const Rows = z.array(z.unknown()).min(1).max(ROWS_MAX);

/**
 * One account as the agency's register knows it. The whole row is the state; `updated_at` is the register's own time of
 * change, so that rows may come late or out of order: an older one is answered `older` and changes nothing.
 */
export const AccountRow = z.strictObject({
  external_id: token(64),
  updated_at: ForeignInstant,
  name: plainLine(64),
  document_kind: z.enum(DOCUMENT_KINDS),
  /** Officers' cards are written with Chinese characters: 南字第1234567号. */
  document_number: plainLine(32),
  phone: z
    .string()
    .regex(/^\+?\d{5,20}$/)
    .nullish(),
  licence_file: token(32).nullish(),
  licence_classes: token(16).nullish(),
  division: DivisionCode,
  /** `disabled` is the administrators' own decision; nothing in Lockdesk ever revives it. */
  status: z.enum(['active', 'disabled']),
  disabled_at: ForeignInstant.nullish(),
  registered_at: ForeignInstant,
});
export type AccountRow = z.infer<typeof AccountRow>;

const refused = z.object({ row: z.number().int(), status: z.literal('refused'), issues: z.array(InputIssue) });

export const AccountRowResult = z.union([
  z.object({
    row: z.number().int(),
    status: z.enum(['created', 'updated', 'unchanged', 'older']),
    account_id: Id,
  }),
  refused,
]);

/** What a sign-in system must know before it checks a password. */
export const SignInState = z.object({
  external_id: z.string(),
  known: z.boolean(),
  /** Turn the attempt away without looking at the password, and say no more than that signing in is paused. */
  locked: z.boolean(),
  /** Null where only a person ends the lock. */
  locked_until: Instant.nullable(),
  disabled: z.boolean(),
  /** The old password is void: the citizen redeems a code and chooses a new one. */
  reset_required: z.boolean(),
  /** Sessions begun before this are over. */
  sessions_valid_after: Instant.nullable(),
});
export type SignInState = z.infer<typeof SignInState>;

export const AttemptRowResult = z.union([
  z.object({
    row: z.number().int(),
    status: z.enum(['recorded', 'duplicate']),
    /** Null where the name belongs to no account. */
    state: SignInState.nullable(),
  }),
  refused,
]);

/** 8 Crockford base32 characters and a check character (mod 37); case, spaces, hyphens, O and I are forgiven. */
export const ResetCode = z.string().min(9).max(32);

export const RedeemInput = z.strictObject({
  external_id: token(64),
  code: ResetCode,
  /** Coined by the asker for this try: asking again with the same one gets the same answer, and costs no further try. */
  redemption_id: Id,
});

export type RedeemInput = z.infer<typeof RedeemInput>;

export const RedeemResult = z.object({
  /** `spent`: five wrong tries; `none`: no code waits for this account. */
  result: z.enum(['redeemed', 'wrong', 'spent', 'expired', 'none']),
  tries_left: z.number().int(),
});
export type RedeemResult = z.infer<typeof RedeemResult>;
