import type { ReadHashes } from '../../api/ledger/growing-tree.ts';
import { TILE_WIDTH, tilePath } from '../../verify/index.ts';
import { type ReadFile, sourceOf } from '../ledger/store.ts';
import { CliProblem, EXIT } from '../say.ts';
import { checkpointIn } from './feed-lines.ts';

/** Hashes of the ledger as it is now. */
export interface LedgerTiles {
  readHashes: ReadHashes;
  /** Whether the leaf of this hash still stands at this index. */
  isThere(index: number, hash: Buffer): Promise<boolean>;
}

/** @param read files of the ledger as the API serves it */
export async function ledgerTiles(read: ReadFile): Promise<LedgerTiles> {
  const { hashes } = sourceOf(read);
  // A ledger that was set back to its very beginning has none to give.
  const note = await read('checkpoint').catch(() => null);
  const size = note ? checkpointIn(note.toString()).size : 0;
  const tiles = new Map<number, Promise<Buffer[] | null>>();
  const leafTile = (index: number) => {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    const known = tiles.get(index) ?? hashes({ level: 0, index, width });
    tiles.set(index, known);
    return known;
  };
  return {
    readHashes: async (level, from, to) => {
      if (to === from) return [];
      const tile = { level, index: from / TILE_WIDTH, width: to - from };
      const found = await hashes(tile);
      if (!found) throw new CliProblem('tile_missing', { name: tilePath(tile) }, EXIT.unfinished);
      return found;
    },
    isThere: async (index, hash) =>
      index < size && (await leafTile(Math.floor(index / TILE_WIDTH)))?.[index % TILE_WIDTH]?.equals(hash) === true,
  };
}
