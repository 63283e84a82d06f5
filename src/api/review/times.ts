import { RISK_HIGH, RISK_MID } from '../../contract/index.ts';
import { BANDS } from './rules.ts';

export type Band = keyof typeof BANDS;

export function bandName(risk: number): Band {
  if (risk >= RISK_HIGH) return 'high';
  return risk >= RISK_MID ? 'mid' : 'low';
}

export const bandOf = (risk: number): (typeof BANDS)[Band] => BANDS[bandName(risk)];

/**
 * Minutes after an act at which what has happened since is looked for: whoever takes an account over signs in within
 * minutes, and a day later it can no longer be told from everyday use. A look without an act is one after half an hour.
 */
const CHECKS = { act: [2, 10, 60, 1440], open: [31] };
const MINUTE_MS = 60_000;

/** When an act is to be looked at next; null where it no longer is. */
export function nextCheckAt(action: string, recordedAt: Date, now: Date): Date | null {
  const minutes = (action === 'open' ? CHECKS.open : CHECKS.act).find(
    (after) => recordedAt.getTime() + after * MINUTE_MS > now.getTime(),
  );
  return minutes === undefined ? null : new Date(recordedAt.getTime() + minutes * MINUTE_MS);
}
