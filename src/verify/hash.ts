import { createHash } from 'node:crypto';

const LEAF_PREFIX = Buffer.of(0x00);

/** Hash of a leaf: SHA-256(0x00 || leaf), RFC 6962 §2.1. The prefix keeps a leaf from passing for an inner node. */
export function leafHash(leaf: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF_PREFIX).update(leaf).digest();
}
