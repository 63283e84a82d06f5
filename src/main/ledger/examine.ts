import type { DeclaredLoss, LedgerRefusal, RefusedCheckpoint } from '../../contract/console.ts';
import type { Restoration } from '../../contract/restoration.ts';
import {
  followKeys,
  formatVerifierKey,
  hashesOf,
  judgeKept,
  type KeyTerm,
  keysAreLogged,
  openCheckpointBy,
  parseRotations,
  parseVerifierKey,
  type SignedCheckpoint,
  TiledTree,
  tilePath,
  UnsoundLedger,
  type VerifierKey,
} from '../../verify/index.ts';
import { type Accepted, checkedOf, type Kept } from './kept.ts';

/** The ledger as the API serves it. @throws LockdeskError */
export interface ServedLedger {
  /** A file of the ledger by its path; null where there is none. */
  read(path: string): Promise<Buffer | null>;
  /** What was declared lost, by the API's word: only the leaves can be checked. */
  restorations(): Promise<Restoration[]>;
  /** Hands in a checkpoint that the ledger does not come to, so that those who must know of it do. */
  report(checkpoint: string): Promise<unknown>;
}

/** What the newest checkpoint is to a console that keeps older ones. */
export type Verdict =
  /** `restored` is set where entries that it kept a checkpoint of were lost, and two administrators have declared it. */
  | ({ sound: true; restored: DeclaredLoss | null } & Accepted)
  | { sound: false; refused: Omit<RefusedCheckpoint, 'at'> };

/**
 * Holds the ledger's newest checkpoint against those that were kept.
 *
 * @param trusted the key that trust began with, in note-verifier form; entries may have handed it on since
 * @param kept the newest first; where nothing has been kept yet, whatever the key has signed is sound
 * @returns null where the API tells no checkpoint
 * @throws LockdeskError where the API can't be reached or does not answer as it should: that says nothing of the ledger
 */
export async function examine(ledger: ServedLedger, trusted: string, kept: readonly Kept[]): Promise<Verdict | null> {
  const checkpoint = (await ledger.read('checkpoint'))?.toString();
  if (checkpoint === undefined) return null;
  const refused = (why: LedgerRefusal, size: number | null, older?: Kept): Verdict => ({
    sound: false,
    refused: { why, size, checkpoint, ...(older && { older: checkedOf(older) }) },
  });
  const [last] = kept;
  if (last?.head.note === checkpoint && formatVerifierKey(last.key) === trusted) {
    return { sound: true, head: last.head, key: last.key, restored: null };
  }
  const opened = await open(ledger, checkpoint, trusted);
  if ('why' in opened) return refused(opened.why, null);
  const { head, terms } = opened;
  const tree = treeOf(ledger, head.size);
  try {
    const judged = await judge(ledger, kept, head, tree);
    if ('why' in judged) return refused(judged.why, head.size, judged.older);
    const { restored } = judged;
    if (!(await keysAreLogged(terms, head, tree))) return refused('other_key', head.size);
    const key = signerOf(head);
    // Handed on is handed on: that an older key signs again is explained only where the entry that said so was lost.
    if (last && restored === null && goesBack(terms, last.key, key)) return refused('other_key', head.size);
    return { sound: true, head, key, restored };
  } catch (error) {
    if (error instanceof UnsoundLedger) return refused('forked', head.size);
    throw error;
  }
}

function treeOf({ read }: ServedLedger, size: number): TiledTree {
  return new TiledTree(size, async (tile) => {
    const bytes = await read(tilePath(tile));
    // Whoever signs a tree and keeps its tiles back has not shown that it is the one that was seen.
    if (bytes === null) throw new UnsoundLedger('malformed_tile');
    return hashesOf(tile, bytes);
  });
}

async function judge(
  ledger: ServedLedger,
  kept: readonly Kept[],
  head: SignedCheckpoint,
  tree: TiledTree,
): Promise<{ restored: DeclaredLoss | null } | { why: 'shrank' | 'forked'; older: Kept | undefined }> {
  let declared: Restoration[] = [];
  const heads = kept.map((one) => one.head);
  const judged = await judgeKept(heads, head, tree, async () => {
    declared = await ledger.restorations();
    return declared.flatMap(({ entry: { index, leaf } }) =>
      index === null ? [] : [{ index, leaf: Buffer.from(leaf) }],
    );
  });
  if (judged.what === 'extended') return { restored: null };
  if (judged.what !== 'restored') {
    return { why: judged.what, older: kept.slice(1).find((one) => one.head === judged.kept) };
  }
  const { number, kept: left, lost } = judged.restoration;
  const { proposed_by = '', confirmed_by = '', recorded_at = '' } = declared.find((one) => one.number === number) ?? {};
  return {
    restored: {
      at: recorded_at,
      by: [proposed_by, confirmed_by],
      first: left.size,
      last: Math.max(lost?.size ?? 0, ...heads.map(({ size }) => size)) - 1,
    },
  };
}

/**
 * By the key that trust began with, or by one that entries have handed it on to. The entries are asked for each time: once one is
 * in the tree, what the older key alone has signed is not sound.
 */
async function open(
  { read }: ServedLedger,
  checkpoint: string,
  trusted: string,
): Promise<{ head: SignedCheckpoint; terms: KeyTerm[] } | { why: LedgerRefusal }> {
  try {
    const rotations = parseRotations((await read('rotations'))?.toString() ?? '');
    const terms = followKeys(parseVerifierKey(trusted), rotations);
    return { head: openCheckpointBy(terms, checkpoint), terms };
  } catch (error) {
    if (!(error instanceof UnsoundLedger)) throw error;
    // A key that was named for this console and is none has signed nothing.
    return { why: OTHER_KEY.includes(error.fault) ? 'other_key' : 'not_signed' };
  }
}

/** Whether a key signs that had handed on before the kept one did; a list that no longer leads to the kept one says the same. */
function goesBack(terms: readonly KeyTerm[], kept: VerifierKey, now: VerifierKey): boolean {
  const place = (key: VerifierKey) => terms.findIndex((term) => term.key.id === key.id);
  return place(kept) === -1 || place(now) < place(kept);
}

const OTHER_KEY: readonly UnsoundLedger['fault'][] = ['unsigned', 'malformed_key', 'malformed_rotations'];

/** Whose signature it was opened by: no witness was asked for. */
function signerOf({ signatures }: SignedCheckpoint): VerifierKey {
  const [signature] = signatures;
  if (!signature) throw new UnsoundLedger('unsigned');
  return signature.key;
}
