import { EMPTY_ROOT, nodeHash } from './hash.ts';
import { type HashTile, TILE_HEIGHT, TILE_WIDTH } from './tile.ts';

/** Gives a tile's hashes, as many as it is wide. */
export type ReadTile = (tile: HashTile) => Promise<Buffer[]>;

/**
 * A tree read by its tiles: root and proofs of RFC 6962. The tiles are not trusted: whoever uses a proof checks it against
 * a root that a checkpoint tells.
 */
export class TiledTree {
  readonly size: number;
  readonly #read: ReadTile;
  /** Tiles that were read, by level and index: proofs of neighbours share all but the lowest. */
  readonly #tiles = new Map<string, Promise<Buffer[]>>();

  constructor(size: number, read: ReadTile) {
    this.size = size;
    this.#read = read;
  }

  root(): Promise<Buffer> {
    return this.size === 0 ? Promise.resolve(EMPTY_ROOT) : this.#hash(0, this.size);
  }

  /** From the leaf's sibling up to the root's child, RFC 6962 §2.1.1. */
  async inclusionProof(index: number): Promise<Buffer[]> {
    const others: Promise<Buffer>[] = [];
    for (let [start, end] = [0, this.size]; end - start > 1; ) {
      const middle = start + greatestPowerBelow(end - start);
      others.push(index < middle ? this.#hash(middle, end) : this.#hash(start, middle));
      [start, end] = index < middle ? [start, middle] : [middle, end];
    }
    return Promise.all(others.reverse());
  }

  /** That the first `size` leaves are those of an older tree, RFC 6962 §2.1.2. */
  async consistencyProof(size: number): Promise<Buffer[]> {
    if (size === 0 || size === this.size) return [];
    const others: Promise<Buffer>[] = [];
    let [start, end] = [0, this.size];
    while (end !== size) {
      const middle = start + greatestPowerBelow(end - start);
      others.push(size <= middle ? this.#hash(middle, end) : this.#hash(start, middle));
      [start, end] = size <= middle ? [start, middle] : [middle, end];
    }
    // A perfect older tree's own root is known to whoever asks.
    if (start !== 0) others.push(this.#hash(start, end));
    return Promise.all(others.reverse());
  }

  /** Hash over leaves start … end - 1, where start is what the tree's shape makes it. */
  async #hash(start: number, end: number): Promise<Buffer> {
    const leaves = end - start;
    const below = greatestPowerBelow(leaves);
    if (leaves === 1) return this.#perfect(start, 0);
    if (leaves === 2 * below) return this.#perfect(start, Math.log2(leaves));
    const middle = start + below;
    const [left, right] = await Promise.all([this.#hash(start, middle), this.#hash(middle, end)]);
    return nodeHash(left, right);
  }

  async #perfect(start: number, height: number): Promise<Buffer> {
    const level = Math.floor(height / TILE_HEIGHT);
    const from = start / TILE_WIDTH ** level;
    const hashes = await this.#tile(level, Math.floor(from / TILE_WIDTH));
    const first = from % TILE_WIDTH;
    let row: Buffer[] = hashes.slice(first, first + 2 ** (height % TILE_HEIGHT));
    while (row.length > 1) row = pairs(row);
    return row[0] as Buffer;
  }

  #tile(level: number, index: number): Promise<Buffer[]> {
    const key = `${level}/${index}`;
    const width = Math.min(TILE_WIDTH, Math.floor(this.size / TILE_WIDTH ** level) - index * TILE_WIDTH);
    const tile = { level, index, width };
    const known = this.#tiles.get(key) ?? this.#read(tile);
    this.#tiles.set(key, known);
    return known;
  }
}

function pairs(row: readonly Buffer[]): Buffer[] {
  return Array.from({ length: row.length / 2 }, (_, at) => nodeHash(row[2 * at] as Buffer, row[2 * at + 1] as Buffer));
}

/** The greatest power of two less than n. */
function greatestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
