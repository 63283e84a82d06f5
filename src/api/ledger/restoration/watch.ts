import type { Running, Services } from '../../services.ts';
import { pause } from '../election.ts';
import type { Queryable } from '../stored-tree.ts';
import type { KeptCheckpoint } from './kept-checkpoint.ts';
import { ledgerTo, maySign, rememberLost } from './losses.ts';

const EVERY_MS = 1_000;
const AGAIN_MS = 5_000;

/**
 * Whether the ledger still comes to what this machine has seen of it, and nobody else holds more. What it lost is
 * remembered, for whoever has to declare it.
 */
export async function isWhole(db: Queryable, kept: KeptCheckpoint): Promise<boolean> {
  const own = await kept.read();
  if (own && (await ledgerTo(db, own)) === 'lost') await rememberLost(db, own, null);
  return maySign(db);
}

/** Keeps what others sign, too: a leader's machine may be lost together with its database. */
export function startWatch({ pool, log }: Services, kept: KeptCheckpoint): Running {
  const stopping = new AbortController();
  const done = watch(stopping.signal);
  return {
    stop: () => {
      stopping.abort();
      return done;
    },
  };

  async function watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (await isWhole(pool, kept)) await keepHead(pool, kept);
        await pause(EVERY_MS, signal);
      } catch (error) {
        log.warn({ err: error }, 'unable to compare the ledger with what is kept of it');
        await pause(AGAIN_MS, signal);
      }
    }
  }
}

async function keepHead(db: Queryable, kept: KeptCheckpoint): Promise<void> {
  const { rows } = await db.query<{ checkpoint: string | null }>('SELECT checkpoint FROM ledger_head');
  if (rows[0]?.checkpoint) await kept.keep(rows[0].checkpoint);
}
