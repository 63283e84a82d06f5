import * as z from 'zod';

const Count = z.number().int().nonnegative();
const HOURS = 24;

/** Rows of one answer at most: those that stand out first, then those with most unlocks. */
export const HOURLY_ROWS_MAX = 100;

export const HourlyRow = z.object({
  /** Code of an office, or of a province. */
  key: z.string(),
  /** As people know it; null where the ledger has named it nowhere. */
  name: z.string().nullable(),
  /** Unlocks of today by the hour that they were done in, from 0 to 23 o'clock. */
  hours: z.array(Count).length(HOURS),
  /** The mean of each hour over those of the 28 days before on which there were any; null where these are fewer than five. */
  usual: z.array(z.number().nonnegative()).length(HOURS).nullable(),
  /** The hour that stands out most; null where none does. */
  outlier: z.object({ hour: Count, count: Count, usual: z.number().nonnegative() }).nullable(),
});
export type HourlyRow = z.infer<typeof HourlyRow>;

/** Today's unlocks at counters, by the clock of the offices. */
export const HourlyUnlocks = z.object({
  day: z.iso.date(),
  /** What o'clock it is; of this hour, what there has been so far. */
  hour: Count,
  /** Whose rows they are. Of the whole country they are its provinces. */
  by: z.enum(['office', 'province']),
  rows: z.array(HourlyRow).max(HOURLY_ROWS_MAX),
  /** How many have unlocked today and are not among the rows. */
  more: Count,
});
export type HourlyUnlocks = z.infer<typeof HourlyUnlocks>;
