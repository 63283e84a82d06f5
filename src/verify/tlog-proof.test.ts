import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafHash } from './hash.ts';
import { isIncluded } from './proof.ts';
import { auditPath, treeHash } from './testing.ts';
import { parseExtra, parseTlogProof, writeExtra, writeTlogProof } from './tlog-proof.ts';

const leaves = Array.from({ length: 13 }, (_, at) => Buffer.from(`leaf ${at}`));
const root = treeHash(leaves);
const checkpoint = `example.com/log\n13\n${root.toString('base64')}\n\n— example.com/log AAAAAAAA\n`;
const proofOf = (index: number) => ({
  index,
  extra: leaves[index] ?? null,
  hashes: auditPath(index, leaves),
  checkpoint,
});

describe('promise 9: proofs that are checked without the ledger', () => {
  it('are read as they were written', () => {
    for (let index = 0; index < leaves.length; index++) {
      expect(parseTlogProof(writeTlogProof(proofOf(index)))).toEqual(proofOf(index));
    }
    const bare = { ...proofOf(0), extra: null, hashes: [] };
    expect(writeTlogProof(bare)).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${checkpoint}`);
    expect(parseTlogProof(writeTlogProof(bare))).toEqual(bare);
  });

  const hash = createHash('sha256').digest('base64');
  it.each([
    ['nothing', ''],
    ['another header', `c2sp.org/tlog-proof@v2\nindex 0\n\n${checkpoint}`],
    ['no index', `c2sp.org/tlog-proof@v1\n\n${checkpoint}`],
    ['an index that is no number', `c2sp.org/tlog-proof@v1\nindex notanumber\n\n${checkpoint}`],
    ['a negative index', `c2sp.org/tlog-proof@v1\nindex -1\n\n${checkpoint}`],
    ['leading zeroes', `c2sp.org/tlog-proof@v1\nindex 00\n\n${checkpoint}`],
    ['extra data after the index', `c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\n${checkpoint}`],
    ['extra data twice', `c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 0\n\n${checkpoint}`],
    ['extra data that is not base64', `c2sp.org/tlog-proof@v1\nextra ?\nindex 0\n\n${checkpoint}`],
    ['a hash that is too short', `c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n${checkpoint}`],
    ['too many hashes', `c2sp.org/tlog-proof@v1\nindex 0\n${`${hash}\n`.repeat(64)}\n${checkpoint}`],
    ['no checkpoint', `c2sp.org/tlog-proof@v1\nindex 0\n${hash}\n`],
  ])('are refused where there is %s', (_, text) => {
    expect(() => parseTlogProof(text)).toThrow('malformed_proof');
  });

  it('prove nothing once a letter of the proof itself was changed', () => {
    const head = { size: 13, root };
    fc.assert(
      fc.property(fc.nat(12), fc.nat(), fc.constantFrom(...'ABab019+/= \n'), (index, at, letter) => {
        const text = writeTlogProof(proofOf(index));
        const end = text.indexOf('\n\n');
        const place = at % end;
        const changed = text.slice(0, place) + letter + text.slice(place + 1);
        if (changed === text) return;
        try {
          const { extra, ...proof } = parseTlogProof(changed);
          const proven = extra !== null && isIncluded(proof.index, leafHash(extra), proof.hashes, head);
          expect(proven && proof.checkpoint === checkpoint, changed).toBe(false);
        } catch (error) {
          expect((error as Error).message).toBe('malformed_proof');
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('what a proof of ours carries along', () => {
  const leaf = Buffer.from('{"at":"then"}');
  const hashes = auditPath(3, leaves);

  it('is the leaf alone where the key was never rotated, else the rotations behind it', () => {
    expect(writeExtra({ leaf, rotations: [] })).toEqual(leaf);
    const rotations = [
      { index: 3, leaf, hashes },
      { index: 0, leaf, hashes: [] },
    ];
    expect(parseExtra(writeExtra({ leaf, rotations }))).toEqual({ leaf, rotations });
    expect(parseExtra(leaf)).toEqual({ leaf, rotations: [] });
  });

  it.each(['\n', '\n3', '\nx AAAA', '\n3 ?', '\n3 AAAA AAAA', '\n03 AAAA', `\n3 AAAA${' AAAA'.repeat(64)}`])(
    'is refused with %j behind the leaf',
    (rest) => {
      expect(() => parseExtra(Buffer.concat([leaf, Buffer.from(rest)]))).toThrow('malformed_proof');
    },
  );
});
