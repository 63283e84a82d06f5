import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../verify/checkpoint.ts';
import { EMPTY_ROOT, leafHash } from '../../verify/hash.ts';
import { parseVerifierKey } from '../../verify/note.ts';
import { isConsistent } from '../../verify/proof.ts';
import { treeHash } from '../../verify/testing.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { GrowingTree, type TreeNode } from './growing-tree.ts';
import { KeptCheckpoint } from './restoration/kept-checkpoint.ts';
import { SequenceMoved } from './sequencer.ts';
import { KeyNotHeld, Signer } from './signer.ts';
import { createSigningKey, loadSigningKey, SigningKey } from './signing-key.ts';
import { LedgerBroken } from './stored-tree.ts';
import { TILE_WIDTH } from './tile.ts';

const leavesTo = (size: number) => Array.from({ length: size }, (_, at) => Buffer.from(`leaf ${at}`));

describe('the growing tree', () => {
  it('has the root of RFC 6962 at every size, and is the same where it is taken up again', async () => {
    const leaves = leavesTo(700);
    const nodes: TreeNode[] = [];
    const grown = new GrowingTree();
    const hashes = leaves.map((leaf) => leafHash(leaf));
    const read = async (level: number, from: number, to: number) =>
      level === 0
        ? hashes.slice(from, to)
        : nodes.filter((node) => node.level === level && node.index >= from && node.index < to).map(({ hash }) => hash);
    for (let size = 0; size <= leaves.length; size++) {
      const root = grown.root();
      if (size % 17 === 0 || size % TILE_WIDTH < 2) {
        expect(root).toEqual(treeHash(leaves.slice(0, size)));
        expect((await GrowingTree.at(size, read)).root()).toEqual(root);
      }
      if (size < leaves.length) nodes.push(...grown.add(hashes[size] as Buffer));
    }
    expect(nodes.map(({ level, index }) => [level, index])).toEqual([
      [1, 0],
      [1, 1],
    ]);
    expect(nodes[1]?.hash).toEqual(treeHash(leaves.slice(TILE_WIDTH, 2 * TILE_WIDTH)));
  });

  it('makes nodes of every level', () => {
    const tree = new GrowingTree();
    const leaf = leafHash(Buffer.of());
    const nodes = Array.from({ length: TILE_WIDTH ** 2 }, () => tree.add(leaf)).flat();
    expect(nodes).toHaveLength(TILE_WIDTH + 1);
    expect(nodes.at(-1)).toMatchObject({ level: 2, index: 0, hash: tree.root() });
  });
});

