import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GrowingTree } from '../../src/api/ledger/growing-tree.ts';
import { SigningKey } from '../../src/api/ledger/signing-key.ts';
import { bundleOf, TILE_WIDTH } from '../../src/api/ledger/tile.ts';
import { leafHash } from '../../src/verify/hash.ts';
import { tilePath, tilesOf } from '../../src/verify/index.ts';

/** What a leaf of an act takes, more or less. */
const LEAF_BYTES = 700;

/**
 * Writes a ledger of so many full bundles of leaves as `lockdesk export-ledger` writes one, signed. What the leaves say
 * does not matter to who checks their tree.
 *
 * @returns the key that it is checked by
 */
export async function writeLedger(dir: string, bundles: number): Promise<string> {
  const key = new SigningKey('lockdesk.bench/ledger', randomBytes(32));
  const tree = new GrowingTree();
  /** Hashes of each level, from the lowest. */
  const levels: Buffer[][] = [[]];
  for (let index = 0; index < bundles; index++) {
    const leaves = Array.from({ length: TILE_WIDTH }, () => randomBytes(LEAF_BYTES));
    await write(dir, tilePath({ level: 'entries', index, width: TILE_WIDTH }), bundleOf(leaves));
    for (const hash of leaves.map(leafHash)) {
      levels[0]?.push(hash);
      for (const node of tree.add(hash)) {
        levels[node.level] ??= [];
        levels[node.level]?.push(node.hash);
      }
    }
  }
  for (const [level, hashes] of levels.entries()) {
    for (const tile of tilesOf(level, tree.size)) {
      const from = tile.index * TILE_WIDTH;
      await write(dir, tilePath(tile), Buffer.concat(hashes.slice(from, from + tile.width)));
    }
  }
  await write(dir, 'checkpoint', Buffer.from(key.checkpoint(tree.size, tree.root())));
  return key.verifierKey;
}

async function write(dir: string, name: string, bytes: Buffer): Promise<void> {
  const file = path.join(dir, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
}
