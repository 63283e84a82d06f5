import { startLeader } from './ledger/leader.ts';
import type { Running, Services } from './services.ts';

/** What works beside the requests. */
export async function startBackground(services: Services): Promise<Running> {
  await services.feed.start();
  const { feed, signingKey, nextSigningKey } = services;
  const keys = [signingKey, nextSigningKey].filter((key) => key !== null);
  const running: Running[] = keys.length > 0 ? [feed, startLeader(services, keys)] : [feed];
  return {
    stop: async () => {
      await Promise.all(running.map((part) => part.stop()));
    },
  };
}
