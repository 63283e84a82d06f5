import { startLeader } from './ledger/leader.ts';
import type { Running, Services } from './services.ts';

/** What works beside the requests. Each part starts at once. */
export function startBackground(services: Services): Running {
  const running = services.config.MAY_LEAD ? [startLeader(services)] : [];
  return {
    stop: async () => {
      await Promise.all(running.map((part) => part.stop()));
    },
  };
}
