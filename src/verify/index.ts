/**
 * Checks a ledger: leaves, tree, proofs, checkpoints. Shares with whoever writes a ledger nothing but the two hashes of
 * `hash.ts`, so that a mistake made there is not made here again.
 */
export { openCheckpoint, parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
export {
  erasureOf,
  type PrivateValue,
  retiredNotes,
  type StoredEntry,
  wrongColumns,
  wrongPrivateFields,
} from './entry.ts';
export { leafHash } from './hash.ts';
export {
  followKeys,
  type KeyTerm,
  keysAreLogged,
  openCheckpointBy,
  parseRotations,
  type Rotation,
  watchRotations,
} from './keys.ts';
export { checkLedger, type LedgerFinding, type LedgerSource } from './log.ts';
export { formatVerifierKey, parseVerifierKey, type VerifierKey } from './note.ts';
export { UnsoundLedger } from './problem.ts';
export { isConsistent, isIncluded, type TreeHead } from './proof.ts';
export {
  declarationDigest,
  judgeKept,
  type PlacedLeaf,
  restorationOf,
} from './restoration.ts';
export { entriesOf, hashesOf, TILE_WIDTH, type Tile, tilePath, tilesOf } from './tile.ts';
export { TiledTree } from './tiled-tree.ts';
export { type ProvenRotation, parseExtra, parseTlogProof, writeExtra, writeTlogProof } from './tlog-proof.ts';
