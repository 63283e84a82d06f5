import * as z from 'zod';
import { AccountDetail } from './account.ts';
import { Attempt } from './attempt.ts';
import { Instant } from './common.ts';
import { EntryDetail, EntrySummary } from './entry.ts';
import { ExportBegun } from './export.ts';
import { Lock } from './lock.ts';

/** What an account's file holds of each at most, the newest. */
export const ACCOUNT_FILE_MAX = { attempts: 500, locks: 100, entries: 500 } as const;

/** How far back its entries reach. */
export const ACCOUNT_FILE_DAYS = 365;

/** An entry on the account, with what staff wrote. */
export const FiledEntry = EntrySummary.extend(
  EntryDetail.pick({ note: true, document_note: true, ticket: true }).shape,
);
export type FiledEntry = z.infer<typeof FiledEntry>;

/** An account as its file shows it: masked as on the screen, and newest first. */
export const AccountFileDocument = ExportBegun.extend({
  detail: AccountDetail,
  attempts: z.array(Attempt),
  more_attempts: z.boolean(),
  locks: z.array(Lock),
  more_locks: z.boolean(),
  /** Acts on it and looks at it, as far as the reader may see them. */
  entries: z.array(FiledEntry),
  more_entries: z.boolean(),
  entries_from: Instant,
});
export type AccountFileDocument = z.infer<typeof AccountFileDocument>;
