import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafHash } from './hash.ts';
import { isConsistent, isIncluded } from './proof.ts';
import { auditPath, consistencyProof, treeHash } from './testing.ts';

/** Leaves and roots of the known implementations' tests: certificate-transparency's `merkletree`, and all that follow it. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => Buffer.from(hex, 'hex'),
);
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const head = (size: number) => ({ size, root: treeHash(leavesTo(size)) });
const leavesTo = (size: number) => Array.from({ length: size }, (_, at) => Buffer.from(`leaf ${at}`));

describe('promise 9: the verifier is sound', () => {
  it.each(ROOTS.map((root, at) => [at + 1, root]))(
    'agrees with known implementations on a tree of %i',
    (size, root) => {
      const leaves = LEAVES.slice(0, Number(size));
      expect(treeHash(leaves).toString('hex')).toBe(root);
      const tree = { size: leaves.length, root: Buffer.from(String(root), 'hex') };
      for (const [index, leaf] of leaves.entries()) {
        expect(isIncluded(index, leafHash(leaf), auditPath(index, leaves), tree)).toBe(true);
      }
      for (let older = 0; older <= leaves.length; older++) {
        const before = { size: older, root: treeHash(leaves.slice(0, older)) };
        expect(isConsistent(before, tree, consistencyProof(older, leaves))).toBe(true);
      }
    },
  );

  const place = fc.integer({ min: 1, max: 70 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));

  it('accepts every proof of RFC 6962 and none that was changed, for inclusion', () => {
    fc.assert(
      fc.property(place, fc.nat(), fc.constantFrom(...MUTATIONS), ([size, index], random, mutate) => {
        const leaves = leavesTo(size);
        const leaf = leafHash(leaves[index] as Buffer);
        const proof = auditPath(index, leaves);
        expect(isIncluded(index, leaf, proof, head(size))).toBe(true);
        const changed = mutate(proof, random);
        if (changed) expect(isIncluded(index, leaf, changed, head(size))).toBe(false);
        const elsewhere = random % (size + 2);
        if (elsewhere !== index) expect(isIncluded(elsewhere, leaf, proof, head(size))).toBe(false);
        expect(isIncluded(index, flipped(leaf, random), proof, head(size))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('accepts every proof of RFC 6962 and none that was changed, for consistency', () => {
    fc.assert(
      fc.property(place, fc.nat(), fc.constantFrom(...MUTATIONS), ([size, before], random, mutate) => {
        const older = head(before);
        const proof = consistencyProof(before, leavesTo(size));
        expect(isConsistent(older, head(size), proof)).toBe(true);
        const changed = mutate(proof, random);
        if (changed) expect(isConsistent(older, head(size), changed)).toBe(false);
        const forked = { ...older, root: flipped(older.root, random) };
        expect(isConsistent(forked, head(size), proof)).toBe(false);
        if (before > 0)
          expect(isConsistent(older, { ...head(size), root: flipped(head(size).root, random) }, proof)).toBe(false);
        expect(isConsistent(head(size), { ...older, size: before }, proof)).toBe(size === before);
      }),
      { numRuns: 500 },
    );
  });

  it('takes no size or index that is no count', () => {
    for (const n of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(isIncluded(n, leafHash(Buffer.of()), [], head(1))).toBe(false);
      expect(isConsistent({ ...head(1), size: n }, head(1), [])).toBe(false);
    }
  });
});

type Mutation = (proof: readonly Buffer[], random: number) => Buffer[] | null;

/** Ways to change a proof; null where it has nothing to change in that way. */
const MUTATIONS: Mutation[] = [
  (proof, random) =>
    proof.length === 0
      ? null
      : proof.with(random % proof.length, flipped(proof[random % proof.length] as Buffer, random)),
  (proof, random) => (proof.length === 0 ? null : proof.toSpliced(random % proof.length, 1)),
  (proof, random) => proof.toSpliced(random % (proof.length + 1), 0, leafHash(Buffer.from('one more'))),
  (proof) => (proof.length < 2 ? null : proof.toReversed()),
  (proof) => (proof.length === 0 ? null : proof.map((hash) => hash.subarray(1))),
];

function flipped(hash: Uint8Array, random: number): Buffer {
  const changed = Buffer.from(hash);
  changed[random % changed.length] = (changed[random % changed.length] as number) ^ (1 << (random % 8));
  return changed;
}
