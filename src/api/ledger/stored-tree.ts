import type { ClientBase } from 'pg';
import { GrowingTree } from './growing-tree.ts';

/** What of a connection is needed here: the leader's own, or the pool. */
export type Queryable = Pick<ClientBase, 'query'>;

/** What is signed is not what the tables hold: leaves have vanished or were changed. Signing on would hide it. */
export class LedgerBroken extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'LedgerBroken';
  }
}

const READ_LEAVES = {
  name: 'read-leaves',
  text: 'SELECT leaf_hash AS hash FROM leaves WHERE index >= $1 AND index < $2 ORDER BY index',
};
const READ_NODES = {
  name: 'read-nodes',
  text: 'SELECT hash FROM tree_nodes WHERE level = $3 AND index >= $1 AND index < $2 ORDER BY index',
};

/** Hashes of leaves, from an index to before another, as far as there are any. */
export const readLeafHashes = (db: Queryable, from: number, to: number): Promise<Buffer[]> =>
  read(db, READ_LEAVES, [from, to]);

/**
 * The ledger's tree as it stood at a size that was signed.
 *
 * @throws LedgerBroken where the tables lack a part of it
 */
export function treeAt(db: Queryable, size: number): Promise<GrowingTree> {
  return GrowingTree.at(size, async (level, from, to) => {
    const hashes = await (level === 0 ? readLeafHashes(db, from, to) : read(db, READ_NODES, [from, to, level]));
    if (hashes.length !== to - from) throw new LedgerBroken(`hashes ${from} to ${to} of level ${level} are not there`);
    return hashes;
  });
}

async function read(db: Queryable, query: { name: string; text: string }, values: number[]): Promise<Buffer[]> {
  const { rows } = await db.query<{ hash: Buffer }>({ ...query, values });
  return rows.map(({ hash }) => hash);
}
