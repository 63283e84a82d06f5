/**
 * Restorations: what two administrators declared of a ledger that lost entries in a disaster, as its own entries tell it.
 *
 * A checkpoint tells by an extension line (c2sp.org/tlog-checkpoint), `restoration <number>`, which restoration the ledger
 * had behind it; before the first there is no such line. So a ledger that was rewritten after a restoration can't pass for
 * what was lost before it.
 */
import { createHash } from 'node:crypto';
import type { Checkpoint } from './checkpoint.ts';
import { HASH_BYTES, leafHash } from './hash.ts';
import { decodeBase64 } from './note.ts';
import { isConsistent, isIncluded, type TreeHead } from './proof.ts';
import type { TiledTree } from './tiled-tree.ts';

/** A declared restoration, as its leaf tells it. */
export interface Restoration {
  number: number;
  /** What was kept: the last index kept is `size - 1`. */
  kept: TreeHead;
  /** The newest checkpoint known to be lost, with the restoration that it tells; null where none was known. */
  lost: (TreeHead & { restoration: number }) | null;
  /** Of the whole declaration, in hex: see {@link declarationDigest}. */
  digest: string;
  /** Subjects of the two administrators. */
  proposedBy: string;
  confirmedBy: string;
}

/** A leaf with its place in the ledger. */
export interface PlacedLeaf {
  index: number;
  leaf: Uint8Array;
}

/** What a ledger is to somebody who keeps older checkpoints of it. */
export type KeptVerdict =
  /** It has only grown since. */
  | { what: 'extended' }
  /** Entries that they cover were lost; two administrators have declared it. Of several declarations it is the one that kept least. */
  | { what: 'restored'; restoration: Restoration; index: number }
  /** It has fewer entries than one of them, or other ones, and nobody has declared why. */
  | { what: 'shrank' | 'forked'; kept: Checkpoint };

const EXTENSION = /^restoration ([1-9][0-9]{0,8})$/;

/** Number of the last restoration before a checkpoint was signed, by its extension lines; 0 where there was none. */
export function restorationTold(extensions: readonly string[]): number {
  return Number(extensions.map((line) => EXTENSION.exec(line)?.[1]).find(Boolean) ?? 0);
}

/** The restoration that a leaf declares; null of any other leaf. */
export function restorationOf(leaf: Uint8Array): Restoration | null {
  const { entry } = (parse(leaf) ?? {}) as { entry?: Fields };
  if (entry?.action !== 'restoration' || entry.outcome !== 'done') return null;
  const { number, kept, lost, digest, proposed_by: proposedBy } = (entry.restoration ?? {}) as Fields;
  const confirmedBy = (entry.actor as Fields | undefined)?.subject;
  const keptTree = treeOf(kept);
  const lostTree = lost === undefined ? null : treeOf(lost);
  const before = (lost as Fields | undefined)?.restoration ?? 0;
  if (
    !Number.isSafeInteger(number) ||
    !Number.isSafeInteger(before) ||
    !keptTree ||
    (lost !== undefined && !lostTree) ||
    typeof digest !== 'string' ||
    typeof proposedBy !== 'string' ||
    typeof confirmedBy !== 'string'
  ) {
    return null;
  }
  return {
    number: number as number,
    kept: keptTree,
    lost: lostTree && { ...lostTree, restoration: before as number },
    digest,
    proposedBy,
    confirmedBy,
  };
}

/**
 * The restoration that declares a checkpoint lost; null where none does.
 *
 * @param restorations that the ledger holds, in any order
 */
export function declaredLost<R extends Restoration>(checkpoint: Checkpoint, restorations: readonly R[]): R | null {
  const { size, root, restoration: behind } = checkpoint;
  const found = restorations.find(({ number, kept, lost }) => {
    if (!lost || number <= lost.restoration || behind > lost.restoration) return false;
    if (size <= kept.size || size > lost.size) return false;
    if (size === lost.size && Buffer.compare(root, lost.root) !== 0) return false;
    // What an earlier restoration cut off was not there any more to be lost by this one.
    return restorations.every((one) => one.number <= behind || one.number > lost.restoration || size <= one.kept.size);
  });
  return found ?? null;
}

/**
 * What the ledger is to whoever keeps checkpoints of it. Nothing of what is handed in is trusted but the checkpoints.
 *
 * A checkpoint that is declared lost says nothing any more of what was before the loss. Two administrators could restore a
 * backup in which they have changed entries, and declare that it was kept: everybody whose one checkpoint is longer than it
 * would excuse that. So each older one is judged as well, until the ledger extends one.
 *
 * @param kept what one holder has kept, the longest first; each was seen to extend the next, and their signatures were checked
 * @param head the ledger's newest checkpoint; its signature was checked
 * @param tree over `head.size` leaves; what it reads is checked against the head's root
 * @param readRestorations leaves that may declare restorations; asked for only where the ledger does not extend `kept`
 */
export async function judgeKept(
  kept: readonly Checkpoint[],
  head: TreeHead,
  tree: TiledTree,
  readRestorations: () => Promise<readonly PlacedLeaf[]>,
): Promise<KeptVerdict> {
  let held: PlacedRestoration[] | null = null;
  let least: PlacedRestoration | null = null;
  for (const checkpoint of kept) {
    if (await isExtended(checkpoint, head, tree)) break;
    held ??= await heldIn(head, tree, await readRestorations());
    const found = declaredLost(checkpoint, held);
    if (!found) return { what: checkpoint.size > head.size ? 'shrank' : 'forked', kept: checkpoint };
    if (least === null || found.kept.size < least.kept.size) least = found;
  }
  if (least === null) return { what: 'extended' };
  const { index, ...restoration } = least;
  return { what: 'restored', restoration, index };
}

interface PlacedRestoration extends Restoration {
  index: number;
}

/** The restorations among leaves that are in the tree, and whose kept part is what the tree begins with. */
async function heldIn(head: TreeHead, tree: TiledTree, leaves: readonly PlacedLeaf[]): Promise<PlacedRestoration[]> {
  const held: PlacedRestoration[] = [];
  for (const { index, leaf } of leaves) {
    const restoration = restorationOf(leaf);
    if (!restoration || index >= head.size) continue;
    const included = isIncluded(index, leafHash(leaf), await tree.inclusionProof(index), head);
    if (included && (await isExtended(restoration.kept, head, tree))) held.push({ ...restoration, index });
  }
  return held;
}

const isExtended = async (older: TreeHead, head: TreeHead, tree: TiledTree): Promise<boolean> =>
  older.size <= head.size && isConsistent(older, head, await tree.consistencyProof(older.size));

/** SHA-256, in hex, over a declaration's RFC 8785 (JCS) JSON: what both administrators confirm. */
export function declarationDigest(declaration: object): string {
  return createHash('sha256').update(canonical(declaration)).digest('hex');
}

/** RFC 8785, for what declarations hold: whole numbers, text, null, lists and objects with names in ASCII. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

type Fields = Readonly<Record<string, unknown>>;

function parse(leaf: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(leaf).toString());
  } catch {
    return null;
  }
}

function treeOf(value: unknown): TreeHead | null {
  const { size, root } = (value ?? {}) as Fields;
  const bytes = typeof root === 'string' ? decodeBase64(root) : null;
  if (!Number.isSafeInteger(size) || (size as number) < 0 || bytes?.length !== HASH_BYTES) return null;
  return { size: size as number, root: bytes };
}
