import * as z from 'zod';
import { Account } from './account.ts';
import { Reading, Verification } from './action.ts';
import { Cursor, Id, Instant } from './common.ts';
import { EntryAction, EntryOutcome } from './entry.ts';
import { ExportBegun } from './export.ts';

/** An extract is handed to whoever stands there: a document in hand verifies them, a telephone does not. */
export const EXTRACT_METHODS = ['id_card', 'other_document'] as const;

export const ExtractInput = z.strictObject({
  account_id: Id,
  /** The clerk's own opening of this account. */
  opening_id: Id,
  verification: Verification.safeExtend({
    method: z.enum(EXTRACT_METHODS),
    reading: Reading.extract(['scanned', 'typed']),
  }),
  /** Where the part before this one ended; without it, the first part. */
  after: Cursor.optional(),
});
export type ExtractInput = z.infer<typeof ExtractInput>;

/**
 * One entry of the ledger, as the citizen whose account it is about reads it: who of the staff it was is told by the office
 * alone. Without `hold`: an order of the authorities may bind to secrecy (PIPL art. 18, 35, 45).
 */
export const ExtractLine = z.object({
  /** Where it stands in the ledger, and the hash of its leaf: a proof of it is asked for by them. Null until it is numbered. */
  place: z.object({ index: z.number().int().nonnegative(), leaf_hash: z.string().regex(/^[0-9a-f]{64}$/) }).nullable(),
  recorded_at: Instant,
  action: EntryAction,
  outcome: EntryOutcome,
  actor_kind: z.enum(['staff', 'policy', 'system']),
  /** Null where it was no office's. */
  office: z.string().nullable(),
  reason: z.string().nullable(),
  field: z.string().nullable(),
  channel: z.string().nullable(),
  verification: z.string().nullable(),
  /** What the citizen was told by text message, for as long as that is kept. */
  messages: z.array(
    z.object({
      kind: z.enum(['lock_notice', 'unlock_notice', 'reset_notice', 'reset_code']),
      state: z.enum(['waiting', 'delivered', 'gave_up']),
      at: Instant.nullable(),
    }),
  ),
});
export type ExtractLine = z.infer<typeof ExtractLine>;

/** Of one part: more of them take more memory to be laid out than a counter's computer has. */
export const EXTRACT_LINES_MAX = 1000;

/** One of the parts in which an extract is printed: each is a document of its own. */
export const Part = z.object({ number: z.int().positive(), of: z.int().positive() });
export type Part = z.infer<typeof Part>;

/** The extract of an account, or a part of it, to be printed. */
export const ExtractDocument = ExportBegun.extend({
  account: Account.pick({ name: true, document: true, phone: true, division: true }),
  /** All that came before the first part's own entry, newest first; at most `EXTRACT_LINES_MAX` in a part. */
  lines: z.array(ExtractLine),
  /** Of all parts. */
  total: z.int().nonnegative(),
  /** The first line's number among them, from 1. */
  from: z.int().positive(),
  part: Part,
  /** Where the next part begins; null after the last. */
  next: Cursor.nullable(),
});
export type ExtractDocument = z.infer<typeof ExtractDocument>;
