import type { ErrorDetails, Failure } from '../../contract/index.ts';

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

/**
 * Reads a definite answer that was no success, and an act that main gave up because the session ended. While main still
 * asks there is no failure, only a pending act.
 */
export function setbackOf(failure: Failure): Setback {
  const { code, details } = failure;
  switch (code) {
    case 'stale_version':
      return { kind: 'stale', change: (details as ErrorDetails<'stale_version'>).last_change };
    case 'not_locked':
      return { kind: 'not_locked', ended: details as ErrorDetails<'not_locked'> };
    case 'account_disabled':
      return { kind: 'disabled', since: (details as ErrorDetails<'account_disabled'>).since };
    case 'no_phone':
      return { kind: 'no_phone' };
    case 'opening_required':
    case 'account_not_found':
      return { kind: 'reopen' };
    case 'token_missing':
    case 'token_invalid':
    case 'token_expired':
    case 'session_ended':
    case 'network':
    case 'timeout':
    case 'cancelled':
    case 'answer_invalid':
    case 'internal':
    case 'database_unavailable':
    case 'in_progress':
      return { kind: 'cut_off' };
    default:
      return { kind: 'refused', failure };
  }
}
