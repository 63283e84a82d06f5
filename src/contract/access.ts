import * as z from 'zod';
import { Cursor, Id, Instant } from './common.ts';
import { ReviewComment } from './review.ts';
import { StaffRights } from './staff.ts';

/** Whoever was not seen for so many days, and a role of which nothing was used for as many, is marked. */
export const UNUSED_DAYS = 90;

/**
 * What of a person deserves a look: not seen for `UNUSED_DAYS`; a role without a trace of use for as long; rights changed
 * since they were last reviewed; never reviewed; the last review asked whether they still need them; not reviewed in time.
 */
export const ACCESS_MARKS = ['absent', 'unused', 'changed', 'never_reviewed', 'questioned', 'overdue'] as const;
export const AccessMark = z.enum(ACCESS_MARKS);
export type AccessMark = z.infer<typeof AccessMark>;

export const ACCESS_VERDICTS = ['keep', 'question'] as const;
const Verdict = z.enum(ACCESS_VERDICTS);
export type AccessVerdict = z.infer<typeof Verdict>;

/** Someone of the staff as the tokens told that they showed, and what they used of their rights. */
export const AccessPerson = StaffRights.extend({
  first_seen_at: Instant,
  /** To the hour. */
  seen_at: Instant,
  /** When roles, scope or office last changed. */
  changed_at: Instant.nullable(),
  /** What the roles allow, in the order of `RIGHTS`. */
  rights: z.array(z.object({ right: z.string(), last_used_at: Instant.nullable() })),
  /** Roles of which no entry tells of any use within `UNUSED_DAYS`. */
  unused_roles: z.array(z.string()),
  marks: z.array(AccessMark),
  /** The last verdict on them. */
  review: z
    .object({
      verdict: z.string(),
      comment: z.string().nullable(),
      by: z.string(),
      at: Instant,
      entry_id: Id,
    })
    .nullable(),
  /** Last day on which their next review is in time, by the offices' calendar. */
  due_on: z.iso.date(),
  /** Whether the reader may say: nobody for themself, and nobody for whoever reaches further than they do. */
  signable: z.enum(['yes', 'own', 'wider']),
});
export type AccessPerson = z.infer<typeof AccessPerson>;

const Count = z.number().int();

export const AccessReview = z.object({
  items: z.array(AccessPerson),
  after: Cursor.nullable(),
  /** Of all that the reader sees, whatever the list is narrowed to. */
  counts: z.object({ people: Count, reviewed: Count, overdue: Count }),
  /** How many people there are in each part of the place that was asked for, or of what the reader sees. */
  places: z.array(z.object({ code: z.string(), name: z.string(), count: Count })),
  /** The quarter that is now; its last day is when this quarter's reviews are due. */
  quarter: z.object({ name: z.string(), ends: z.iso.date() }),
});
export type AccessReview = z.infer<typeof AccessReview>;

/** People in one signature. */
export const ACCESS_SIGN_MAX = 200;

/** What is said of one person, and which version of their rights it is said of. */
export const AccessVerdictInput = z
  .strictObject({
    subject: z.string().min(1).max(128),
    version: z.number().int().positive(),
    verdict: Verdict,
    comment: ReviewComment.optional(),
  })
  .refine(({ verdict, comment }) => verdict === 'keep' || comment !== undefined, {
    path: ['comment'],
    params: { code: 'note_required' },
  });
export type AccessVerdictInput = z.infer<typeof AccessVerdictInput>;
