import {
  judgeKept,
  type KeyTerm,
  openCheckpointBy,
  type PlacedLeaf,
  restorationOf,
  type SignedCheckpoint,
  TILE_WIDTH,
} from '../../verify/index.ts';
import { fill } from '../../words/fill.ts';
import { tell, words } from '../say.ts';
import { treeOf } from './open.ts';
import type { VerifiedLedger } from './place.ts';
import { sound } from './sound.ts';

/** What a restoration declares, in numbers. */
interface Declared {
  number: number;
  /** Where it stands. */
  index: number;
  /** The first and the last entry lost. */
  from: number;
  to: number;
}

/**
 * That the ledger has only grown since each of some checkpoints, or that what it lost was declared. They may come from different
 * hands: that the ledger extends one says nothing of the others.
 *
 * @param notes in any order
 * @throws CliProblem
 */
export async function checkKept(
  ledger: VerifiedLedger,
  head: SignedCheckpoint,
  notes: readonly string[],
  keys: readonly KeyTerm[],
): Promise<boolean> {
  const kept = notes.map((note) => sound(openCheckpointBy, keys, note)).sort((a, b) => b.size - a.size);
  const tree = treeOf(ledger, head);
  let leaves: Promise<PlacedLeaf[]> | undefined;
  const readRestorations = () => {
    leaves ??= restorationLeaves(ledger, head);
    return leaves;
  };
  const losses: Declared[] = [];
  let grown = true;
  for (const checkpoint of kept) {
    const verdict = await judgeKept([checkpoint], head, tree, readRestorations);
    const sizes = { kept: checkpoint.size, size: head.size };
    if (verdict.what === 'extended') tell(fill(words.consistent, sizes));
    else if (verdict.what === 'restored') {
      const { number, kept: before, lost } = verdict.restoration;
      const loss = { number, index: verdict.index, from: before.size, to: (lost?.size ?? before.size) - 1 };
      losses.push(loss);
      tell(fill(words.restored, { ...sizes, ...loss }));
    } else {
      const after = losses.find(({ from }) => checkpoint.size <= from);
      tell(after ? fill(words.forked_before_loss, { ...sizes, ...after }) : fill(words[verdict.what], sizes));
      grown = false;
    }
  }
  const before = Math.min(...losses.map(({ from }) => from));
  if (losses.length > 0 && before > 0 && kept.every(({ size }) => size > before))
    tell(fill(words.before_loss_unshown, { before }));
  return grown;
}

/** Whatever may declare a restoration: the proofs are up to whoever asked. */
async function restorationLeaves(ledger: VerifiedLedger, { size }: SignedCheckpoint): Promise<PlacedLeaf[]> {
  const found: PlacedLeaf[] = [];
  for (let from = 0; from < size; from += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, size - from);
    const leaves = await ledger.source.leaves({ level: 0, index: from / TILE_WIDTH, width });
    for (const [at, leaf] of leaves.entries()) {
      if (leaf && restorationOf(leaf)) found.push({ index: from + at, leaf });
    }
  }
  return found;
}
