import type { LostEntry } from '../../contract/index.ts';
import { isIncluded, leafHash, TILE_WIDTH, TiledTree, UnsoundLedger } from '../../verify/index.ts';
import { folder, sourceOf } from '../ledger/store.ts';
import { CliProblem, EXIT } from '../say.ts';
import { checkpointIn, type ToldCheckpoint } from './feed-lines.ts';

/** An exported ledger, as far as its own checkpoint goes: whether that is signed is for the API to say. */
export interface Export {
  checkpoint: ToldCheckpoint;
  /** What it holds at an index, if that is in the tree of its checkpoint; else null. */
  leafAt(index: number): Promise<(Pick<LostEntry, 'id' | 'action'> & { hash: Buffer }) | null>;
  /** Hash of the leaf at an index, if that is in the tree of its checkpoint; else null. */
  hashAt(index: number): Promise<Buffer | null>;
}

/** @throws CliProblem where the folder holds no checkpoint */
export async function openExport(dir: string): Promise<Export> {
  const read = folder(dir);
  const checkpoint = orNull((await read('checkpoint'))?.toString() ?? '');
  if (!checkpoint) throw new CliProblem('restoration_no_export', { dir }, EXIT.unfinished);
  const source = sourceOf(read);
  const tree = new TiledTree(checkpoint.size, async (tile) => {
    const hashes = await source.hashes(tile);
    if (!hashes) throw new UnsoundLedger('malformed_tile');
    return hashes;
  });
  const tileOf = (index: number) => {
    const at = index % TILE_WIDTH;
    return {
      level: 0,
      index: Math.floor(index / TILE_WIDTH),
      width: Math.min(TILE_WIDTH, checkpoint.size - index + at),
    };
  };
  const isSigned = async (index: number, hash: Buffer) => {
    try {
      return isIncluded(index, hash, await tree.inclusionProof(index), checkpoint);
    } catch (error) {
      // Tiles that are not there prove nothing.
      if (error instanceof UnsoundLedger) return false;
      throw error;
    }
  };
  return {
    checkpoint,
    leafAt: async (index) => {
      if (index >= checkpoint.size) return null;
      const leaf = (await source.leaves(tileOf(index)))[index % TILE_WIDTH];
      if (!leaf || !(await isSigned(index, leafHash(leaf)))) return null;
      const { id, entry } = JSON.parse(leaf.toString()) as { id: string; entry: { action: string } };
      return { id, action: entry.action, hash: leafHash(leaf) };
    },
    hashAt: async (index) => {
      if (index >= checkpoint.size) return null;
      const hash = (await source.hashes(tileOf(index)))?.[index % TILE_WIDTH];
      return hash && (await isSigned(index, hash)) ? hash : null;
    },
  };
}

function orNull(note: string): ToldCheckpoint | null {
  try {
    return checkpointIn(note);
  } catch {
    return null;
  }
}
