import { startLeader } from './ledger/leader.ts';
import type { Running, Services } from './services.ts';

/** What works beside the requests; each part starts at once and says how it is stopped. */
const PARTS: readonly ((services: Services) => Running)[] = [startLeader];

export function startBackground(services: Services): Running {
  const running = PARTS.map((start) => start(services));
  return {
    stop: async () => {
      await Promise.all(running.map((part) => part.stop()));
    },
  };
}
