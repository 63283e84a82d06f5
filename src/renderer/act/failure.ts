import type { ErrorDetails, Failure, FailureCode } from '../../contract/index.ts';

/** What an act that was not done means to whoever stands at the counter. */
export type Setback =
  /** Somebody was quicker: nothing was done, and what is on the screen is old. */
  | { kind: 'stale'; change: ErrorDetails<'stale_version'>['last_change'] }
  | { kind: 'not_locked'; ended: ErrorDetails<'not_locked'> }
  | { kind: 'disabled'; since: string | null }
  | { kind: 'no_phone' }
  /** The opening no longer holds, or the account is gone from sight: open it again. */
  | { kind: 'reopen' }
  /** Cut off by the end of the session: whether an earlier try of it was done, nobody knows yet. */
  | { kind: 'cut_off' }
  /** Anything else that the API refused. Nothing was done. */
  | { kind: 'refused'; failure: Failure };

/** After these nobody knows whether the act, or an earlier try of it, was done. */
const CUT_OFF: readonly FailureCode[] = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'session_ended',
  'network',
  'timeout',
  'cancelled',
  'answer_invalid',
  'internal',
  'database_unavailable',
  'in_progress',
];

const REOPEN: readonly FailureCode[] = ['opening_required', 'account_not_found'];

/**
 * Reads a definite answer that was no success, and an act that main gave up because the session ended. While main still
 * asks there is no failure, only a pending act.
 */
export function setbackOf(failure: Failure): Setback {
  const { code, details } = failure;
  if (code === 'stale_version') {
    return { kind: 'stale', change: (details as ErrorDetails<'stale_version'>).last_change };
  }
  if (code === 'not_locked') return { kind: 'not_locked', ended: details as ErrorDetails<'not_locked'> };
  if (code === 'account_disabled') {
    return { kind: 'disabled', since: (details as ErrorDetails<'account_disabled'>).since };
  }
  if (code === 'no_phone') return { kind: 'no_phone' };
  if (REOPEN.includes(code)) return { kind: 'reopen' };
  return CUT_OFF.includes(code) ? { kind: 'cut_off' } : { kind: 'refused', failure };
}
