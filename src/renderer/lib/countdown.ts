const MINUTE_MS = 60_000;

/** Seconds are shown below two minutes: before that they would only be unrest. */
const IN_SECONDS_MS = 2 * MINUTE_MS;

export type Remaining = { unit: 'over' } | { unit: 'seconds' | 'minutes' | 'hours' | 'days'; count: number };

/**
 * How long until a moment, as it is said. Rounded up, so that nothing is said to be over before it is,
 * and nobody is told to come back too early.
 */
export function remaining(endsAtMs: number, nowMs: number): Remaining {
  const left = endsAtMs - nowMs;
  if (left <= 0) return { unit: 'over' };
  if (left < IN_SECONDS_MS) return { unit: 'seconds', count: Math.ceil(left / 1000) };
  const minutes = Math.ceil(left / MINUTE_MS);
  if (minutes <= 120) return { unit: 'minutes', count: minutes };
  const hours = Math.ceil(minutes / 60);
  return hours <= 48 ? { unit: 'hours', count: hours } : { unit: 'days', count: Math.ceil(hours / 24) };
}
