import type { LockEvidence } from '../db/schema.ts';
import type { JudgedAttempt } from './attempt-store.ts';

/** As many wrong passwords as a lock keeps. */
export const EVIDENCE_MAX = 200;
const TREND_SPANS = 12;
const TREND_SPAN_MS = 5 * 60_000;

/** Oldest first. */
export const inOrder = (wrong: readonly LockEvidence[]): LockEvidence[] =>
  wrong.toSorted((a, b) => (a.occurred_at < b.occurred_at ? -1 : 1));

export function toEvidence(attempt: JudgedAttempt): LockEvidence {
  return {
    occurred_at: attempt.at.toISOString(),
    source: attempt.source,
    attempt_id: attempt.attemptId,
    counted: attempt.counted,
    password_repeated: attempt.passwordRepeated,
    ip: attempt.ip,
    ...attempt.place,
    familiar_network: attempt.familiar,
    device_id: attempt.deviceId,
    device: attempt.device,
    client: attempt.client,
  };
}

/** Failures in twelve spans of five minutes before the lock, oldest first. */
export function trendOf(wrong: readonly LockEvidence[], lockedAt: Date): number[] {
  const trend = new Array<number>(TREND_SPANS).fill(0);
  for (const { occurred_at } of wrong) {
    const back = Math.max(0, Math.floor((lockedAt.getTime() - Date.parse(occurred_at)) / TREND_SPAN_MS));
    const span = TREND_SPANS - 1 - back;
    if (span >= 0) trend[span] = (trend[span] ?? 0) + 1;
  }
  return trend;
}
