/** What an account's failures mean, and what to do about it: decided here from facts, worded by the console. */
import type { AccountDetail, Cause, VERDICTS } from '../../contract/index.ts';

export type VerdictCode = (typeof VERDICTS)[number];

/** Days for which a failure, or a lock that has ended, is what somebody at the counter comes about. */
export const RECENT_DAYS = 3;
const RECENT_MS = RECENT_DAYS * 86_400_000;

export interface VerdictFacts {
  now: Date;
  disabled: boolean;
  /** Of the lock in force. */
  lockCause: Cause | null;
  resetPending: boolean;
  /** Wrong passwords in the last {@link RECENT_DAYS}; not asked for while a lock is in force. */
  failures: number;
  /** Of these, the ones that repeat a wrong password typed before. */
  repeated: number;
  /** All of these came from one device that the account had signed in from before. */
  knownDevice: boolean;
  lastFailureAt: Date | null;
  lastSuccessAt: Date | null;
  /** When the latest lock that has ended did so. */
  lockEndedAt: Date | null;
}

const LOCKED: Record<Cause, VerdictCode> = {
  many_wrong_passwords: 'locked_wrong_passwords',
  spread_sources: 'locked_suspected_theft',
  quick_failures: 'locked_quick_failures',
};

/** What stops the citizen comes first; then what last went wrong, unless they have signed in since. */
export function decideVerdict(facts: VerdictFacts): VerdictCode {
  const { now, failures, lastFailureAt, lastSuccessAt, lockEndedAt } = facts;
  // Disabling is the administrators' own decision: no unlock would help.
  if (facts.disabled) return 'disabled';
  if (facts.lockCause) return LOCKED[facts.lockCause];
  if (facts.resetPending) return 'reset_pending';

  const endedLately = lockEndedAt !== null && now.getTime() - lockEndedAt.getTime() <= RECENT_MS;
  const troubles = [failures > 0 ? lastFailureAt : null, endedLately ? lockEndedAt : null];
  const lastTrouble = latest(troubles);
  if (lastTrouble === null) return lastSuccessAt === null ? 'never_signed_in' : 'quiet';
  if (lastSuccessAt !== null && lastSuccessAt > lastTrouble) return 'signed_in_since';
  if (endedLately && lastTrouble === lockEndedAt) return 'lock_ended';
  return isSavedPassword(facts) ? 'saved_password' : 'recent_failures';
}

/** The citizen's own phone sends the same old password again and again: at least every second failure repeats one. */
function isSavedPassword({ failures, repeated, knownDevice }: VerdictFacts): boolean {
  return knownDevice && repeated > 0 && repeated * 2 >= failures;
}

export interface AdviceFacts {
  /** A forced reset needs a phone to send its code to. */
  hasPhone: boolean;
  /** The code of the last reset can still be used, or was, a moment ago. */
  codeWaiting: boolean;
}

/** The act to offer first. */
export function decideAdvice(verdict: VerdictCode, { hasPhone, codeWaiting }: AdviceFacts): AccountDetail['advice'] {
  if (verdict === 'locked_wrong_passwords' || verdict === 'locked_quick_failures') return 'unlock';
  // The old password may be in other hands: unlocking alone would let them in.
  if (verdict === 'locked_suspected_theft') return hasPhone ? 'reset' : 'none';
  if (verdict === 'reset_pending') return hasPhone && !codeWaiting ? 'reset' : 'none';
  return 'none';
}

function latest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((last, time) => (time !== null && (last === null || time > last) ? time : last), null);
}
