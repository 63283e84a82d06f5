/**
 * Which wrong passwords count towards a lock, told as attempts arrive.
 *
 * - The last unlock, reset or success clears the count: what is dated before it, however late it is told, does not count.
 * - A password that equals a wrong one before it counts once; the reporter says so.
 * - While an account is locked nothing counts, and what is dated within a lock's time does not count afterwards.
 * - An account that is disabled, or whose old password a reset has voided, has no password to guess.
 */

/** What decides whether an attempt on an account counts. */
export interface Standing {
  disabled: boolean;
  resetPending: boolean;
  /** The last unlock, reset or success. */
  clearedAt: Date | null;
  latestLock: LockSpan | null;
}

export interface LockSpan {
  startedAt: Date;
  /** Null while it is in force. */
  endedAt: Date | null;
}

export interface Tried {
  outcome: string;
  passwordRepeated: boolean;
  at: Date;
}

export function counts({ outcome, passwordRepeated, at }: Tried, standing: Standing): boolean {
  if (outcome !== 'wrong_password' || passwordRepeated) return false;
  if (standing.disabled || standing.resetPending) return false;
  if (standing.clearedAt !== null && at <= standing.clearedAt) return false;
  const lock = standing.latestLock;
  return lock === null || (lock.endedAt !== null && (at < lock.startedAt || at >= lock.endedAt));
}
