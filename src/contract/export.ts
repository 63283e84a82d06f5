import * as z from 'zod';
import { Id, Instant } from './common.ts';
import { Report } from './report.ts';

/** What may be had as a file. */
export const EXPORT_SUBJECTS = [
  'entries',
  'locked_accounts',
  'report',
  'access_review',
  'account_file',
  'extract',
] as const;
export type ExportSubject = (typeof EXPORT_SUBJECTS)[number];

/** Why an export that was begun has no file, as whoever was to have it says. */
export const EXPORT_ENDS = ['cancelled', 'broken_off'] as const;
export type ExportEnd = (typeof EXPORT_ENDS)[number];

/**
 * The first entry of an export, `pending`. A table is fetched once, by whoever asked for it, within an hour; of a document,
 * which the console prints, the same person tells within an hour what became of it.
 */
export const ExportBegun = z.object({ export_id: Id, recorded_at: Instant });
export type ExportBegun = z.infer<typeof ExportBegun>;

const bytes = z.number().int().nonnegative();
/** Hexadecimal. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A file that the API wrote: rows without the heading. */
export const ExportedTable = z.object({ rows: z.number().int().nonnegative(), bytes, sha256 });
export type ExportedTable = z.infer<typeof ExportedTable>;

/** A file that the console printed, as it says. */
export const ExportedDocument = z.object({ pages: z.number().int().positive(), bytes, sha256 });
export type ExportedDocument = z.infer<typeof ExportedDocument>;

/** The file that an export's second entry speaks of. */
export const ExportedFile = z.union([ExportedTable, ExportedDocument]);
export type ExportedFile = z.infer<typeof ExportedFile>;

/** What became of a document that was begun. */
export const DocumentEnd = z.union([
  z.strictObject({ is: z.literal('done'), file: z.strictObject(ExportedDocument.shape) }),
  z.strictObject({ is: z.literal('failed'), why: z.enum(EXPORT_ENDS) }),
]);
export type DocumentEnd = z.infer<typeof DocumentEnd>;

/** What became of an export, as its second entry says; `abandoned` where nothing was heard of it for an hour. */
export const ExportEnded = z.union([
  z.object({ is: z.literal('done'), file: ExportedFile }),
  z.object({ is: z.literal('failed'), why: z.enum([...EXPORT_ENDS, 'abandoned']) }),
]);
export type ExportEnded = z.infer<typeof ExportEnded>;

/** A period's report, to be printed. */
export const ReportDocument = ExportBegun.extend({
  /** Names of the places that it is about, largest first: one, or all of whoever asked. */
  places: z.array(z.string()),
  report: Report,
});
export type ReportDocument = z.infer<typeof ReportDocument>;
