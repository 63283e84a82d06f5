/** Tiles and entry bundles, as c2sp.org/tlog-tiles has them. */
import { HASH_BYTES } from './hash.ts';
import { UnsoundLedger } from './problem.ts';

/** Levels of the tree in one tile. */
export const TILE_HEIGHT = 8;
/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 2 ** TILE_HEIGHT;
const LENGTH_BYTES = 2;

/** A run of hashes (or of entries) that stand side by side in the tree. */
export interface Tile {
  /** 0 holds hashes of leaves; each further one those of full tiles below. `entries` holds the leaves themselves. */
  level: number | 'entries';
  /** Counted from the left, within its level. */
  index: number;
  /** Hashes in it, 1 to {@link TILE_WIDTH}. */
  width: number;
}

/** A tile of hashes, not of leaves. */
export type HashTile = Tile & { level: number };

/** Where a tile is found below a log's address. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/[0-9]{3}/g) ?? [];
  const last = groups.pop();
  const partial = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `tile/${level}/${groups.map((group) => `x${group}/`).join('')}${last}${partial}`;
}

/** All tiles of a level in a tree of a size, from the left. */
export function* tilesOf(level: number | 'entries', size: number): Generator<Tile> {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
  for (let start = 0, index = 0; start < hashes; start += TILE_WIDTH, index++) {
    yield { level, index, width: Math.min(TILE_WIDTH, hashes - start) };
  }
}

/** The unfilled tiles at the right edge of a tree, from the lowest level up: with the full ones they are all of it. */
export function edgeOf(size: number): HashTile[] {
  const edge = [];
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
    const width = hashes % TILE_WIDTH;
    if (width > 0) edge.push({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return edge;
}

/** @throws UnsoundLedger unless there are as many hashes as the tile is wide */
export function hashesOf(tile: Tile, bytes: Buffer): Buffer[] {
  if (bytes.length !== tile.width * HASH_BYTES) throw new UnsoundLedger('malformed_tile');
  return Array.from({ length: tile.width }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/** @throws UnsoundLedger unless there are as many entries as the bundle is wide, and nothing else */
export function entriesOf(tile: Tile, bytes: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const start = at + LENGTH_BYTES;
    const end = start <= bytes.length ? start + bytes.readUInt16BE(at) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) throw new UnsoundLedger('malformed_bundle');
    entries.push(bytes.subarray(start, end));
    at = end;
  }
  if (entries.length !== tile.width) throw new UnsoundLedger('malformed_bundle');
  return entries;
}
