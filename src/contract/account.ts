import * as z from 'zod';
import { Division, Id, Instant } from './common.ts';
import { EntrySummary } from './entry.ts';
import { Lock } from './lock.ts';

/** Documents that a driving licence can be issued on. */
export const DOCUMENT_KINDS = [
  'resident_id',
  'passport',
  'hk_macau_permit',
  'taiwan_permit',
  'foreigner_permit',
  'officer_card',
] as const;
export const DocumentKind = z.enum(DOCUMENT_KINDS);
export type DocumentKind = z.infer<typeof DocumentKind>;

/** A document number as the staff see it: kind, and the number masked at the server. */
export const MaskedDocument = z.object({ kind: DocumentKind, masked: z.string() });

/** An account as every answer to a console shows it: names and numbers masked at the server (PIPL art. 51). */
export const Account = z.object({
  id: Id,
  directory: z.string(),
  version: z.number().int().positive(),
  name: z.string(),
  document: MaskedDocument,
  phone: z.string().nullable(),
  licence_file: z.string().nullable(),
  licence_classes: z.string().nullable(),
  division: Division,
  in_scope: z.boolean(),
  disabled: z.object({ since: Instant.nullable() }).nullable(),
  /** A forced reset that the citizen has not finished: the old password is gone, the new one not chosen yet. */
  reset_pending: z.object({ since: Instant, entry_id: Id }).nullable(),
  registered_at: Instant,
});
export type Account = z.infer<typeof Account>;

/**
 * What the failures mean, decided by the API, worded by the console. A verdict stands whether or not the account is
 * locked: whoever stands at the counter wants to know why they cannot sign in.
 */
export const VERDICTS = [
  'locked_wrong_passwords',
  'locked_suspected_theft',
  'locked_quick_failures',
  'disabled',
  'reset_pending',
  'lock_ended',
  'saved_password',
  'recent_failures',
  'signed_in_since',
  'quiet',
  'never_signed_in',
] as const;

export const Verdict = z.object({
  code: z.enum(VERDICTS),
  /**
   * Wrong passwords in the time spoken of: those of the lock, or of the last three days where there is none. The newest 200
   * are looked at, here and for all that follows.
   */
  failures: z.number().int(),
  /** Wrong passwords that counted towards a lock: the same one again counts once. */
  counted: z.number().int(),
  first_failure_at: Instant.nullable(),
  last_failure_at: Instant.nullable(),
  last_success_at: Instant.nullable(),
  password_changed_at: Instant.nullable(),
  /** Networks (operator and province) the failures came from, and how many of them this account never signed in from. */
  networks: z.number().int(),
  unfamiliar_networks: z.number().int(),
  /** True where all the failures came from one device that the account has signed in from before. */
  known_device: z.boolean(),
});
export type Verdict = z.infer<typeof Verdict>;

/** One day of the strip "sign-ins of the last 30 days". */
export const SignInDay = z.object({ date: z.iso.date(), successes: z.number().int(), failures: z.number().int() });

export const AccountDetail = z.object({
  opening_id: Id,
  account: Account,
  /** The lock in force. */
  lock: Lock.nullable(),
  /** The latest lock that has ended. */
  last_lock: Lock.nullable(),
  verdict: Verdict,
  /**
   * Oldest first, days of the API's configured time zone: 30 rows, the last one today. Fewer where there is more than 500
   * successes or failures to count: only days that are counted whole, and today.
   */
  sign_in_days: z.array(SignInDay),
  /** What staff did on it, newest first, ten at most. */
  acts: z.array(EntrySummary),
  more_acts: z.boolean(),
  advice: z.enum(['unlock', 'reset', 'none']),
});
export type AccountDetail = z.infer<typeof AccountDetail>;

/** How a search text was read. */
export const SEARCHED_AS = [
  ...DOCUMENT_KINDS,
  'document',
  'phone',
  'licence_file',
  'name',
  'pinyin',
  'initials',
] as const;

export const SearchHit = z.object({
  account: Account.omit({ licence_classes: true, registered_at: true }),
  lock: Lock.nullable(),
  /** Of the failures of the last three days 200 are counted. */
  last_attempt: z.object({ at: Instant, succeeded: z.boolean(), failures_3_days: z.number().int() }).nullable(),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchResult = z.object({
  /** The search's entry: opening a hit outside the scope names it. */
  search_id: Id,
  searched_as: z.enum(SEARCHED_AS),
  /** What was typed, masked where it is a number. */
  shown_as: z.string(),
  check_digit: z.enum(['right', 'wrong', 'none']),
  /** Whether the whole country was searched (a whole document number) or the scope. */
  everywhere: z.boolean(),
  hits: z.array(SearchHit),
  more: z.boolean(),
  /** Why there is no hit to act on, where there is none. */
  verdict: z
    .enum(['no_account_for_document', 'nobody_in_scope', 'wrong_check_digit', 'phone_belongs_to_another'])
    .nullable(),
});
export type SearchResult = z.infer<typeof SearchResult>;
