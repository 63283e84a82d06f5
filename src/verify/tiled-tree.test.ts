import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leafHash } from './hash.ts';
import { isConsistent, isIncluded } from './proof.ts';
import { auditPath, consistencyProof, treeHash } from './testing.ts';
import { entriesOf, type HashTile, TILE_WIDTH, type Tile, tilePath, tilesOf } from './tile.ts';
import { TiledTree } from './tiled-tree.ts';

/** All levels of tiles by the definition: each hash over a whole run of leaves. */
const LEAVES = Array.from({ length: 70_000 }, (_, at) => Buffer.from(`leaf ${at}`));
const LEVELS = [LEAVES.map((leaf) => leafHash(leaf))];
for (const width of [TILE_WIDTH, TILE_WIDTH ** 2]) {
  LEVELS.push(
    Array.from({ length: Math.floor(LEAVES.length / width) }, (_, at) =>
      treeHash(LEAVES.slice(at * width, (at + 1) * width)),
    ),
  );
}

/** @param size only what a tree of this size has is given out */
const reader = (size: number) => async (tile: HashTile) => {
  const level = LEVELS[tile.level]?.slice(0, Math.floor(size / TILE_WIDTH ** tile.level));
  const hashes = level?.slice(tile.index * TILE_WIDTH, tile.index * TILE_WIDTH + tile.width) ?? [];
  expect(hashes).toHaveLength(tile.width);
  return hashes;
};

async function expectTree(size: number, older: number): Promise<void> {
  const leaves = LEAVES.slice(0, size);
  const tree = new TiledTree(size, reader(size));
  const root = await tree.root();
  expect(root).toEqual(treeHash(leaves));
  const proof = await tree.consistencyProof(older);
  expect(proof).toEqual(consistencyProof(older, leaves));
  expect(isConsistent({ size: older, root: treeHash(leaves.slice(0, older)) }, { size, root }, proof)).toBe(true);
  if (older === size) return;
  const path = await tree.inclusionProof(older);
  expect(path).toEqual(auditPath(older, leaves));
  expect(isIncluded(older, leafHash(leaves[older] as Buffer), path, { size, root })).toBe(true);
}

it('gives root and proofs of RFC 6962 from tiles alone', async () => {
  const sizes = fc.nat(600).chain((size) => fc.tuple(fc.constant(size), fc.nat(size)));
  await fc.assert(fc.asyncProperty(sizes, ([size, older]) => expectTree(size, older)));
});

it.each([
  [65_535, 256],
  [65_536, 65_535],
  [65_537, 65_536],
  [70_000, 65_793],
])('also of %i leaves, of which %i are the older ones', expectTree);

it('reads a tile once, and few of them for one proof', async () => {
  let reads = 0;
  const tree = new TiledTree(70_000, (tile) => {
    reads++;
    return reader(70_000)(tile);
  });
  await tree.inclusionProof(3);
  await tree.inclusionProof(4);
  expect(reads).toBeLessThanOrEqual(5);
});

it.each([
  [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
  [{ level: 0, index: 273, width: 112 }, 'tile/0/273.p/112'],
  [{ level: 1, index: 1_234_067, width: 256 }, 'tile/1/x001/x234/067'],
  [{ level: 'entries', index: 1000, width: 8 }, 'tile/entries/x001/000.p/8'],
] satisfies [Tile, string][])('writes the path of %j as %s', (tile, path) => {
  expect(tilePath(tile)).toBe(path);
});

it('has the tiles that c2sp.org/tlog-tiles counts for 70,000 entries', () => {
  const told = [0, 1, 2, 3].map((level) => [...tilesOf(level, 70_000)].map(({ width }) => width));
  expect(told.map((widths) => widths.length)).toEqual([274, 2, 1, 0]);
  expect(told.map((widths) => widths.at(-1))).toEqual([112, 17, 1, undefined]);
  expect([...tilesOf(0, 256), ...tilesOf(1, 256)].map(({ width }) => width)).toEqual([256, 1]);
});

it('takes entries out of a bundle, and takes no bundle of another length', () => {
  const tile: Tile = { level: 'entries', index: 0, width: 3 };
  const bundle = Buffer.from('000161' + '0000' + '00026263', 'hex');
  expect(entriesOf(tile, bundle).map(String)).toEqual(['a', '', 'bc']);
  for (const [width, bytes] of [
    [2, bundle],
    [4, bundle],
    [3, bundle.subarray(0, -1)],
    [3, Buffer.concat([bundle, Buffer.of(0)])],
  ] as const) {
    expect(() => entriesOf({ ...tile, width }, bytes)).toThrow('malformed_bundle');
  }
});
