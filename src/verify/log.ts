import { EMPTY_ROOT, leafHash, nodeHash } from './hash.ts';
import type { TreeHead } from './proof.ts';
import { edgeOf, type HashTile, TILE_WIDTH } from './tile.ts';

/** Where a ledger is read. What is not there, or has another length than its place in the tree demands, is null. */
export interface LedgerSource {
  /** Hashes of a tile of any level. */
  hashes(tile: HashTile): Promise<Buffer[] | null>;
  /** As many leaves as the tile is wide, null for each that is not there. */
  leaves(tile: HashTile): Promise<(Buffer | null)[]>;
}

/** Something that is not as it was signed. */
export type LedgerFinding =
  /** This leaf is another one than was signed, or is not there. */
  | { what: 'leaf_changed' | 'leaf_missing'; index: number }
  /** Of these leaves, the last one left out, some are not those that were signed: the hashes no longer tell which. */
  | { what: 'leaves_changed'; from: number; to: number }
  /** Hashes that the tree is read by are wrong. The leaves below them were checked all the same. */
  | { what: 'tile_changed'; tile: HashTile }
  /** Neither leaves nor tiles come to the root that was signed. What follows compares the one with the other. */
  | { what: 'root_changed' };

/**
 * Checks every leaf of a ledger against the tree that was signed, from the root down, in memory that does not grow with
 * the ledger. A hash is believed for the one above it, so that a change is told where it was made.
 *
 * @param onLeaves told how many leaves further the check has come
 */
export async function* checkLedger(
  source: LedgerSource,
  tree: TreeHead,
  onLeaves: (leaves: number) => void = () => {},
): AsyncGenerator<LedgerFinding> {
  const edge = edgeOf(tree.size);
  const stored = await Promise.all(edge.map((tile) => source.hashes(tile)));
  const comesToRoot = (hashes: readonly (Buffer[] | null)[]) => rootOf(hashes)?.equals(tree.root) === true;
  let hashes = stored;
  if (!comesToRoot(stored)) {
    const again = await Promise.all(edge.map((tile) => hashesBelow(source, tile)));
    const choices = [again, ...edge.map((_, at) => stored.with(at, again[at] ?? null))];
    const right = choices.find(comesToRoot);
    if (!right) yield { what: 'root_changed' };
    hashes = right ?? stored;
    for (const [at, tile] of edge.entries()) {
      if (!sameHashes(hashes[at] ?? null, stored[at] ?? null)) yield { what: 'tile_changed', tile };
    }
  }
  const checker = new Checker(source, onLeaves);
  // The highest level holds the oldest leaves.
  for (const [at, tile] of [...edge.entries()].reverse()) yield* checker.below(tile, hashes[at] ?? null);
}

class Checker {
  readonly #source: LedgerSource;
  readonly #onLeaves: (leaves: number) => void;

  constructor(source: LedgerSource, onLeaves: (leaves: number) => void) {
    this.#source = source;
    this.#onLeaves = onLeaves;
  }

  /** @param hashes those of the tile, as they were signed; null where nobody can tell */
  async *below(tile: HashTile, hashes: Buffer[] | null): AsyncGenerator<LedgerFinding> {
    const { level, index, width } = tile;
    const span = TILE_WIDTH ** level;
    const from = index * TILE_WIDTH * span;
    if (!hashes) {
      yield { what: 'leaves_changed', from, to: from + width * span };
      this.#onLeaves(width * span);
    } else if (level === 0) {
      yield* leafFindings(from, await this.#source.leaves(tile), hashes);
      this.#onLeaves(width);
    } else {
      for (const [at, hash] of hashes.entries()) yield* this.#full(level - 1, index * TILE_WIDTH + at, hash);
    }
  }

  /** @param hash over the whole tile */
  async *#full(level: number, index: number, hash: Buffer): AsyncGenerator<LedgerFinding> {
    const tile = { level, index, width: TILE_WIDTH };
    const stored = await this.#source.hashes(tile);
    if (stored && subtreeHash(stored).equals(hash)) {
      yield* this.below(tile, stored);
      return;
    }
    yield { what: 'tile_changed', tile };
    const again = await hashesBelow(this.#source, tile);
    yield* this.below(tile, again && subtreeHash(again).equals(hash) ? again : null);
  }
}

function* leafFindings(
  from: number,
  leaves: readonly (Buffer | null)[],
  hashes: readonly Buffer[],
): Generator<LedgerFinding> {
  for (const [at, hash] of hashes.entries()) {
    const leaf = leaves[at] ?? null;
    if (leaf === null) yield { what: 'leaf_missing', index: from + at };
    else if (!leafHash(leaf).equals(hash)) yield { what: 'leaf_changed', index: from + at };
  }
}

/** What the hashes of a tile should be, by what lies below it; null where that is not all there. */
async function hashesBelow(source: LedgerSource, tile: HashTile): Promise<Buffer[] | null> {
  if (tile.level === 0) return whole((await source.leaves(tile)).map((leaf) => leaf && leafHash(leaf)));
  const hashes: (Buffer | null)[] = [];
  for (let at = 0; at < tile.width; at++) {
    const below = { level: tile.level - 1, index: tile.index * TILE_WIDTH + at, width: TILE_WIDTH };
    const found = await source.hashes(below);
    hashes.push(found && subtreeHash(found));
  }
  return whole(hashes);
}

const whole = (hashes: (Buffer | null)[]): Buffer[] | null => (hashes.includes(null) ? null : (hashes as Buffer[]));

/** Root of a tree by the hashes at its right edge, from the lowest level up; null where some are not there. */
function rootOf(edge: readonly (Buffer[] | null)[]): Buffer | null {
  let root: Buffer | null = null;
  for (const hashes of edge) {
    if (hashes === null) return null;
    root = subtreeHash(root === null ? hashes : [...hashes, root]);
  }
  return root ?? EMPTY_ROOT;
}

/** Hash over hashes that stand side by side, RFC 6962 §2.1. Only the last of them may be over fewer leaves. */
function subtreeHash(hashes: readonly Buffer[]): Buffer {
  let row = [...hashes];
  while (row.length > 1) {
    const pairs = Array.from({ length: Math.floor(row.length / 2) }, (_, at) =>
      nodeHash(row[2 * at] as Buffer, row[2 * at + 1] as Buffer),
    );
    row = row.length % 2 === 0 ? pairs : [...pairs, row.at(-1) as Buffer];
  }
  return row[0] as Buffer;
}

function sameHashes(one: Buffer[] | null, other: Buffer[] | null): boolean {
  return one === other || (!!one && !!other && one.every((hash, at) => other[at]?.equals(hash)));
}
