import type { Attention } from '../../contract/index.ts';
import { useConsoleQuery } from './operations.ts';

const ASK_EVERY_MS = 15_000;
const NOTHING: Attention = { reviews: 0, disputes: 0, alerts: 0 };

/** What waits for whoever is signed in, as far as it is known: asked again and again, and quiet where there is no answer. */
export function useAttention(): Attention {
  const { data } = useConsoleQuery('attention', {}, { refetchInterval: ASK_EVERY_MS });
  return data ?? NOTHING;
}
