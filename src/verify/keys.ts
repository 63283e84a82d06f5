/**
 * Rotation of the key that signs a ledger. An entry names the new key in a signed note:
 *
 *     lockdesk-ledger-key/v1
 *     <origin>
 *     <the new key in note-verifier form>
 *
 * signed by the key before it, which so hands on, and by the new one, which so shows that somebody holds it. Checkpoints
 * over that entry must be signed by the new key, older ones by the one before.
 */
import { openCheckpoint, parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { leafHash } from './hash.ts';
import type { LedgerSource } from './log.ts';
import { decodeBase64, openNote, parseVerifierKey, type VerifierKey } from './note.ts';
import { UnsoundLedger } from './problem.ts';
import { isIncluded, type TreeHead } from './proof.ts';
import { TILE_WIDTH } from './tile.ts';
import type { TiledTree } from './tiled-tree.ts';

const HEADER = 'lockdesk-ledger-key/v1';

/** An entry that names a new key. */
export interface Rotation {
  index: number;
  leaf: Buffer;
}

/** A key, and from which size on checkpoints must be signed by it. */
export interface KeyTerm {
  key: VerifierKey;
  since: number;
  /** Null of the key that was trusted to begin with. */
  rotation: Rotation | null;
}

/**
 * Reads the ledger's file `rotations`: a line each, index and leaf (base64), the oldest first.
 *
 * @throws UnsoundLedger
 */
export function parseRotations(text: string): Rotation[] {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new UnsoundLedger('malformed_rotations');
  return lines.map((line) => {
    const [, index, encoded = ''] = /^(0|[1-9]\d{0,14}) (\S+)$/.exec(line) ?? [];
    const leaf = decodeBase64(encoded);
    if (index === undefined || !leaf) throw new UnsoundLedger('malformed_rotations');
    return { index: Number(index), leaf };
  });
}

/**
 * The keys that follow from one that is trusted. What its holder did not sign proves nothing and is passed over, as are
 * rotations from before it.
 */
export function followKeys(first: VerifierKey, rotations: readonly Rotation[]): KeyTerm[] {
  const terms: KeyTerm[] = [{ key: first, since: 0, rotation: null }];
  for (const rotation of rotations) {
    const { key: holder, since } = terms.at(-1) as KeyTerm;
    const key = rotation.index >= since ? namedKey(rotation.leaf, holder) : null;
    if (key && !terms.some((term) => term.key.id === key.id)) {
      terms.push({ key, since: rotation.index + 1, rotation });
    }
  }
  return terms;
}

/**
 * The same ledger; each leaf that may hand the key on is told as it is read. A rotation is in the tree, whether or not the
 * ledger's list of rotations tells of it.
 */
export function watchRotations(source: LedgerSource, onRotation: (rotation: Rotation) => void): LedgerSource {
  return {
    hashes: (tile) => source.hashes(tile),
    leaves: async (tile) => {
      const leaves = await source.leaves(tile);
      for (const [at, leaf] of leaves.entries()) {
        if (leaf?.includes('"rotate_key"')) onRotation({ index: tile.index * TILE_WIDTH + at, leaf });
      }
      return leaves;
    },
  };
}

/** @returns null of a leaf that hands nothing on in the holder's name */
function namedKey(leaf: Buffer, holder: VerifierKey): VerifierKey | null {
  try {
    const { entry } = JSON.parse(leaf.toString()) as { entry?: { action?: unknown; ledger_key?: unknown } };
    if (entry?.action !== 'rotate_key' || typeof entry.ledger_key !== 'string') return null;
    const [header, origin, named = '', end, ...more] = openNote(entry.ledger_key, [holder]).text.split('\n');
    if (header !== HEADER || origin !== holder.name || end !== '' || more.length > 0) return null;
    const key = parseVerifierKey(named);
    openNote(entry.ledger_key, [key]);
    return key.name === holder.name && key.kind === 'log' ? key : null;
  } catch {
    return null;
  }
}

/** As {@link openCheckpoint}, by the key of its time. @throws UnsoundLedger */
export function openCheckpointBy(
  terms: readonly KeyTerm[],
  note: string,
  witnesses: readonly VerifierKey[] = [],
): SignedCheckpoint {
  const { size } = parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
  const { key } = terms.findLast(({ since }) => size >= since) as KeyTerm;
  return openCheckpoint(note, key, witnesses);
}

/** Whether the entries that handed the key on are in the ledger, as far as the tree reaches. */
export async function keysAreLogged(terms: readonly KeyTerm[], head: TreeHead, tree: TiledTree): Promise<boolean> {
  for (const { rotation } of terms) {
    if (!rotation || rotation.index >= head.size) continue;
    const proof = await tree.inclusionProof(rotation.index);
    if (!isIncluded(rotation.index, leafHash(rotation.leaf), proof, head)) return false;
  }
  return true;
}
