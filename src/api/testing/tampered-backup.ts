import { vi } from 'vitest';
import { GrowingTree } from '../ledger/growing-tree.ts';
import { type SigningKey, signedCheckpoint } from '../ledger/signing-key.ts';
import type { TestApi } from './api.ts';
import { PEOPLE } from './issuer.ts';
import { backUpLedger } from './ledger-backup.ts';

/**
 * Makes a backup of the ledger in which one entry is another, signed anew, as whoever has the database and the keys could.
 *
 * @param index of that entry; the ledger has at most a tile of them
 * @returns restores it, and settles once the API answers again
 */
export async function backUpTampered(api: TestApi, index: number): Promise<() => Promise<void>> {
  const asOwner = (text: string) => api.database.asOwner(text);
  const { rows } = await asOwner(`SELECT leaf_hash FROM leaves WHERE index = ${index}`);
  const putLeaf = (hash: Buffer) =>
    asOwner(`UPDATE leaves SET leaf_hash = '\\x${hash.toString('hex')}' WHERE index = ${index}`);
  const another = Buffer.alloc(32, index + 1);

  const untouch = await backUpLedger(asOwner);
  await putLeaf(another);
  await signAnew(api);
  const restore = await backUpLedger(asOwner);
  await putLeaf(rows[0].leaf_hash);
  await untouch();
  await answers(api);
  return async () => {
    await putLeaf(another);
    await restore();
    await answers(api);
  };
}

/** A restore ends all its sessions. */
async function answers(api: TestApi): Promise<void> {
  const headers = { authorization: api.bearer(PEOPLE.clerk) };
  const ask = () => api.app.inject({ url: '/v1/ledger/checkpoint', headers });
  await vi.waitUntil(async () => (await ask()).statusCode === 200, 10_000);
}

/** Signs the leaves as they are now. */
async function signAnew({ database, services }: TestApi): Promise<void> {
  const { rows } = await database.asOwner('SELECT leaf_hash FROM leaves ORDER BY index');
  const tree = new GrowingTree();
  for (const { leaf_hash } of rows) tree.add(leaf_hash);
  const keys = [services.signingKey, services.nextSigningKey].filter((key): key is SigningKey => !!key);
  const checkpoint = signedCheckpoint(keys, tree.size, tree.root());
  await database.asOwner('UPDATE ledger_head SET root = $1, checkpoint = $2', [tree.root(), checkpoint]);
}
