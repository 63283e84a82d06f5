import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafHash } from './hash.ts';
import { checkLedger, type LedgerFinding, type LedgerSource } from './log.ts';
import { treeHash } from './testing.ts';
import { TILE_WIDTH } from './tile.ts';

const untouched = new Map<number, ReturnType<typeof build>>();

/** A ledger that can be tampered with: leaves and all levels of stored hashes. */
function makeLedger(size: number) {
  const built = untouched.get(size) ?? build(size);
  untouched.set(size, built);
  const leaves = [...built.leaves];
  const levels = built.levels.map((hashes) => [...hashes]);
  const source: LedgerSource = {
    hashes: async ({ level, index, width }) => {
      const hashes = levels[level]?.slice(index * TILE_WIDTH, index * TILE_WIDTH + width) ?? [];
      return hashes.length === width ? hashes : null;
    },
    leaves: async ({ index, width }) =>
      Array.from({ length: width }, (_, at) => leaves[index * TILE_WIDTH + at] ?? null),
  };
  return { leaves, levels, source, tree: built.tree };
}

function build(size: number) {
  const leaves: (Buffer | null)[] = Array.from({ length: size }, (_, at) => Buffer.from(`leaf ${at}`));
  const levels = [leaves.map((leaf) => leafHash(leaf as Buffer))];
  for (let below = levels[0] as Buffer[]; below.length >= TILE_WIDTH; below = levels.at(-1) as Buffer[]) {
    levels.push(
      Array.from({ length: Math.floor(below.length / TILE_WIDTH) }, (_, at) => {
        const span = TILE_WIDTH ** levels.length;
        return treeHash(leaves.slice(at * span, (at + 1) * span) as Buffer[]);
      }),
    );
  }
  return { leaves, levels, tree: { size, root: treeHash(leaves as Buffer[]) } };
}

async function findings({ source, tree }: ReturnType<typeof makeLedger>): Promise<LedgerFinding[]> {
  let checked = 0;
  const found: LedgerFinding[] = [];
  const onLeaves = (leaves: number) => {
    checked += leaves;
  };
  for await (const finding of checkLedger(source, tree, onLeaves)) found.push(finding);
  expect(checked).toBe(tree.size);
  return found;
}

const WRONG = leafHash(Buffer.from('something else'));
/** One with an unfilled tile on each of three levels. */
const SIZE = TILE_WIDTH ** 2 + 2 * TILE_WIDTH + 3;

describe('promise 7: any change to the ledger is found and located', () => {
  it.each([0, 1, 2, 255, 256, 257, 511, 512, 1000, TILE_WIDTH ** 2, SIZE])(
    'a whole ledger of %i has none',
    async (size) => {
      expect(await findings(makeLedger(size))).toEqual([]);
    },
  );

  it('a leaf that was changed or removed, wherever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 900 }), fc.nat(), fc.boolean(), async (size, random, removed) => {
        const ledger = makeLedger(size);
        const index = random % size;
        ledger.leaves[index] = removed ? null : Buffer.from('something else');
        expect(await findings(ledger)).toEqual([{ what: removed ? 'leaf_missing' : 'leaf_changed', index }]);
      }),
    );
  });

  it('two leaves that were put into each other’s place', async () => {
    const ledger = makeLedger(600);
    [ledger.leaves[3], ledger.leaves[599]] = [ledger.leaves[599] as Buffer, ledger.leaves[3] as Buffer];
    expect(await findings(ledger)).toEqual([
      { what: 'leaf_changed', index: 3 },
      { what: 'leaf_changed', index: 599 },
    ]);
  });

  it('a hash that was changed at any level, while the leaves are right', async () => {
    for (const [level, index] of [
      [0, 5],
      [0, SIZE - 1],
      [1, 0],
      [1, TILE_WIDTH + 1],
      [2, 0],
    ] as const) {
      const ledger = makeLedger(SIZE);
      (ledger.levels[level] as Buffer[])[index] = WRONG;
      const found = await findings(ledger);
      expect(found).toMatchObject([{ what: 'tile_changed', tile: { level, index: Math.floor(index / TILE_WIDTH) } }]);
    }
  });

  it('a leaf that was changed together with its hash: as closely as the hashes above tell', async () => {
    const ledger = makeLedger(SIZE);
    ledger.leaves[700] = Buffer.from('something else');
    (ledger.levels[0] as Buffer[])[700] = WRONG;
    expect(await findings(ledger)).toEqual([
      { what: 'tile_changed', tile: { level: 0, index: 2, width: TILE_WIDTH } },
      { what: 'leaves_changed', from: 512, to: 768 },
    ]);
  });

  it('a leaf of the right edge that was changed together with its hash', async () => {
    const ledger = makeLedger(300);
    ledger.leaves[299] = Buffer.from('something else');
    (ledger.levels[0] as Buffer[])[299] = WRONG;
    expect(await findings(ledger)).toEqual([{ what: 'root_changed' }]);
  });

  it('leaves that were cut off, or another tree altogether', async () => {
    const cut = makeLedger(600);
    cut.leaves.length = 580;
    expect(await findings(cut)).toEqual(
      Array.from({ length: 20 }, (_, at) => ({ what: 'leaf_missing', index: 580 + at })),
    );
    (cut.levels[0] as Buffer[]).length = 580;
    expect(await findings(cut)).toContainEqual({ what: 'root_changed' });
    const other = { ...makeLedger(300), tree: { size: 300, root: WRONG } };
    expect(await findings(other)).toEqual([{ what: 'root_changed' }]);
  });
});
