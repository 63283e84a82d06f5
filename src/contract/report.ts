import * as z from 'zod';
import { Instant } from './common.ts';

const Count = z.number().int().nonnegative();

/**
 * What is counted. Locks by when they fell, acts by when they were done (also what was reviewed of them, whenever that was),
 * returns by when somebody signed in again.
 */
export const Counts = z.object({
  locks: Count,
  unlocks: Count,
  resets: Count,
  /** Unlocks and resets of an account that staff had unlocked or reset within the seven days before. */
  repeats: Count,
  /** Unlocks and resets that a supervisor was asked to look at; and those that one has signed off or disputed. */
  shown: Count,
  reviewed: Count,
  /** Signed in again within seven days after a lock had ended; and of these within so long after it fell. */
  returns: Count,
  returns_15_minutes: Count,
  returns_1_hour: Count,
  returns_1_day: Count,
});
export type Counts = z.infer<typeof Counts>;
export const COUNT_NAMES = Object.keys(Counts.shape) as (keyof Counts)[];

/** By what a period may be taken apart. Offices and clerks are told within one city, where they are known by name. */
export const REPORT_DIMENSIONS = ['place', 'office', 'reason', 'cause', 'clerk'] as const;
export type ReportDimension = (typeof REPORT_DIMENSIONS)[number];

export const ReportRow = Counts.extend({
  /** Code of a place, office, reason or cause, or a clerk's subject. */
  key: z.string(),
  /** As people know a place, an office or a clerk; null for codes, which the console words. */
  name: z.string().nullable(),
});
export type ReportRow = z.infer<typeof ReportRow>;

const Rows = z.array(ReportRow);

export const Report = z.object({
  totals: Counts,
  /** Every day of the period, or every month of one that is longer than 62 days; nothing is left out. */
  steps: z.array(Counts.extend({ starts: z.iso.date() })),
  /** Those that acted or were acted on most first, `REPORT_ROWS_MAX` at most. */
  by: z.object({
    place: Rows,
    office: Rows,
    reason: Rows,
    cause: Rows,
    clerk: Rows,
  } satisfies Record<ReportDimension, typeof Rows>),
  /** All that was recorded before this is counted. */
  counted_to: Instant,
});
export type Report = z.infer<typeof Report>;

export const REPORT_MAX_DAYS = 366;

/** Rows of each of its tables on a screen and on paper; its tables as files have them all. */
export const REPORT_ROWS_MAX = 100;
