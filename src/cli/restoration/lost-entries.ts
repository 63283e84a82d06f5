import { LOST_ENTRIES_MAX, type LostEntry } from '../../contract/index.ts';
import {
  isIncluded,
  leafHash,
  parseCheckpoint,
  type SignedCheckpoint,
  TILE_WIDTH,
  TiledTree,
} from '../../verify/index.ts';
import { folder, sourceOf } from '../ledger/store.ts';
import { CliProblem, EXIT } from '../say.ts';

/** An exported ledger, as far as its own checkpoint goes: whether that is signed is for the API to say. */
export interface Export {
  note: string;
  size: number;
  /** Entries from an index to before another, as far as the export has them; each is in the tree of its checkpoint. */
  entries(from: number, to: number): Promise<LostEntry[]>;
}

/** @throws CliProblem where the folder holds no checkpoint */
export async function openExport(dir: string): Promise<Export> {
  const read = folder(dir);
  const note = (await read('checkpoint'))?.toString() ?? '';
  const head = checkpointOf(note);
  if (!head) throw new CliProblem('restoration_no_export', { dir }, EXIT.unfinished);
  const source = sourceOf(read);
  const tree = new TiledTree(head.size, async (tile) => (await source.hashes(tile)) ?? []);
  return {
    note,
    size: head.size,
    entries: async (from, to) => {
      const found: LostEntry[] = [];
      const end = Math.min(to, head.size, from + LOST_ENTRIES_MAX);
      for (let index = from; index < end; index++) {
        const at = index % TILE_WIDTH;
        const width = Math.min(TILE_WIDTH, head.size - (index - at));
        const leaf = (await source.leaves({ level: 0, index: Math.floor(index / TILE_WIDTH), width }))[at];
        const proof = await tree.inclusionProof(index);
        if (!leaf || !isIncluded(index, leafHash(leaf), proof, head)) continue;
        const { id, entry } = JSON.parse(leaf.toString()) as { id: string; entry: { action: string } };
        found.push({ index, id, action: entry.action });
      }
      return found;
    },
  };
}

function checkpointOf(note: string): Pick<SignedCheckpoint, 'size' | 'root'> | null {
  try {
    return parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
  } catch {
    return null;
  }
}
