import { sql } from 'kysely';
import { nodeHash } from '../../verify/hash.ts';
import type { ReadHashes } from '../ledger/growing-tree.ts';
import { TILE_HEIGHT, TILE_WIDTH } from '../ledger/tile.ts';
import type { Services } from '../services.ts';

/** Hashes of the signed tree, as the tables hold them. */
export const treeHashes =
  ({ db }: Pick<Services, 'db'>): ReadHashes =>
  async (level, from, to) => {
    const { rows } = await (level === 0
      ? sql<{ hash: Buffer }>`
          SELECT leaf_hash AS hash FROM leaves WHERE index >= ${from} AND index < ${to} ORDER BY index`
      : sql<{ hash: Buffer }>`
          SELECT hash FROM tree_nodes WHERE level = ${level} AND index >= ${from} AND index < ${to} ORDER BY index`
    ).execute(db);
    if (rows.length !== to - from) throw new Error(`hashes ${from} to ${to} of level ${level} are not there`);
    return rows.map(({ hash }) => hash);
  };

/** That a tree's first `older` leaves are those of an older tree: PROOF of RFC 6962 §2.1.2. Of no leaves it is empty. */
export async function consistencyProof(older: number, newer: number, read: ReadHashes): Promise<Buffer[]> {
  if (older === 0) return [];
  return Promise.all(subproof(older, 0, newer, true).map(([start, end]) => rangeHash(start, end, read)));
}

type Range = readonly [start: number, end: number];

function subproof(older: number, start: number, end: number, whole: boolean): Range[] {
  if (older === end - start) return whole ? [] : [[start, end]];
  const middle = start + greatestPowerBelow(end - start);
  return start + older <= middle
    ? [...subproof(older, start, middle, whole), [middle, end]]
    : [...subproof(start + older - middle, middle, end, false), [start, middle]];
}

async function rangeHash(start: number, end: number, read: ReadHashes): Promise<Buffer> {
  const half = greatestPowerBelow(end - start);
  if (end - start > 1 && end - start !== 2 * half) {
    const middle = start + half;
    return nodeHash(await rangeHash(start, middle, read), await rangeHash(middle, end, read));
  }
  const level = Math.floor(Math.log2(end - start) / TILE_HEIGHT);
  const leaves = TILE_WIDTH ** level;
  let row = await read(level, start / leaves, end / leaves);
  while (row.length > 1) {
    row = row.flatMap((hash, at) => (at % 2 === 0 ? [nodeHash(hash, row[at + 1] as Buffer)] : []));
  }
  return row[0] as Buffer;
}

function greatestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
