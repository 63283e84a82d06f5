import type { SessionState } from '../../contract/console.ts';

export interface SessionLimits {
  idleMs: number;
  sessionMs: number;
}

type Ending = NonNullable<Extract<SessionState, { state: 'signed_in' }>['ending']>;

export interface SessionTimes {
  /** Why the session is over, if it is. */
  over: 'idle' | 'time_limit' | null;
  ending: Ending | null;
  /** When to look again; nothing changes before, but for activity. */
  nextAt: number;
}

/** WCAG 2.2, 2.2.1 asks for 20 s at least; two minutes let a clerk finish the sentence they are saying. */
const WARNING_MS = 2 * 60_000;

/** Where a session stands against its two limits. All times are milliseconds since the epoch. */
export function sessionTimes(
  limits: SessionLimits,
  { signedInAt, lastActiveAt, now }: { signedInAt: number; lastActiveAt: number; now: number },
): SessionTimes {
  const idleAt = lastActiveAt + limits.idleMs;
  const limitAt = signedInAt + limits.sessionMs;
  const cause = idleAt < limitAt ? 'idle' : 'time_limit';
  const at = Math.min(idleAt, limitAt);
  // Half of a limit that is shorter than the warning: or the session would begin with it.
  const warnAt = at - Math.min(WARNING_MS, (cause === 'idle' ? limits.idleMs : limits.sessionMs) / 2);
  if (now >= at) return { over: cause, ending: null, nextAt: at };
  if (now < warnAt) return { over: null, ending: null, nextAt: warnAt };
  return {
    over: null,
    ending: { cause, at: new Date(at).toISOString(), idle_since: new Date(lastActiveAt).toISOString() },
    nextAt: at,
  };
}
