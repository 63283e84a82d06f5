import { EMPTY_ROOT, nodeHash } from '../../verify/hash.ts';
import { TILE_HEIGHT, TILE_WIDTH } from './tile.ts';

/** Hash over a full tile: one in a tile of the next level. */
export interface TreeNode {
  level: number;
  index: number;
  hash: Buffer;
}

/** Where hashes are read to take up a tree again: of a level, from an index to before another. */
export type ReadHashes = (level: number, from: number, to: number) => Promise<Buffer[]>;

interface Subtree {
  height: number;
  hash: Buffer;
}

/**
 * An RFC 6962 tree that leaves are added to. Only its right edge is held: the roots of the perfect subtrees that it falls
 * into, greatest first, at most one of each height.
 */
export class GrowingTree {
  #size = 0;
  #edge: Subtree[] = [];

  get size(): number {
    return this.#size;
  }

  /** As it stood at a size, from the hashes of its last, unfilled tiles. */
  static async at(size: number, read: ReadHashes): Promise<GrowingTree> {
    const tree = new GrowingTree();
    const levels = [];
    for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
      levels.unshift(await read(level, hashes - (hashes % TILE_WIDTH), hashes));
    }
    for (const [at, hashes] of levels.entries()) {
      for (const hash of hashes) tree.#join({ height: (levels.length - 1 - at) * TILE_HEIGHT, hash });
    }
    tree.#size = size;
    return tree;
  }

  /** @returns what full tiles the leaf has completed */
  add(leafHash: Buffer): TreeNode[] {
    this.#size += 1;
    return this.#join({ height: 0, hash: leafHash })
      .filter(({ height }) => height % TILE_HEIGHT === 0)
      .map(({ height, hash }) => ({ level: height / TILE_HEIGHT, index: this.#size / 2 ** height - 1, hash }));
  }

  root(): Buffer {
    const [last, ...rest] = this.#edge.toReversed();
    return last ? rest.reduce((right, { hash }) => nodeHash(hash, right), last.hash) : EMPTY_ROOT;
  }

  /** @returns the greater subtrees that come of it, in their order */
  #join(subtree: Subtree): Subtree[] {
    const made: Subtree[] = [];
    let joined = subtree;
    while (this.#edge.at(-1)?.height === joined.height) {
      const left = this.#edge.pop() as Subtree;
      joined = { height: joined.height + 1, hash: nodeHash(left.hash, joined.hash) };
      made.push(joined);
    }
    this.#edge.push(joined);
    return made;
  }
}
