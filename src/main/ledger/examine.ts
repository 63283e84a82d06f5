import type { LedgerRefusal, RefusedCheckpoint } from '../../contract/console.ts';
import {
  followKeys,
  hashesOf,
  isConsistent,
  type KeyTerm,
  keysAreLogged,
  openCheckpoint,
  openCheckpointBy,
  parseRotations,
  parseVerifierKey,
  type SignedCheckpoint,
  TiledTree,
  tilePath,
  UnsoundLedger,
  type VerifierKey,
} from '../../verify/index.ts';

/** Reads a file of the ledger by its path; null where there is none. @throws LockdeskError */
export type ReadLedger = (path: string) => Promise<Buffer | null>;

/** A checkpoint that was accepted, and the key that signed it. */
export interface Accepted {
  head: SignedCheckpoint;
  key: VerifierKey;
}

/** What the newest checkpoint is to a console that keeps an older one. */
export type Verdict = ({ sound: true } & Accepted) | { sound: false; refused: Omit<RefusedCheckpoint, 'at'> };

/**
 * Holds the ledger's newest checkpoint against the one that was kept.
 *
 * @param trusted the key that trust began with, in note-verifier form; entries may have handed it on since
 * @param kept null where nothing has been kept yet: then whatever the key has signed is sound
 * @returns null where the API tells no checkpoint
 * @throws LockdeskError where the API can't be reached or does not answer as it should: that says nothing of the ledger
 */
export async function examine(read: ReadLedger, trusted: string, kept: Accepted | null): Promise<Verdict | null> {
  const checkpoint = (await read('checkpoint'))?.toString();
  if (checkpoint === undefined) return null;
  const refused = (why: LedgerRefusal, size: number | null): Verdict => ({
    sound: false,
    refused: { why, size, checkpoint },
  });
  const opened = await open(read, checkpoint, trusted, kept?.key ?? null);
  if ('why' in opened) return refused(opened.why, null);
  const { head, terms } = opened;
  const tree = new TiledTree(head.size, async (tile) => {
    const bytes = await read(tilePath(tile));
    // Whoever signs a tree and keeps its tiles back has not shown that it is the one that was seen.
    if (bytes === null) throw new UnsoundLedger('malformed_tile');
    return hashesOf(tile, bytes);
  });
  if (kept !== null && head.size < kept.head.size) return refused('shrank', head.size);
  try {
    if (kept !== null && !isConsistent(kept.head, head, await tree.consistencyProof(kept.head.size))) {
      return refused('forked', head.size);
    }
    if (!(await keysAreLogged(terms, head, tree))) return refused('other_key', head.size);
  } catch (error) {
    if (error instanceof UnsoundLedger) return refused('forked', head.size);
    throw error;
  }
  return { sound: true, head, key: signerOf(head) };
}

/** By the key that trust began with; where it has not signed, or had handed on before, by those that follow from it. */
async function open(
  read: ReadLedger,
  checkpoint: string,
  trusted: string,
  last: VerifierKey | null,
): Promise<{ head: SignedCheckpoint; terms: KeyTerm[] } | { why: LedgerRefusal }> {
  try {
    const first = parseVerifierKey(trusted);
    const alone = last === null || last.id === first.id ? openedBy(checkpoint, first) : null;
    if (alone) return { head: alone, terms: [] };
    const terms = followKeys(first, parseRotations((await read('rotations'))?.toString() ?? ''));
    return { head: openCheckpointBy(terms, checkpoint), terms };
  } catch (error) {
    if (!(error instanceof UnsoundLedger)) throw error;
    // A key that was named for this console and is none has signed nothing.
    return { why: OTHER_KEY.includes(error.fault) ? 'other_key' : 'not_signed' };
  }
}

const OTHER_KEY: readonly UnsoundLedger['fault'][] = ['unsigned', 'malformed_key', 'malformed_rotations'];

/** @returns null where the key has not signed it. @throws UnsoundLedger where something else is wrong */
function openedBy(checkpoint: string, key: VerifierKey): SignedCheckpoint | null {
  try {
    return openCheckpoint(checkpoint, key);
  } catch (error) {
    if (error instanceof UnsoundLedger && error.fault === 'unsigned') return null;
    throw error;
  }
}

/** Whose signature it was opened by: no witness was asked for. */
function signerOf({ signatures }: SignedCheckpoint): VerifierKey {
  const [signature] = signatures;
  if (!signature) throw new UnsoundLedger('unsigned');
  return signature.key;
}