describe('the signing key', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-key-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('signs what others can check by its public form', async () => {
    const file = path.join(dir, 'ledger.key');
    const made = await createSigningKey(file, 'lockdesk.test/ledger');
    const key = await loadSigningKey(file);
    expect(key.verifierKey).toBe(made.verifierKey);
    const note = key.checkpoint(3, EMPTY_ROOT);
    expect(openCheckpoint(note, parseVerifierKey(made.verifierKey))).toMatchObject({
      origin: 'lockdesk.test/ledger',
      size: 3,
      root: EMPTY_ROOT,
    });
    const other = new SigningKey('lockdesk.test/ledger', new Uint8Array(32));
    expect(() => openCheckpoint(note, parseVerifierKey(other.verifierKey))).toThrow('unsigned');
  });

  it('is never overwritten, and its file is its owner’s alone', async () => {
    const file = path.join(dir, 'ledger.key');
    await createSigningKey(file, 'lockdesk.test/ledger');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(createSigningKey(file, 'lockdesk.test/ledger')).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('is refused where others may read it, or where it is another kind of file', async () => {
    const file = path.join(dir, 'ledger.key');
    await writeFile(file, 'PRIVATE+KEY+a+00000000+AAAA', { mode: 0o644 });
    await expect(loadSigningKey(file)).rejects.toThrow('0600');
    const closed = path.join(dir, 'closed.key');
    await writeFile(closed, 'PRIVATE+KEY+a+00000000+AAAA', { mode: 0o600 });
    await expect(loadSigningKey(closed)).rejects.toThrow('must hold');
  });

  it('is that of the tools around signed notes', async () => {
    const file = path.join(dir, 'ledger.key');
    // The example of golang.org/x/mod/sumdb/note.
    const text = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n';
    await writeFile(file, text, { mode: 0o600 });
    const key = await loadSigningKey(file);
    expect(key.verifierKey).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  });
});

describe('the signer', () => {
  let database: TestDatabase;
  let client: pg.Client;
  const key = new SigningKey('lockdesk.test/ledger', new Uint8Array(32));
  const verifier = parseVerifierKey(key.verifierKey);

  let dir: string;
  let kept: KeptCheckpoint;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-kept-'));
    kept = new KeptCheckpoint(path.join(dir, 'kept'), key.origin, { error: () => {} });
    database = await openTestDatabase();
    client = new pg.Client({ connectionString: database.apiUrl });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await database.close();
    await rm(dir, { recursive: true });
  });

  /** As the sequencer does it, but for the entries. */
  const sequence = (leaves: readonly Buffer[]) =>
    client.query(
      `WITH moved AS (UPDATE sequencer_state SET next_index = next_index + $2 RETURNING next_index - $2 AS start)
       INSERT INTO leaves (index, entry_id, recorded_at, leaf_hash)
       SELECT start + at - 1, uuidv7(), now(), hash FROM moved, unnest($1::bytea[]) WITH ORDINALITY AS given (hash, at)`,
      [leaves.map((leaf) => leafHash(leaf)), leaves.length],
    );
  const checkpoint = async () => {
    const { rows } = await client.query<{ checkpoint: string }>('SELECT checkpoint FROM ledger_head');
    return openCheckpoint(rows[0]?.checkpoint ?? '', verifier);
  };

  it('signs the empty ledger, and then whatever is added, by one log that only grows', async () => {
    let signer = await Signer.start(client, [key], kept);
    expect(await checkpoint()).toMatchObject({ size: 0, root: EMPTY_ROOT });
    const leaves: Buffer[] = [];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.boolean(), async (count, again) => {
        const added = Array.from({ length: count }, (_, at) => Buffer.from(`leaf ${leaves.length + at}`));
        await sequence(added);
        leaves.push(...added);
        if (again) signer = await Signer.start(client, [key], kept);
        await signer.sign();
        expect(await checkpoint()).toMatchObject({ size: leaves.length, root: treeHash(leaves) });
      }),
      { numRuns: 12 },
    );
    expect(isConsistent({ size: 0, root: EMPTY_ROOT }, await checkpoint(), [])).toBe(true);
  });

  it('signs a ledger that was never signed, however long', async () => {
    await sequence(leavesTo(10_000));
    const signer = await Signer.start(client, [key], kept);
    await signer.sign();
    expect(await checkpoint()).toMatchObject({ size: 10_000, root: treeHash(leavesTo(10_000)) });
    const { rows } = await client.query('SELECT count(*)::integer AS nodes FROM tree_nodes');
    expect(rows).toEqual([{ nodes: 39 }]);
  });

  it('signs by no other key than the ledger’s', async () => {
    await sequence(leavesTo(3));
    await (await Signer.start(client, [key], kept)).sign();
    const other = new SigningKey('lockdesk.test/ledger', new Uint8Array(32).fill(1));
    await expect(Signer.start(client, [other], kept)).rejects.toThrow(KeyNotHeld);
    await Signer.start(client, [other, key], kept);
    expect((await checkpoint()).size).toBe(3);
  });

  it('writes nothing where another process has signed meanwhile', async () => {
    const [one, two] = [await Signer.start(client, [key], kept), await Signer.start(client, [key], kept)];
    await sequence(leavesTo(5));
    await one.sign();
    await expect(two.sign()).rejects.toThrow(SequenceMoved);
    expect((await checkpoint()).size).toBe(5);
  });

  it.each([
    ['a leaf was changed', "UPDATE leaves SET leaf_hash = sha256('another') WHERE index = 299"],
    ['a leaf was removed', 'DELETE FROM leaves WHERE index = 299'],
    ['leaves were cut off', 'DELETE FROM leaves WHERE index >= 256; UPDATE sequencer_state SET next_index = 256'],
    ['a node was changed', "UPDATE tree_nodes SET hash = sha256('another')"],
    ['the root was changed', "UPDATE ledger_head SET root = sha256('another')"],
  ])('signs no more where %s', async (_, change) => {
    await sequence(leavesTo(300));
    await (await Signer.start(client, [key], kept)).sign();
    await database.asOwner(change);
    await expect(Signer.start(client, [key], kept)).rejects.toThrow(LedgerBroken);
  });
});
