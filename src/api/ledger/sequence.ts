import type { FastifyBaseLogger } from 'fastify';
import { pause, type Term } from './election.ts';
import type { KeptCheckpoint } from './restoration/kept-checkpoint.ts';
import { isWhole } from './restoration/watch.ts';
import { Sequencer } from './sequencer.ts';
import { Signer } from './signer.ts';
import type { SigningKey } from './signing-key.ts';

/** How long after an empty look the next one comes. An entry has its index within the longer of them and a batch. */
const BUSY_MS = 15;
const IDLE_MS = 40;
/** Looks without anything found until a sequencer is idle. */
const IDLE_AFTER = 50;
/** How often it is asked whether somebody holds what the ledger has lost. */
const WHOLE_MS = 1_000;

export interface Signing {
  /** The ledger's, and the one that it may be rotated to. */
  keys: readonly SigningKey[];
  kept: KeptCheckpoint;
  log: Pick<FastifyBaseLogger, 'error' | 'info'>;
}

/**
 * Sequences and signs until the term is over. A ledger that has lost what was signed is numbered on, for the service to
 * go on by, but signed no more until two administrators have declared the loss.
 */
export async function sequence({ client, signal }: Term, { keys, kept, log }: Signing): Promise<void> {
  const sequencer = new Sequencer(client);
  await sequencer.prepare();
  let signer: Signer | null = null;
  let waiting = false;
  let look = 0;
  for (let empty = 0; !signal.aborted; ) {
    const { count, more, rotated } = await sequencer.batch();
    if (performance.now() >= look) {
      look = performance.now() + WHOLE_MS;
      if (await isWhole(client, kept)) {
        if (waiting) log.info('the loss was declared: the ledger is signed on');
        waiting = false;
        if (!signer) {
          signer = await Signer.start(client, keys, kept);
          await signer.sign();
        }
      } else {
        if (!waiting)
          log.error('the ledger has lost what was signed: it is not signed on until a restoration is declared');
        waiting = true;
        signer = null;
      }
    }
    if (rotated) await signer?.takeUpKeys();
    if (count > 0) await signer?.sign();
    empty = count > 0 ? 0 : empty + 1;
    if (!more) await pause(empty > IDLE_AFTER ? IDLE_MS : BUSY_MS, signal);
  }
}
