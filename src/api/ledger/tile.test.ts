import fc from 'fast-check';
import { expect, it } from 'vitest';
import { entriesOf, tilePath } from '../../verify/index.ts';
import { bundleOf, placeOfTile, TILE_WIDTH } from './tile.ts';

it('reads every path as the verifier writes it', () => {
  const levels = fc.oneof(fc.constant('entries' as const), fc.nat(63));
  fc.assert(
    fc.property(levels, fc.nat(2 ** 40), fc.integer({ min: 1, max: TILE_WIDTH }), (level, index, width) => {
      const from = index * TILE_WIDTH;
      expect(placeOfTile(tilePath({ level, index, width }))).toEqual({ level, from, to: from + width });
    }),
  );
});

it.each([
  'tile/0/0',
  'tile/00/000',
  'tile/64/000',
  'tile/0/000.p/0',
  'tile/0/000.p/256',
  'tile/0/000.p/01',
  'tile/0/x000/001',
  'tile/0/001/002',
  'tile/-1/000',
  'tile/0/000/',
  '/tile/0/000',
  'tile/data/000',
  `tile/0/${'x999/'.repeat(20)}000`,
  'checkpoint',
])('takes %s for no path', (path) => expect(placeOfTile(path)).toBeNull());

it('puts leaves into bundles as the verifier takes them out', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: TILE_WIDTH }), (leaves) => {
      const found = entriesOf({ level: 'entries', index: 0, width: leaves.length }, bundleOf(leaves));
      expect(found.map((leaf) => leaf.toString('hex'))).toEqual(
        leaves.map((leaf) => Buffer.from(leaf).toString('hex')),
      );
    }),
  );
});
