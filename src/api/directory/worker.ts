import { createHash } from 'node:crypto';
import { pause, type Seat, standForElection, type Term } from '../ledger/election.ts';
import type { Running, Services } from '../services.ts';
import type { OutsideDirectory } from './index.ts';
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

/** Works for a directory outside whenever this process is the one that may: carries out what is ordered of it. */
export function startDirectoryWorker(
  services: OrderServices & Pick<Services, 'config'>,
  directory: OutsideDirectory,
): Running {
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

async function work(services: OrderServices, directory: OutsideDirectory, { client, signal }: Term): Promise<void> {
  let called = new AbortController();
  client.on('notification', ({ payload }) => {
    if (payload === directory.name) called.abort();
  });
  await client.query(`LISTEN ${ORDERS_CHANNEL}`);
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const carrying = (async () => {
    while (!until.aborted) {
      called = new AbortController();
      // What an earlier holder of this seat, or an earlier round, left open.
      await settleOrders(services, directory);
      while (await carryOutOrders(services, directory));
      await pause(LOOK_MS, AbortSignal.any([until, called.signal]));
    }
  })();
  // Told below, where it is waited for.
  carrying.catch(() => {});
  try {
    // However long the directory takes to answer: whoever is silent loses the seat.
    while (!until.aborted) {
      await client.query('SELECT');
      await Promise.race([pause(ALIVE_MS, until), carrying]);
    }
  } finally {
    over.abort();
    await carrying;
  }
}
