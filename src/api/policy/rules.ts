/**
 * The lock policy: small named rules over what is known of one account. Pure: facts in, a decision out.
 *
 * What counts at all is settled before (`counting.ts`): wrong passwords since the last unlock, reset or success; the same
 * one again counts once; attempts refused while locked never do.
 */
import type { Cause, LockKind } from '../../contract/index.ts';
import type { PolicyNumbers } from './policy.ts';

/** A wrong password that counts. */
export interface CountedAttempt {
  at: Date;
  source: string;
  attemptId: string;
  /** Operator and province; null where the address tells neither. */
  network: string | null;
  /** The account had signed in from that network within `familiarDays` before. */
  familiar: boolean;
}

export interface Facts {
  now: Date;
  /** Oldest first; at least those of twice the longest window of any rule. */
  attempts: readonly CountedAttempt[];
  /** How many temporary locks for wrong passwords began within the last day: 24 hours back, or since the last unlock, reset or success. */
  locksWithinDay: number;
}

export interface Decision {
  cause: Cause;
  kind: LockKind;
  /** How long a temporary lock holds; null for a permanent one. */
  minutes: number | null;
  /** The attempts that caused it, oldest first. */
  evidence: readonly CountedAttempt[];
}

type Rule = (facts: Facts, numbers: PolicyNumbers) => Decision | null;

/**
 * 5 different wrong passwords in 15 minutes: locked for 15 minutes, then 30, then 60; the fourth time within a day, until
 * a person unlocks.
 *
 * Sources. GB/T 22239-2019 (classified protection, level 3) 8.1.4.1 asks for a limit on failed sign-ins and leaves its
 * number to the operator. OWASP ASVS 4.0.3 2.2.1 allows at most 100 failures an hour on one account, NIST SP 800-63B-4
 * §3.2.2 at most 100 in a row: 5 in 15 minutes, doubling, stays far below both. The numbers are the operator's to choose;
 * these are the defaults that Lockdesk was asked for.
 */
const manyWrongPasswords: Rule = ({ now, attempts, locksWithinDay }, numbers) => {
  const evidence = lastWindow(
    attempts,
    numbers.windowMinutes,
    now,
    (window) => window.length >= numbers.wrongPasswords,
  );
  if (!evidence) return null;
  const cause = 'many_wrong_passwords';
  if (locksWithinDay + 1 >= numbers.permanentAt) return { cause, kind: 'permanent', minutes: null, evidence };
  return { cause, kind: 'temporary', minutes: numbers.lockMinutes * 2 ** locksWithinDay, evidence };
};

/**
 * Wrong passwords from 3 or more unfamiliar networks within an hour: somebody else is trying, so locked until a person
 * unlocks. A familiar network is none of the three and does not speak against them: an attacker may share the citizen's
 * own (docs/decisions/0007).
 *
 * Source: the defaults that Lockdesk was asked for. A person changes between two networks within an hour, at home and on
 * the way; three that the account has not signed in from for half a year are proxies, or a leaked list at work.
 */
const spreadSources: Rule = ({ now, attempts }, numbers) => {
  const evidence = lastWindow(attempts, numbers.spreadMinutes, now, (window) => {
    const unfamiliar = window.flatMap(({ network, familiar }) => (network === null || familiar ? [] : [network]));
    return new Set(unfamiliar).size >= numbers.spreadNetworks;
  });
  return evidence && { cause: 'spread_sources', kind: 'permanent', minutes: null, evidence };
};

/** The gravest first: of two that hold, it decides. */
const RULES: readonly Rule[] = [spreadSources, manyWrongPasswords];

/** What the policy makes of an account that is not locked; null: nothing. */
export function decide(facts: Facts, numbers: PolicyNumbers): Decision | null {
  for (const rule of RULES) {
    const decision = rule(facts, numbers);
    if (decision) return decision;
  }
  return null;
}

/** How far back a decision may need attempts: a window that ends at one which is itself a window old. */
export const minutesLookedBack = ({ windowMinutes, spreadMinutes }: PolicyNumbers): number =>
  2 * Math.max(windowMinutes, spreadMinutes);

/**
 * The latest window that a condition holds for. A window ends with an attempt and reaches back from it, so that a row
 * which comes late completes it as one that came in time. One that ended longer ago than it is long is history: a lock
 * begins now, and would punish today for what a log of last week says.
 */
function lastWindow(
  attempts: readonly CountedAttempt[],
  minutes: number,
  now: Date,
  holds: (window: readonly CountedAttempt[]) => boolean,
): readonly CountedAttempt[] | null {
  const length = minutes * 60_000;
  for (let last = attempts.length - 1; last >= 0; last--) {
    const end = attempts[last]?.at.getTime() ?? 0;
    if (end <= now.getTime() - length) return null;
    const window = attempts.slice(0, last + 1).filter(({ at }) => at.getTime() >= end - length);
    if (holds(window)) return window;
  }
  return null;
}
