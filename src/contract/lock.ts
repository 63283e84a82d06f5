import * as z from 'zod';
import { Division, Id, Instant } from './common.ts';

export const LOCK_KINDS = ['temporary', 'permanent'] as const;
export const LockKind = z.enum(LOCK_KINDS);
export type LockKind = z.infer<typeof LockKind>;

/**
 * Why an account is locked: the rule of the policy that did it, or the directory's own. `quick_failures` is Keycloak's: two
 * within a second, which is a program or an impatient finger.
 */
export const CAUSES = ['many_wrong_passwords', 'spread_sources', 'quick_failures'] as const;
export const Cause = z.enum(CAUSES);
export type Cause = z.infer<typeof Cause>;

/** `elsewhere`: in the account's own directory, by its console or because it forgot the failures. */
export const LOCK_ENDS = ['expired', 'unlocked', 'reset', 'disabled', 'removed', 'elsewhere'] as const;

export const Lock = z.object({
  id: Id,
  kind: LockKind,
  cause: Cause,
  /** Version of the policy whose numbers were in force. */
  policy_version: z.string(),
  /** Wrong passwords behind the lock, counted ones, frozen when it fell. */
  failures: z.number().int(),
  started_at: Instant,
  /** Null where only a person can end it. */
  ends_at: Instant.nullable(),
  ended: z.object({ at: Instant, by: z.enum(LOCK_ENDS) }).nullable(),
});
export type Lock = z.infer<typeof Lock>;

/** A row of the list: all that it shows comes from the lock itself, so a page reads no account. */
export const LockedAccount = z.object({
  lock: Lock,
  account_id: Id,
  directory: z.string(),
  name: z.string(),
  document: z.string(),
  division: Division,
  /** Failures in twelve equal spans of the hour before the lock, oldest first. Whole, but not checked: 600 of them a page. */
  trend: z.array(z.number()).length(12),
});
export type LockedAccount = z.infer<typeof LockedAccount>;

export const LOCK_SORTS = ['newest', 'ending_soonest', 'most_failures'] as const;
export const LockSort = z.enum(LOCK_SORTS);
export type LockSort = z.infer<typeof LockSort>;
