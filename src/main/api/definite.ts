/** Which failures say what became of something that was sent, and which leave it open. */
import type { Failure, FailureCode } from '../../contract/failure.ts';
import { backoffMs } from './backoff.ts';

/** "Again in 4 s": short enough for someone who stands at a counter. */
const ASK_AGAIN = { firstMs: 1000, mostMs: 8000 };

const NOT_STARTED: readonly FailureCode[] = ['rate_limited', 'overloaded'];
const ASKED_AGAIN: readonly FailureCode[] = [
  ...NOT_STARTED,
  'network',
  'timeout',
  'internal',
  'database_unavailable',
  'in_progress',
];

/** After these it has been done or refused, and asking again would bring nothing new. */
export function isDefinite({ code, status }: Failure): boolean {
  // Something between us and the API answered in its place, unless it is a success that we can't read.
  if (code === 'answer_invalid') return status !== null && status < 300;
  return !ASKED_AGAIN.includes(code);
}

/** Whether the API may have begun with it. */
export const hasPerhapsBegun = ({ code }: Failure): boolean => !NOT_STARTED.includes(code);

/** How long to wait before it is asked again, in milliseconds: as the API says, or longer from time to time. @param asked so far */
export function waitOf({ details }: Failure, asked: number): number {
  return typeof details.retry_after_s === 'number' ? details.retry_after_s * 1000 : backoffMs(asked, ASK_AGAIN);
}
