import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares without telling by the time taken where two texts begin to differ, or how long the wanted one is. */
export function sameText(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
