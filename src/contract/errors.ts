import * as z from 'zod';
import { Id, Instant } from './common.ts';

/** One thing wrong with an input: where it stands and what is wrong, for a program; the words are in `src/words`. */
export const InputIssue = z.object({
  /** JSON path, dotted: `reason.note`, `attempts.3.ip`. Never the value itself. */
  path: z.string(),
  /** Zod's issue code, or one of ours (`unprintable`, `note_required`, …). */
  code: z.string(),
  /** The bound that was missed, for `too_big` and `too_small`. */
  limit: z.number().optional(),
});
export type InputIssue = z.infer<typeof InputIssue>;

const none = z.object({});
const seconds = z.object({ retry_after_s: z.number().int().nonnegative() });

/**
 * Every error that an operation or endpoint may answer: its HTTP status (RFC 9110) and what `details` holds (RFC 9457
 * extension member). The set is closed: a code that is not worded in both languages does not compile.
 */
export const ERRORS = {
  // The request itself
  malformed_body: { status: 400, details: none },
  invalid_input: { status: 400, details: z.object({ issues: z.array(InputIssue).max(50) }) },
  invalid_cursor: { status: 400, details: none },
  period_too_long: { status: 400, details: z.object({ max_days: z.number().int() }) },
  idempotency_key_required: { status: 400, details: none },
  route_not_found: { status: 404, details: none },
  method_not_allowed: { status: 405, details: none },
  body_too_large: { status: 413, details: z.object({ max_bytes: z.number().int() }) },
  unsupported_media_type: { status: 415, details: none },
  idempotency_key_reused: { status: 422, details: none },
  checkpoint_invalid: { status: 422, details: none },
  console_too_old: { status: 426, details: z.object({ least_version: z.string() }) },

  // Who asks
  token_missing: { status: 401, details: none },
  token_invalid: { status: 401, details: none },
  token_expired: { status: 401, details: none },
  session_ended: { status: 401, details: none },
  /** RFC 9470: the token holds, but its person must have signed in within this time. */
  sign_in_again: { status: 401, details: z.object({ max_age_s: z.number().int() }) },
  role_required: { status: 403, details: z.object({ roles: z.array(z.string()) }) },
  roles_exclude: { status: 403, details: none },
  second_person_required: { status: 403, details: none },
  opening_required: { status: 403, details: none },
  outside_scope: { status: 403, details: none },
  own_act: { status: 403, details: none },

  // What it is about
  account_not_found: { status: 404, details: none },
  entry_not_found: { status: 404, details: none },
  export_not_found: { status: 404, details: none },
  alert_not_found: { status: 404, details: none },
  person_not_found: { status: 404, details: none },
  review_moved_on: { status: 409, details: z.object({ state: z.string() }) },
  not_alike: { status: 409, details: none },
  access_changed: { status: 409, details: none },
  filter_name_taken: { status: 409, details: none },
  filter_changed: { status: 409, details: none },
  too_many_filters: { status: 409, details: z.object({ max: z.number().int() }) },
  /** Oneself, nobody who was seen as a supervisor lately, or one whose places are neither the same nor beside them. */
  substitute_unfit: { status: 409, details: none },
  /** Away themself in that time. */
  substitute_away: { status: 409, details: none },
  /** Another one is named for a part of that time. */
  substitute_overlaps: { status: 409, details: none },
  substitute_over: { status: 409, details: none },
  stale_version: {
    status: 409,
    details: z.object({
      version: z.number().int(),
      /** What moved the account on, where it is an act that the asker may know of. */
      last_change: z
        .object({ action: z.string(), at: Instant, actor: z.string().nullable(), office: z.string().nullable() })
        .nullable(),
    }),
  },
  not_locked: { status: 409, details: z.object({ ended_at: Instant.nullable(), ended_by: z.string().nullable() }) },
  account_disabled: { status: 409, details: z.object({ since: Instant.nullable() }) },
  no_phone: { status: 409, details: none },
  /** Comes from another system, and its directory may not write there. */
  account_read_only: { status: 409, details: none },
  /** Deleted in its directory since it was last read there. */
  account_gone: { status: 409, details: none },
  not_registered: { status: 409, details: none },
  ledger_key_unfit: { status: 409, details: none },
  in_progress: { status: 409, details: seconds },
  restoration_not_needed: { status: 409, details: none },
  declaration_outdated: { status: 409, details: none },

  /** Looked at too many people within an hour. */
  too_many_looks: { status: 429, details: seconds },

  // What failed
  rate_limited: { status: 429, details: seconds },
  internal: { status: 500, details: none },
  ledger_unavailable: { status: 503, details: none },
  database_unavailable: { status: 503, details: none },
  /** The system that the account lives in does not answer, or not as it should; nothing was done. */
  directory_unavailable: { status: 503, details: none },
  /** It answers, but not to us: something there or here is not set up as it must be. Nothing was done. */
  directory_unfit: { status: 503, details: z.object({ why: z.string() }) },
  overloaded: { status: 503, details: seconds },
} as const satisfies Record<string, { status: number; details: z.ZodObject }>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorDetails<C extends ErrorCode> = z.infer<(typeof ERRORS)[C]['details']>;
export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[];

export const ERROR_TYPE_PREFIX = 'urn:lockdesk:error:';

/** RFC 9457. `title` is English for people who read logs; consoles word `code` themselves. */
export const Problem = z.object({
  type: z.string().startsWith(ERROR_TYPE_PREFIX),
  title: z.string(),
  status: z.number().int(),
  request_id: Id,
  details: z.record(z.string(), z.unknown()),
});
export type Problem = z.infer<typeof Problem>;

/** May be answered by any operation, whatever it does; a row lists only what is its own. */
export const COMMON_ERRORS = [
  'malformed_body',
  'invalid_input',
  'body_too_large',
  'unsupported_media_type',
  'console_too_old',
  'token_missing',
  'token_invalid',
  'token_expired',
  'session_ended',
  'role_required',
  'roles_exclude',
  'rate_limited',
  'internal',
  'database_unavailable',
  'overloaded',
] as const satisfies readonly ErrorCode[];
