import { createHash } from 'node:crypto';

/** Bytes of every hash of the tree. */
export const HASH_BYTES = 32;

const LEAF_PREFIX = Buffer.of(0x00);
const NODE_PREFIX = Buffer.of(0x01);

/** Hash of a leaf: SHA-256(0x00 || leaf), RFC 6962 §2.1. The prefix keeps a leaf from passing for an inner node. */
export function leafHash(leaf: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF_PREFIX).update(leaf).digest();
}

/** Hash of an inner node: SHA-256(0x01 || left || right), RFC 6962 §2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE_PREFIX).update(left).update(right).digest();
}

/** Root of the tree without leaves: the hash of nothing, RFC 6962 §2.1. */
export const EMPTY_ROOT: Buffer = createHash('sha256').digest();
