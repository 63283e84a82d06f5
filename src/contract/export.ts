import * as z from 'zod';
import { Id, Instant } from './common.ts';

/** What may be had as a file. */
export const EXPORT_SUBJECTS = ['entries', 'locked_accounts'] as const;
export type ExportSubject = (typeof EXPORT_SUBJECTS)[number];

/** Why an export that was begun has no file. */
export const EXPORT_ENDS = ['cancelled', 'broken_off'] as const;
export type ExportEnd = (typeof EXPORT_ENDS)[number];

/** The first entry of an export, `pending`. Its file is fetched once, by whoever asked for it, within an hour. */
export const ExportBegun = z.object({ export_id: Id, recorded_at: Instant });
export type ExportBegun = z.infer<typeof ExportBegun>;

/** The file that an export's second entry speaks of. */
export const ExportedFile = z.object({
  /** Of a table: without its heading. */
  rows: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** Hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ExportedFile = z.infer<typeof ExportedFile>;
