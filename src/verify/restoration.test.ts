import { describe, expect, it } from 'vitest';
import type { Checkpoint } from './checkpoint.ts';
import { leafHash } from './hash.ts';
import { declaredLost, judgeKept, type Restoration, restorationOf } from './restoration.ts';
import { treeHash } from './testing.ts';
import { TiledTree } from './tiled-tree.ts';

const leavesOf = (name: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => Buffer.from(`${name} ${from + at}`));
const checkpoint = (leaves: readonly Buffer[], restoration = 0): Checkpoint => ({
  origin: 'lockdesk.test/ledger',
  size: leaves.length,
  root: treeHash(leaves),
  restoration,
});
const text = ({ size, root, restoration }: Checkpoint) => ({
  size,
  root: Buffer.from(root).toString('base64'),
  ...(restoration !== undefined && { restoration }),
});
const treeOf = (leaves: readonly Buffer[]) =>
  new TiledTree(leaves.length, async ({ index, width }) =>
    leaves.slice(index * 256, index * 256 + width).map((leaf) => leafHash(leaf)),
  );

function restorationLeaf(number: number, kept: Checkpoint, lost: Checkpoint | null, changes: object = {}): Buffer {
  const { restoration: _, ...keptTree } = text(kept);
  const entry = {
    action: 'restoration',
    actor: { kind: 'staff', subject: 'second' },
    outcome: 'done',
    restoration: {
      digest: 'ab'.repeat(32),
      kept: keptTree,
      ...(lost && { lost: text(lost) }),
      named: 0,
      number,
      proposed_by: 'first',
    },
    ...changes,
  };
  return Buffer.from(JSON.stringify({ at: '2026-11-23T01:00:00.000Z', entry, format: 1, id: 'x' }));
}

const FIRST = leavesOf('first', 0, 300);
const KEPT = FIRST.slice(0, 200);
const DECLARES = restorationLeaf(1, checkpoint(KEPT), checkpoint(FIRST));
/** Restored to 200 of 300 entries; the declaration is at 203. */
const RESTORED = [...KEPT, ...leavesOf('second', 200, 203), DECLARES, ...leavesOf('second', 204, 290)];
const HEAD = checkpoint(RESTORED, 1);
const placed = (leaves: readonly Buffer[]) => async () =>
  leaves.flatMap((leaf, index) => (restorationOf(leaf) ? [{ index, leaf }] : []));
const judge = (kept: Checkpoint, leaves = RESTORED, declarations = placed(leaves)) =>
  judgeAll([kept], leaves, declarations);
const judgeAll = (kept: Checkpoint[], leaves: Buffer[], declarations = placed(leaves)) =>
  judgeKept(kept, checkpoint(leaves, 1), treeOf(leaves), declarations);

