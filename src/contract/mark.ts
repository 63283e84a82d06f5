import * as z from 'zod';
import { NOTE_MAX } from './action.ts';
import { Id, plainLine, plainText } from './common.ts';

/**
 * Whose account it is to somebody of the staff. Their `own`, where the sign-in provider does not tell, and a `relative`'s: acts
 * on it go to the review. `unmarked` ends either.
 */
export const MARKS = ['own', 'relative', 'unmarked'] as const;
export const Mark = z.enum(MARKS);
export type Mark = z.infer<typeof Mark>;

export const MarkInput = z.strictObject({
  /** Our id of the account, or its id in the register. */
  account: plainLine(64),
  /** Of the staff: the subject of their tokens. */
  staff: plainLine(128),
  mark: Mark,
  /** From whom it is known, or why it no longer holds. */
  reason: plainText(NOTE_MAX),
});

export const MarkResult = z.object({
  /** Null where it was so before. */
  entry_id: Id.nullable(),
  /** Whether anybody of that subject has acted in the last months: a mark on a mistyped one speaks of nobody. */
  staff_known: z.boolean(),
});
