import { KeptCheckpoint } from '../ledger/restoration/kept-checkpoint.ts';
import type { Signing } from '../ledger/sequence.ts';
import type { SigningKey } from '../ledger/signing-key.ts';

const SILENT = { info: () => {}, error: () => {} };

/** Signs without keeping anything on the disk: a process that is killed would leave it behind. */
export const keepingNothing = (key: SigningKey): Signing => ({
  keys: [key],
  kept: new KeptCheckpoint('/nonexistent/ledger.key.checkpoint', key.origin, SILENT),
  log: SILENT,
});
