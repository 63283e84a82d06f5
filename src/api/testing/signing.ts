import pg from 'pg';
import { KeptCheckpoint } from '../ledger/restoration/kept-checkpoint.ts';
import type { Signing } from '../ledger/sequence.ts';
import { Signer } from '../ledger/signer.ts';
import type { SigningKey } from '../ledger/signing-key.ts';

const SILENT = { info: () => {}, error: () => {} };

/** Signs without keeping anything on the disk: a process that is killed would leave it behind. */
export const keepingNothing = (key: SigningKey): Signing => ({
  keys: [key],
  kept: new KeptCheckpoint('/nonexistent/ledger.key.checkpoint', key.origin, SILENT),
  log: SILENT,
});

/** Signs all that is sequenced, as the leader does. For the database's owner. */
export async function signLedger(ownerUrl: string, key: SigningKey): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { keys, kept } = keepingNothing(key);
    const signer = await Signer.start(client, keys, kept);
    await signer.sign();
    await client.query('VACUUM (ANALYZE) tree_nodes, ledger_head');
  } finally {
    await client.end();
  }
}
