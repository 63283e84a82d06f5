import { createHash } from 'node:crypto';
import { pause, type Seat, standForElection, type Term } from '../ledger/election.ts';
import type { Running } from '../services.ts';
import type { FollowServices, OutsideDirectory } from './index.ts';
import { carryOutOrders, type OrderServices, settleOrders } from './orders/carry-out.ts';
import { ORDERS_CHANNEL } from './orders/give.ts';

/** Without word of a new order. */
const LOOK_MS = 500;
/** Less than what the server waits for a holder of a seat that is silent. */
const ALIVE_MS = 1_000;

/** One process at a time works on a directory. */
export const seatOf = (name: string): Seat => ({
  name: `lockdesk-directory ${name}`,
  lock: createHash('sha256').update(`lockdesk directory ${name}`).digest().readUIntBE(0, 6),
});

type WorkerServices = OrderServices & FollowServices;

/** Works for a directory outside whenever this process is the one that may: carries out what is ordered of it, and follows it. */
export function startDirectoryWorker(services: WorkerServices, directory: OutsideDirectory): Running {
  const stopping = new AbortController();
  const done = standForElection(
    services.config.DATABASE_URL,
    services.log,
    (term) => work(services, directory, term),
    stopping.signal,
    seatOf(directory.name),
  );
  return {
    stop: () => {
      stopping.abort();
      return done;
    },
  };
}

async function work(services: WorkerServices, directory: OutsideDirectory, { client, signal }: Term): Promise<void> {
  await client.query(`LISTEN ${ORDERS_CHANNEL}`);
  const over = new AbortController();
  const term = { client, signal: AbortSignal.any([signal, over.signal]) };
  const works = [carry(services, directory, term), directory.follow(services, term.signal)];
  const working = Promise.all(works);
  // Told below, where it is waited for.
  working.catch(() => {});
  try {
    // However long the directory takes to answer: whoever is silent loses the seat.
    while (!term.signal.aborted) {
      await client.query('SELECT');
      await Promise.race([pause(ALIVE_MS, term.signal), working]);
    }
  } finally {
    over.abort();
    // Whoever went on alone would do so beside the next who has the seat.
    await Promise.allSettled(works);
  }
  await working;
}

/** Carries out orders as they are given. */
async function carry(services: OrderServices, directory: OutsideDirectory, { client, signal }: Term): Promise<void> {
  let called = new AbortController();
  client.on('notification', ({ payload }) => {
    if (payload === directory.name) called.abort();
  });
  while (!signal.aborted) {
    called = new AbortController();
    // What an earlier holder of this seat, or an earlier round, left open.
    await settleOrders(services, directory);
    while (await carryOutOrders(services, directory));
    await pause(LOOK_MS, AbortSignal.any([signal, called.signal]));
  }
}
