import * as z from 'zod';
import { DivisionCode, Id, Instant } from './common.ts';

/**
 * What somebody must hear of and say that they have. The first is about people, by place: for supervisors; the others about
 * the system: for supervisors and administrators.
 */
export const ALERT_KINDS = [
  'harvesting',
  'ledger_not_advancing',
  'witness_behind',
  'feed_behind',
  'disk_filling',
] as const;
export const AlertKind = z.enum(ALERT_KINDS);
export type AlertKind = z.infer<typeof AlertKind>;

export const Alert = z.object({
  id: Id,
  kind: z.string(),
  /** Whom or what it is about: a person's name and subject, a receiver's name. */
  about: z.string().nullable(),
  division: DivisionCode.nullable(),
  /** The figure that its sentence needs: openings an hour, seconds behind, days left. */
  figure: z.number().nullable(),
  raised_at: Instant,
  /** When it was last seen to hold, and how often. */
  last_at: Instant,
  times: z.number().int(),
  acknowledged: z.object({ at: Instant, by: z.string().nullable() }).nullable(),
});
export type Alert = z.infer<typeof Alert>;

/** What waits for this person, each counted up to 100. */
export const Attention = z.object({
  reviews: z.number().int(),
  disputes: z.number().int(),
  alerts: z.number().int(),
});
export type Attention = z.infer<typeof Attention>;
