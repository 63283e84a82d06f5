import * as z from 'zod';
import { reasonOf } from './action.ts';
import { Id } from './common.ts';

/** What of an account is masked everywhere else and may be looked at whole, one at a time. */
export const REVEALED_FIELDS = ['document', 'phone', 'licence_file'] as const;
export const RevealedField = z.enum(REVEALED_FIELDS);
export type RevealedField = z.infer<typeof RevealedField>;

/** Why somebody needs the whole number. `other` asks for a note. */
export const REVEAL_REASONS = ['compare_document', 'call_back', 'register_wrong', 'other'] as const;

/** A console shows a revealed number for so long, and keeps it nowhere. */
export const REVEAL_SECONDS = 30;

export const RevealInput = z.strictObject({
  account_id: Id,
  /** The reader's own opening of this account. */
  opening_id: Id,
  field: RevealedField,
  reason: reasonOf(REVEAL_REASONS),
});
export type RevealInput = z.infer<typeof RevealInput>;

export const Revealed = z.object({
  entry_id: Id,
  field: RevealedField,
  /** The whole number. No other answer holds one. */
  value: z.string(),
});
export type Revealed = z.infer<typeof Revealed>;
