import { startDirectoryWorkers } from './directory/outside.ts';
import { startLeader } from './ledger/leader.ts';
import { startWatch } from './ledger/restoration/watch.ts';
import type { Running, Services } from './services.ts';

/** What works beside the requests. */
export async function startBackground(services: Services): Promise<Running> {
  await services.feed.start();
  const { feed, staffSeen, signingKey, nextSigningKey, keptCheckpoint: kept, log, systemWatch } = services;
  const keys = [signingKey, nextSigningKey].filter((key) => key !== null);
  const always: Running[] = [feed, staffSeen.start()];
  if (services.config.DIRECTORY_WORKER) always.push(startDirectoryWorkers(services));
  const running: Running[] = kept
    ? [...always, startLeader(services, { keys, kept, log }), startWatch(services, kept), systemWatch.start()]
    : always;
  return {
    stop: async () => {
      await Promise.all(running.map((part) => part.stop()));
    },
  };
}
