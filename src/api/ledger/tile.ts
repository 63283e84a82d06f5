/** Tiles and entry bundles as they are served, by c2sp.org/tlog-tiles. */

/** Levels of the tree in one tile. */
export const TILE_HEIGHT = 8;
/** Hashes in a full tile, leaves in a full bundle. */
export const TILE_WIDTH = 2 ** TILE_HEIGHT;
const LEVEL_MAX = 63;
const LENGTH_BYTES = 2;

/** Which part of the tree a path asks for. */
export interface TilePlace {
  /** 0 holds hashes of leaves, each further level those of full tiles below; `entries` the leaves themselves. */
  level: number | 'entries';
  /** Of the first hash or leaf, within its level. */
  from: number;
  /** The first that is no more in it. */
  to: number;
}

/** @param path `tile/<level>/<index>[.p/<width>]`. @returns null of what is no such path in its one form */
export function placeOfTile(path: string): TilePlace | null {
  const [, level = '', digits = '', width] =
    /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  const index = Number(digits.replaceAll(/[x/]/g, ''));
  // A number that needs fewer groups of digits is written with fewer.
  const shortest = digits.length === 3 || !digits.startsWith('x000');
  const wide = width === undefined ? TILE_WIDTH : Number(width);
  const from = index * TILE_WIDTH;
  const fits = level !== '' && shortest && Number.isSafeInteger(from + wide);
  if (!fits || (width !== undefined && wide >= TILE_WIDTH) || Number(level) > LEVEL_MAX) return null;
  return { level: level === 'entries' ? level : Number(level), from, to: from + wide };
}

/** Leaves one after the other, each with its length before it (big-endian uint16). */
export function bundleOf(leaves: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    leaves.flatMap((leaf) => {
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt16BE(leaf.length);
      return [length, leaf];
    }),
  );
}
