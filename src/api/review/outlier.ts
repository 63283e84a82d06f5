import type { HourlyRow } from '../../contract/index.ts';

/** Days before today that an hour is compared with. */
export const USUAL_DAYS = 28;
/** Of fewer days with any unlock at all, nothing is usual. */
const DAYS_MIN = 5;
/** Of fewer unlocks in an hour, any multiple is chance. */
const COUNT_MIN = 10;
const TIMES_MIN = 2;
/**
 * Beyond the usual by so many of its standard deviations, were unlocks independent of each other (Poisson). A province has
 * some three thousand office hours a day: at three, several would stand out every day by chance; at five, one in years.
 */
const DEVIATIONS_MIN = 5;

/** An office's unlocks by hour: today's, and their sums over the days before on which it unlocked at all. */
export interface OfficeHours {
  today: readonly number[];
  before: readonly number[];
  days: number;
}

/** What an office does in each hour of an ordinary day; null where too few days tell. Days without unlocks it was closed. */
export const usualOf = ({ before, days }: OfficeHours): number[] | null =>
  days < DAYS_MIN ? null : before.map((sum) => sum / days);

/** How far an hour is beyond what is usual, in standard deviations; below one an hour, as if it were one. */
export const excessOf = ({ count, usual }: { count: number; usual: number }): number =>
  (count - usual) / Math.sqrt(Math.max(usual, 1));

/** The hour that stands out most; null where none does. */
export function outlierOf(office: OfficeHours): HourlyRow['outlier'] {
  const usual = usualOf(office);
  if (usual === null) return null;
  const outliers = office.today
    .map((count, hour) => ({ hour, count, usual: usual[hour] ?? 0 }))
    .filter((one) => one.count >= COUNT_MIN && one.count >= TIMES_MIN * one.usual && excessOf(one) >= DEVIATIONS_MIN);
  return outliers.toSorted((a, b) => excessOf(b) - excessOf(a))[0] ?? null;
}
