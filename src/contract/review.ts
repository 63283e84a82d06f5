import * as z from 'zod';
import { DocumentKind } from './account.ts';
import { NOTE_MAX } from './action.ts';
import { Attempt } from './attempt.ts';
import { Cursor, Division, Id, Instant, plainText } from './common.ts';
import { EntryDetail, EntrySummary } from './entry.ts';
import { Substitution } from './substitute.ts';

/** Why an act deserves a look. What each means, and what it weighs, is in the API's `review/rules.ts`. */
export const RISKS = [
  'own_account',
  'relative',
  'new_phone',
  'new_device',
  'outside_scope',
  'repeat',
  'attack',
  'out_of_hours',
  'empty_note',
  'typed_beside_reader',
  'rate',
  'left_without_act',
  'sample',
] as const;
export const Risk = z.enum(RISKS);
export type Risk = z.infer<typeof Risk>;

/** From this risk on, of 100. */
export const RISK_HIGH = 70;
export const RISK_MID = 40;

/** A rule that holds for an act, and the figures that its sentence needs. */
export const RiskReason = z.object({
  risk: z.string(),
  points: z.number().int(),
  /** Acts, times the median, minutes after the act: whichever the rule speaks of. */
  count: z.number().optional(),
  median: z.number().optional(),
  minutes: z.number().optional(),
});
export type RiskReason = z.infer<typeof RiskReason>;

/**
 * `watched` acts are not for review unless something happens yet; `waiting` for a supervisor; `disputed` until the clerk has
 * `answered` and a supervisor closed it (`upheld`, `dismissed`).
 */
export const REVIEW_STATES = [
  'watched',
  'waiting',
  'signed_off',
  'disputed',
  'answered',
  'upheld',
  'dismissed',
] as const;
export const ReviewState = z.enum(REVIEW_STATES);
export type ReviewState = z.infer<typeof ReviewState>;

/** What a queue is narrowed to. `disputes` are those without an end. */
export const QUEUE_PARTS = ['all', 'high', 'mid', 'low', 'sample', 'disputes'] as const;
export const QueuePart = z.enum(QUEUE_PARTS);
export type QueuePart = z.infer<typeof QueuePart>;

export const ReviewSummary = z.object({
  entry: EntrySummary,
  risk: z.number().int(),
  reasons: z.array(RiskReason),
  state: ReviewState,
  due_at: Instant,
  /** How often it was not looked at in time and went to the level above. */
  escalated: z.number().int(),
  /** Whose it is where the reader looks at it as their substitute, and the last day on which they do. */
  instead_of: z.object({ name: z.string(), until: z.iso.date() }).nullable(),
});
export type ReviewSummary = z.infer<typeof ReviewSummary>;

/** Counting stops there: "99 and more" says enough of a queue. */
export const QUEUE_COUNT_MAX = 99;

const Count = z.number().int();

export const ReviewQueue = z.object({
  items: z.array(ReviewSummary),
  after: Cursor.nullable(),
  /** Each at most `QUEUE_COUNT_MAX` + 1. */
  counts: z.object({
    all: Count,
    high: Count,
    mid: Count,
    low: Count,
    sample: Count,
    disputes: Count,
  } satisfies Record<QueuePart, typeof Count>),
  /** Of this supervisor, in minutes; what is reviewed today counts by what such an item usually takes. */
  today: z.object({ reviewed: z.number().int(), minutes: z.number(), budget: z.number() }),
  /** Who stands in for this supervisor, and for whom they do; what is over is left out. */
  substitutions: z.array(Substitution),
});
export type ReviewQueue = z.infer<typeof ReviewQueue>;

/** What a clerk did in 30 days, and the median of their office. */
const Measure = z.object({ own: z.number(), median: z.number() });

export const ReviewDetail = ReviewSummary.extend({
  entry: EntryDetail,
  account: z.object({
    name: z.string(),
    document_kind: DocumentKind,
    document: z.string(),
    phone: z.string().nullable(),
    division: Division,
  }),
  /** The lock that the act ended, and the newest wrong passwords behind it, as the lock copied them. */
  lock: z
    .object({
      kind: z.string(),
      cause: z.string(),
      failures: z.number().int(),
      started_at: Instant,
      attempts: z.array(Attempt),
    })
    .nullable(),
  since: z.object({
    signed_in: z.object({ at: Instant, device: z.string().nullable(), place: z.string().nullable() }).nullable(),
    new_device_at: Instant.nullable(),
    phone_changed_at: Instant.nullable(),
    locked_again_at: Instant.nullable(),
  }),
  clerk: z.object({
    acts: Measure,
    other_document: Measure,
    out_of_hours: Measure,
    disputed: Measure,
    /** People of the office in these 30 days, the clerk included. */
    colleagues: z.number().int(),
  }),
  /** Earlier acts on the account, newest first. */
  earlier: z.array(EntrySummary),
  /** What supervisors and the clerk said, oldest first. */
  history: z.array(
    z.object({
      entry_id: Id,
      at: Instant,
      step: z.string(),
      by: z.string().nullable(),
      comment: z.string().nullable(),
    }),
  ),
  /** It is the reader's own act: others review it. */
  own: z.boolean(),
});
export type ReviewDetail = z.infer<typeof ReviewDetail>;

/** Sign-offs at once. More than one: of one kind of act, and of low risk. */
export const SIGN_OFF_MAX = 50;

export const ReviewComment = plainText(NOTE_MAX);

/** What the ledger says of it; `state` is what all items of it now are. */
export const ReviewResult = z.object({
  entry_id: Id,
  recorded_at: Instant,
  state: ReviewState,
  count: z.number().int(),
});
export type ReviewResult = z.infer<typeof ReviewResult>;

/** A dispute of an act of one's own that waits for one's answer. */
export const OwnDispute = z.object({
  entry: EntrySummary,
  disputed_at: Instant,
  by: z.string().nullable(),
  comment: z.string(),
});
export type OwnDispute = z.infer<typeof OwnDispute>;

/** Reasons of `review` entries: what somebody did about an act. */
export const REVIEW_STEPS = ['sign_off', 'dispute', 'answer', 'uphold', 'dismiss'] as const;
