/** Merkle proofs, RFC 9162 §2.1.3.2 and §2.1.4.2 (the trees and proofs of RFC 6962). Sizes are below 2^53. */
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hash.ts';

/** A tree, as a checkpoint tells it. */
export interface TreeHead {
  size: number;
  root: Uint8Array;
}

const isOdd = (n: number) => n % 2 === 1;
const half = (n: number) => Math.floor(n / 2);
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const areHashes = (proof: readonly Uint8Array[]) => proof.every((hash) => hash.length === HASH_BYTES);

/**
 * Whether a leaf is in a tree at an index.
 *
 * @param leaf its hash
 * @param proof from the leaf's sibling up to the root's child
 */
export function isIncluded(index: number, leaf: Uint8Array, proof: readonly Uint8Array[], tree: TreeHead): boolean {
  if (!isIndex(index) || !isIndex(tree.size) || index >= tree.size || !areHashes([leaf, ...proof])) return false;
  let at = index;
  let last = tree.size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      hash = nodeHash(sibling, hash);
      // Levels at which the edge has no sibling of its own.
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(hash, tree.root);
}

/** Whether the newer tree holds all leaves of the older one, unchanged and in their places. */
export function isConsistent(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): boolean {
  if (!isIndex(older.size) || !isIndex(newer.size) || older.size > newer.size || !areHashes(proof)) return false;
  if (older.size === 0) return proof.length === 0 && same(older.root, EMPTY_ROOT);
  if (older.size === newer.size) return proof.length === 0 && same(older.root, newer.root);
  let at = older.size - 1;
  let last = newer.size - 1;
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  // Of a perfect older tree the proof leaves out its root, which is known.
  const [first, ...rest] = at === 0 ? [older.root, ...proof] : proof;
  if (!first) return false;
  let older_ = first;
  let newer_ = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      older_ = nodeHash(sibling, older_);
      newer_ = nodeHash(sibling, newer_);
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newer_ = nodeHash(newer_, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(older_, older.root) && same(newer_, newer.root);
}

const isIndex = (n: number) => Number.isSafeInteger(n) && n >= 0;
