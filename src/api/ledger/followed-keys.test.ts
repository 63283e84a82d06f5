/** What `src/verify` follows is what the API writes: the one checked by the other, who share no code. */
import { describe, expect, it } from 'vitest';
import { leafHash } from '../../verify/hash.ts';
import { followKeys, keysAreLogged, openCheckpointBy, parseRotations, type Rotation } from '../../verify/keys.ts';
import { parseVerifierKey } from '../../verify/note.ts';
import { auditPath, treeHash } from '../../verify/testing.ts';
import { TiledTree } from '../../verify/tiled-tree.ts';
import { rotationNote, SigningKey, signedCheckpoint } from './signing-key.ts';

const ORIGIN = 'lockdesk.test/ledger';
const [a, b, c] = [1, 2, 3].map((seed) => new SigningKey(ORIGIN, new Uint8Array(32).fill(seed))) as [
  SigningKey,
  SigningKey,
  SigningKey,
];
const first = parseVerifierKey(a.verifierKey);
const root = Buffer.alloc(32);

const leafOf = (note: string, action = 'rotate_key') =>
  Buffer.from(JSON.stringify({ at: 'then', entry: { action, ledger_key: note }, format: 1, id: 'x' }));
const rotation = (index: number, from: SigningKey, to: SigningKey): Rotation => ({
  index,
  leaf: leafOf(rotationNote(from, to)),
});
const chain = [rotation(5, a, b), rotation(9, b, c)];

describe('keys that were handed on', () => {
  it('are followed from whichever was trusted', () => {
    const ids = (key: SigningKey) => followKeys(parseVerifierKey(key.verifierKey), chain).map(({ since }) => since);
    expect([ids(a), ids(b), ids(c)]).toEqual([[0, 6, 10], [0, 10], [0]]);
  });

  it('each sign the checkpoints of their time, and no others', () => {
    const keys = followKeys(first, chain);
    const by =
      (size: number, ...signers: SigningKey[]) =>
      () =>
        openCheckpointBy(keys, signedCheckpoint(signers, size, root)).size;
    expect([by(5, a)(), by(6, a, b)(), by(9, b)(), by(10, b, c)(), by(99, c)()]).toEqual([5, 6, 9, 10, 99]);
    expect(by(5, b)).toThrow('unsigned');
    expect(by(6, a)).toThrow('unsigned');
    expect(by(10, a, b)).toThrow('unsigned');
  });

  it.each([
    ['by a stranger', [rotation(5, b, c)]],
    ['by a stranger, after the key was handed on', [rotation(5, a, b), rotation(9, a, c)]],
    ['in an entry of another kind', [{ index: 5, leaf: leafOf(rotationNote(a, b), 'search') }]],
    ['in a text of another kind', [{ index: 5, leaf: leafOf(a.checkpoint(3, root)) }]],
    ['to a key that nobody holds', [{ index: 5, leaf: leafOf(notHeld()) }]],
    [
      'to a key of another name',
      [{ index: 5, leaf: leafOf(rotationNote(a, new SigningKey('other', new Uint8Array(32)))) }],
    ],
    ['back', [rotation(5, a, a)]],
    ['by nothing at all', [{ index: 5, leaf: Buffer.from('{') }]],
  ] as [string, Rotation[]][])('are not followed where they are handed on %s', (_, rotations) => {
    // What was handed on before counts all the same.
    const before = rotations.length - 1;
    expect(followKeys(first, rotations)).toEqual(followKeys(first, rotations.slice(0, before)));
    expect(followKeys(first, rotations)).toHaveLength(1 + before);
  });

  it('are handed on by entries that must be in the ledger', async () => {
    const leaves = Array.from(
      { length: 20 },
      (_, at) => chain.find(({ index }) => index === at)?.leaf ?? Buffer.from(`${at}`),
    );
    const head = { size: 20, root: treeHash(leaves) };
    const tree = new TiledTree(20, async () => leaves.map((leaf) => leafHash(leaf)));
    expect(await tree.inclusionProof(5)).toEqual(auditPath(5, leaves));
    expect(await keysAreLogged(followKeys(first, chain), head, tree)).toBe(true);
    expect(await keysAreLogged(followKeys(first, [rotation(6, a, b)]), head, tree)).toBe(false);
  });
});

function notHeld(): string {
  const note = rotationNote(a, b);
  return note.slice(0, note.lastIndexOf('—'));
}

describe('the list of rotations', () => {
  it('is read in its one form', () => {
    const lines = chain.map(({ index, leaf }) => `${index} ${leaf.toString('base64')}\n`).join('');
    expect(parseRotations(lines)).toEqual(chain);
    expect(parseRotations('')).toEqual([]);
    for (const wrong of ['5', '5 \n', '05 AAAA\n', '5 AAA\n', '5 AAAA', '5 AAAA\n\n', '-1 AAAA\n']) {
      expect(() => parseRotations(wrong), wrong).toThrow('malformed_rotations');
    }
  });
});
