import { pause, type Term } from './election.ts';
import { Sequencer } from './sequencer.ts';
import { Signer } from './signer.ts';
import type { SigningKey } from './signing-key.ts';

/** How long after an empty look the next one comes. An entry has its index within the longer of them and a batch. */
const BUSY_MS = 15;
const IDLE_MS = 40;
/** Looks without anything found until a sequencer is idle. */
const IDLE_AFTER = 50;

/** Sequences and signs until the term is over. */
export async function sequence({ client, signal }: Term, keys: readonly SigningKey[]): Promise<void> {
  const sequencer = new Sequencer(client);
  await sequencer.prepare();
  const signer = await Signer.start(client, keys);
  await signer.sign();
  for (let empty = 0; !signal.aborted; ) {
    const { count, more, rotated } = await sequencer.batch();
    if (rotated) await signer.takeUpKeys();
    if (count > 0) await signer.sign();
    empty = count > 0 ? 0 : empty + 1;
    if (!more) await pause(empty > IDLE_AFTER ? IDLE_MS : BUSY_MS, signal);
  }
}
