import * as z from 'zod';
import { Instant } from './common.ts';

/** A key that the ledger is checked by, in note-verifier form (c2sp.org/signed-note). */
export const VerifierKeyText = z.string().regex(/^[^\s+]{1,128}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/);

const Size = z.number().int().nonnegative();

/** How far the ledger is signed, and how far somebody outside has seen it. */
export const LedgerStatus = z.object({
  /** Entries under the newest signed checkpoint. */
  size: Size,
  /** When that was signed; null before the first. */
  signed_at: Instant.nullable(),
  /** Null where none is configured: nobody outside has seen the ledger. */
  witness: z
    .object({
      name: z.string(),
      /** Entries under the newest checkpoint that the witness has cosigned. */
      size: Size,
      /** As the witness tells it; null where it has never cosigned one. */
      cosigned_at: Instant.nullable(),
      /** Whether it has cosigned a ledger that this one is no continuation of. */
      disputed: z.boolean(),
    })
    .nullable(),
});
export type LedgerStatus = z.infer<typeof LedgerStatus>;
