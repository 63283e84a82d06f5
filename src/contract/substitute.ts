import * as z from 'zod';
import { Id, Instant } from './common.ts';
import { Office } from './staff.ts';

/** Days that somebody may be away at a time, first and last included; no more than so many ahead does it begin. */
export const SUBSTITUTE_DAYS_MAX = 90;

/** Reasons of `substitute` entries: named by whoever will be away, taken back by them, handed back by the substitute. */
export const SUBSTITUTE_STEPS = ['named', 'taken_back', 'handed_back'] as const;

const Person = z.object({ subject: z.string(), name: z.string() });

/** Who reviews for whom, and when: days of the offices’ calendar, both included. */
export const SubstitutePeriod = z.object({
  absent: Person,
  substitute: Person,
  from: z.iso.date(),
  until: z.iso.date(),
});
export type SubstitutePeriod = z.infer<typeof SubstitutePeriod>;

/** One that is not over. */
export const Substitution = SubstitutePeriod.extend({
  /** The entry that names the substitute. */
  entry_id: Id,
  /** False for one that is still to come. */
  begun: z.boolean(),
});
export type Substitution = z.infer<typeof Substitution>;

/** Somebody who may stand in for the reader. */
export const SubstituteCandidate = Person.extend({ staff_number: z.string().nullable(), office: Office.nullable() });
export type SubstituteCandidate = z.infer<typeof SubstituteCandidate>;

export const SubstituteInput = z.strictObject({
  /** The subject of their tokens. */
  substitute: z.string().min(1).max(128),
  from: z.iso.date(),
  until: z.iso.date(),
});

const DAY_MS = 86_400_000;

/** Days of a period, first and last included; none or fewer where it ends before it begins. */
export const daysOf = ({ from, until }: Pick<SubstitutePeriod, 'from' | 'until'>): number =>
  (Date.parse(until) - Date.parse(from)) / DAY_MS + 1;

export const SubstituteResult = z.object({ entry_id: Id, recorded_at: Instant });
