import type { LedgerRefusal, RefusedCheckpoint } from '../../contract/console.ts';
import {
  hashesOf,
  isConsistent,
  openCheckpoint,
  parseVerifierKey,
  type SignedCheckpoint,
  TiledTree,
  type TreeHead,
  tilePath,
  UnsoundLedger,
} from '../../verify/index.ts';

/** Reads a file of the ledger by its path; null where there is none. @throws LockdeskError */
export type ReadLedger = (path: string) => Promise<Buffer | null>;

/** What the newest checkpoint is to a console that keeps an older one. */
export type Verdict =
  | { sound: true; head: SignedCheckpoint }
  | { sound: false; refused: Omit<RefusedCheckpoint, 'at'> };

/**
 * Holds the ledger's newest checkpoint against the one that was kept.
 *
 * @param key in note-verifier form
 * @param kept null where nothing has been kept yet: then whatever the key has signed is sound
 * @returns null where the API tells no checkpoint
 * @throws LockdeskError where the API can't be reached or does not answer as it should: that says nothing of the ledger
 */
export async function examine(read: ReadLedger, key: string, kept: TreeHead | null): Promise<Verdict | null> {
  const checkpoint = (await read('checkpoint'))?.toString();
  if (checkpoint === undefined) return null;
  const head = opened(checkpoint, key);
  const refused = (why: LedgerRefusal, size: number | null): Verdict => ({
    sound: false,
    refused: { why, size, checkpoint },
  });
  if (typeof head === 'string') return refused(head, null);
  if (kept === null) return { sound: true, head };
  if (head.size < kept.size) return refused('shrank', head.size);
  return (await extends_(read, kept, head)) ? { sound: true, head } : refused('forked', head.size);
}

function opened(checkpoint: string, key: string): SignedCheckpoint | LedgerRefusal {
  try {
    return openCheckpoint(checkpoint, parseVerifierKey(key));
  } catch (error) {
    if (!(error instanceof UnsoundLedger)) throw error;
    // A key that was named for this console and is none has signed nothing.
    return error.fault === 'unsigned' || error.fault === 'malformed_key' ? 'other_key' : 'not_signed';
  }
}

async function extends_(read: ReadLedger, kept: TreeHead, head: TreeHead): Promise<boolean> {
  const tree = new TiledTree(head.size, async (tile) => {
    const bytes = await read(tilePath(tile));
    // Whoever signs a tree and keeps its tiles back has not shown that it is the one that was seen.
    if (bytes === null) throw new UnsoundLedger('malformed_tile');
    return hashesOf(tile, bytes);
  });
  try {
    return isConsistent(kept, head, await tree.consistencyProof(kept.size));
  } catch (error) {
    if (error instanceof UnsoundLedger) return false;
    throw error;
  }
}