describe('promise 8: a declared restoration is told apart', () => {
  it('from a ledger that has only grown', async () => {
    for (const size of [0, 1, 200]) {
      expect(await judge(checkpoint(FIRST.slice(0, size)))).toEqual({ what: 'extended' });
    }
    for (const size of [201, 204, 290]) {
      expect(await judge(checkpoint(RESTORED.slice(0, size), 1))).toEqual({ what: 'extended' });
    }
  });

  it('whatever lost checkpoint is held, up to the newest that was declared', async () => {
    for (const size of [201, 250, 290, 299, 300]) {
      expect(await judge(checkpoint(FIRST.slice(0, size)))).toMatchObject({
        what: 'restored',
        index: 203,
        restoration: { number: 1, proposedBy: 'first', confirmedBy: 'second' },
      });
    }
  });

  it('from a shrinking that nobody declared', async () => {
    const bare = [...KEPT, ...leavesOf('second', 200, 290)];
    expect(await judge(checkpoint(FIRST), bare)).toMatchObject({ what: 'shrank' });
    expect(await judge(checkpoint(FIRST.slice(0, 250)), bare)).toMatchObject({ what: 'forked' });
    // What is newer than all that was declared.
    expect(await judge(checkpoint([...FIRST, Buffer.from('one more')]))).toMatchObject({ what: 'shrank' });
    // Another ledger of the declared size.
    expect(await judge(checkpoint(leavesOf('another', 0, 300)))).toMatchObject({ what: 'shrank' });
  });

  it('from a ledger that was rewritten after the restoration', async () => {
    const rewritten = [...RESTORED.slice(0, 210), ...leavesOf('third', 210, 280)];
    expect(await judge(checkpoint(RESTORED.slice(0, 250), 1), rewritten)).toMatchObject({ what: 'forked' });
    expect(await judge(HEAD, rewritten)).toMatchObject({ what: 'shrank' });
  });

  it('from one that the ledger does not hold, or whose kept part it does not extend', async () => {
    const bare = [...KEPT, ...leavesOf('second', 200, 290)];
    const claimed = async () => [{ index: 203, leaf: DECLARES }];
    expect(await judge(checkpoint(FIRST), bare, claimed)).toMatchObject({ what: 'shrank' });
    const otherKept = restorationLeaf(1, checkpoint(leavesOf('another', 0, 200)), checkpoint(FIRST));
    expect(await judge(checkpoint(FIRST), [...KEPT, otherKept])).toMatchObject({ what: 'shrank' });
  });

  describe('from a restored backup in which somebody had changed entries', () => {
    /** Entry 100 is another one, and the declaration says that all before entry 200 was kept. */
    const changed = [...KEPT.slice(0, 100), Buffer.from('another'), ...KEPT.slice(101)];
    const declares = restorationLeaf(1, checkpoint(changed), checkpoint(FIRST));
    const tampered = [...changed, ...leavesOf('second', 200, 203), declares, ...leavesOf('second', 204, 290)];
    const seen = (...sizes: number[]) => sizes.map((size) => checkpoint(FIRST.slice(0, size)));

    it('by a checkpoint of before the loss', async () => {
      // Each alone is what the declaration tells of: the one limit of whoever keeps a single checkpoint.
      for (const lost of seen(300, 250, 201)) {
        expect(await judge(lost, tampered)).toMatchObject({ what: 'restored', restoration: { number: 1 } });
      }
      for (const sizes of [
        [300, 200],
        [300, 250, 201, 150],
        [250, 101, 100],
      ]) {
        const kept = seen(...sizes);
        const forked = kept.find(({ size }) => size <= 200);
        expect(await judgeAll(kept, tampered)).toEqual({ what: 'forked', kept: forked });
      }
    });

    it('but not where nothing from after the change was kept', async () => {
      expect(await judgeAll(seen(300, 201, 100, 50), tampered)).toMatchObject({ what: 'restored' });
    });
  });

  it('and the older ones are asked only where the newest was lost', async () => {
    const older = checkpoint(leavesOf('another', 0, 150));
    expect(await judgeAll([checkpoint(RESTORED.slice(0, 250), 1), older], RESTORED)).toEqual({ what: 'extended' });
    expect(await judgeAll([checkpoint(FIRST), older], RESTORED)).toEqual({ what: 'forked', kept: older });
    expect(await judgeAll([checkpoint(FIRST), checkpoint(KEPT)], RESTORED)).toMatchObject({ what: 'restored' });
    expect(await judgeAll([], RESTORED)).toEqual({ what: 'extended' });
  });

  it('and of several declarations, the one that kept least is told', async () => {
    const changed = [...KEPT.slice(0, 100), Buffer.from('another'), ...KEPT.slice(101)];
    const late = checkpoint(FIRST.slice(0, 150));
    const twice = [
      ...[...changed, restorationLeaf(1, checkpoint(changed), checkpoint(FIRST))],
      restorationLeaf(2, checkpoint([]), late),
    ];
    expect(await judgeAll([checkpoint(FIRST), late, checkpoint(FIRST.slice(0, 120))], twice)).toMatchObject({
      what: 'restored',
      index: 201,
      restoration: { number: 2, kept: { size: 0 } },
    });
  });

  it('from a proposal, and from another entry', () => {
    expect(restorationOf(DECLARES)).not.toBeNull();
    for (const changes of [{ outcome: 'pending' }, { action: 'unlock' }, { restoration: {} }, { actor: {} }]) {
      expect(restorationOf(restorationLeaf(1, checkpoint(KEPT), null, changes))).toBeNull();
    }
    expect(restorationOf(Buffer.from('no JSON'))).toBeNull();
  });

  it('over several restorations, each only of what was there to be lost', () => {
    const tree = (size: number, restoration = 0) => ({ size, root: Buffer.alloc(32, size), restoration });
    const made = (number: number, kept: number, lost: [size: number, restoration: number] | null): Restoration => ({
      number,
      kept: tree(kept),
      lost: lost && tree(...lost),
      digest: '',
      proposedBy: 'first',
      confirmedBy: 'second',
    });
    const declared = (size: number, restoration: number, all: Restoration[]) =>
      declaredLost({ origin: 'o', ...tree(size, restoration) }, all)?.number ?? null;
    const twice = [made(1, 100, [150, 0]), made(2, 90, [180, 1])];
    expect(declared(150, 0, twice)).toBe(1);
    expect(declared(95, 0, twice)).toBe(2);
    expect(declared(170, 1, twice)).toBe(2);
    // Lost by the first, and beyond what was declared of it.
    expect(declared(170, 0, twice)).toBeNull();
    expect(declared(80, 1, twice)).toBeNull();
    expect(declared(170, 2, twice)).toBeNull();
    // Nothing was known to be lost; what turned up later was declared later.
    const late = [made(1, 100, null), made(2, 100, [150, 0])];
    expect(declared(140, 0, late.slice(0, 1))).toBeNull();
    expect(declared(140, 0, late)).toBe(2);
    expect(declared(140, 1, late)).toBeNull();
  });
});
