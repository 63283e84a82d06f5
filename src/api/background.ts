import { startLeader } from './ledger/leader.ts';
import type { Running, Services } from './services.ts';

/** What works beside the requests. */
export async function startBackground(services: Services): Promise<Running> {
  await services.feed.start();
  const { feed, signingKey } = services;
  const running: Running[] = signingKey ? [feed, startLeader(services, signingKey)] : [feed];
  return {
    stop: async () => {
      await Promise.all(running.map((part) => part.stop()));
    },
  };
}
