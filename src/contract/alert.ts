import * as z from 'zod';
import { DivisionCode, Id, Instant } from './common.ts';

/** About what somebody of the staff did: for the supervisors of their place, and auditors. */
export const STAFF_ALERT_KINDS = ['harvesting'] as const;

/** About the system, which goes on until it is over: for supervisors, auditors and administrators, wherever they are. */
export const SYSTEM_ALERT_KINDS = [
  'ledger_not_advancing',
  'restoration_needed',
  'witness_behind',
  'witness_disputes',
  'feed_behind',
  'disk_filling',
] as const;
export type SystemAlertKind = (typeof SYSTEM_ALERT_KINDS)[number];

/** What somebody must hear of and say that they have. */
export const ALERT_KINDS = [...STAFF_ALERT_KINDS, ...SYSTEM_ALERT_KINDS] as const;
export const AlertKind = z.enum(ALERT_KINDS);
export type AlertKind = z.infer<typeof AlertKind>;

/** What an alert tells. */
const Told = z.object({
  kind: z.string(),
  /** Whom or what it is about: a person's name and subject, a receiver's name. */
  about: z.string().nullable(),
  /** The figure that its sentence needs: openings an hour, seconds behind, days left. */
  figure: z.number().nullable(),
});

export const Alert = Told.extend({
  id: Id,
  division: DivisionCode.nullable(),
  /** The reader's own doing: others acknowledge it. */
  own: z.boolean(),
  raised_at: Instant,
  /** When it was last seen to hold, and how often it came. */
  last_at: Instant,
  times: z.number().int(),
  /** Of what is about the system: since when it is over; null while it goes on. */
  over_at: Instant.nullable(),
  acknowledged: z.object({ at: Instant, by: z.string().nullable() }).nullable(),
});
export type Alert = z.infer<typeof Alert>;

/** What the API sees of the system and cannot write down now, so that it cannot be acknowledged yet. */
export const UnrecordedAlert = Told;
export type UnrecordedAlert = z.infer<typeof UnrecordedAlert>;

/** What waits for this person, each counted up to 100. */
export const Attention = z.object({
  reviews: z.number().int(),
  disputes: z.number().int(),
  alerts: z.number().int(),
});
export type Attention = z.infer<typeof Attention>;
