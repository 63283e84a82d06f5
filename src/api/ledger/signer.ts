import type { Client } from 'pg';
import type { GrowingTree, TreeNode } from './growing-tree.ts';
import type { KeptCheckpoint } from './restoration/kept-checkpoint.ts';
import { SequenceMoved } from './sequencer.ts';
import { type SigningKey, signedCheckpoint } from './signing-key.ts';
import { LedgerBroken, readLeafHashes, treeAt } from './stored-tree.ts';

/** Leaves that one signature adds at most; more only where a ledger was never signed, or long ago. */
const SIGN_MAX = 4096;

/** The ledger's key is one that this process does not hold: what it signed by another would be refused. */
export class KeyNotHeld extends Error {
  constructor(verifierKey: string) {
    super(`the ledger is signed by ${verifierKey}, which this process does not hold`);
    this.name = 'KeyNotHeld';
  }
}

const READ_HEAD = `
  SELECT size::float8 AS size, root, next_index::float8 AS sequenced,
         (SELECT coalesce(max(number), 0) FROM restorations) AS restoration
    FROM ledger_head, sequencer_state`;

interface Head {
  size: number;
  root: Buffer;
  sequenced: number;
  restoration: number;
}

/** The first key is whichever signs first; all others are named by an entry. */
const READ_KEYS = `
  WITH first AS (
    INSERT INTO ledger_keys (place, verifier_key)
    SELECT 0, $1 WHERE NOT EXISTS (SELECT FROM ledger_keys)
    RETURNING place, verifier_key
  )
  SELECT verifier_key FROM (SELECT place, verifier_key FROM ledger_keys UNION ALL SELECT * FROM first) AS keys
   ORDER BY place`;

/**
 * All or nothing: if another process has signed meanwhile, or somebody has just handed in what the ledger has lost, nothing
 * is written and nothing returned. Signed on for a moment longer, nothing would tell any more where the two histories part.
 */
const WRITE_HEAD = `
  WITH head AS (
    UPDATE ledger_head SET size = $2, root = $3, checkpoint = $4, signed_at = now()
     WHERE size = $1 AND NOT EXISTS (SELECT FROM held_checkpoints WHERE settled_by IS NULL)
    RETURNING 1
  ), node AS (
    INSERT INTO tree_nodes (level, index, hash)
    SELECT level, index, hash FROM head, unnest($5::smallint[], $6::bigint[], $7::bytea[]) AS given (level, index, hash)
  )
  SELECT 1 FROM head`;

/**
 * Extends the ledger's tree by the leaves that are committed, and signs it: commit, then sign, then publish. A process
 * that ends between leaves and signature leaves them to the next one.
 */
export class Signer {
  readonly #client: Client;
  readonly #held: readonly SigningKey[];
  readonly #kept: KeptCheckpoint;
  readonly #tree: GrowingTree;
  /** Number of the last restoration, which every checkpoint tells. */
  readonly #restoration: number;
  /** Those held that are the ledger's, the newest last. */
  #keys: SigningKey[] = [];

  private constructor(
    client: Client,
    held: readonly SigningKey[],
    kept: KeptCheckpoint,
    tree: GrowingTree,
    restoration: number,
  ) {
    this.#client = client;
    this.#held = held;
    this.#kept = kept;
    this.#tree = tree;
    this.#restoration = restoration;
  }

  /**
   * Takes up the tree where it was signed last.
   *
   * @param held the first of them signs a ledger that was never signed
   * @param kept gets every checkpoint that was published
   * @throws LedgerBroken where the tables no longer give the root that was signed
   * @throws KeyNotHeld
   */
  static async start(client: Client, held: readonly SigningKey[], kept: KeptCheckpoint): Promise<Signer> {
    const { rows } = await client.query<Head>(READ_HEAD);
    const [head] = rows;
    if (!head || head.sequenced < head.size)
      throw new LedgerBroken(`${head?.size} leaves were signed, and fewer are there`);
    const tree = await treeAt(client, head.size);
    if (!tree.root().equals(head.root)) throw new LedgerBroken(`another tree of ${head.size} leaves was signed`);
    const signer = new Signer(client, held, kept, tree, head.restoration);
    await signer.takeUpKeys();
    // Once more, by the keys of now, which may be others; and for the first time where there was nothing to sign yet.
    await signer.#publish(head.size, []);
    return signer;
  }

  /**
   * Signs by the keys that the ledger's entries name, from the next signature on.
   *
   * @throws KeyNotHeld
   */
  async takeUpKeys(): Promise<void> {
    const { rows } = await this.#client.query<{ verifier_key: string }>(READ_KEYS, [this.#held[0]?.verifierKey]);
    this.#keys = rows.flatMap(({ verifier_key }) => this.#held.find((key) => key.verifierKey === verifier_key) ?? []);
    const newest = rows.at(-1)?.verifier_key ?? '';
    if (this.#keys.at(-1)?.verifierKey !== newest) throw new KeyNotHeld(newest);
  }

  /**
   * Signs what has been sequenced since the last signature, if anything.
   *
   * @throws SequenceMoved
   */
  async sign(): Promise<void> {
    for (;;) {
      const before = this.#tree.size;
      const leaves = await readLeafHashes(this.#client, before, before + SIGN_MAX);
      if (leaves.length === 0) return;
      const nodes = leaves.flatMap((leaf) => this.#tree.add(leaf));
      await this.#publish(before, nodes);
      if (leaves.length < SIGN_MAX) return;
    }
  }

  async #publish(before: number, nodes: readonly TreeNode[]): Promise<void> {
    const { size } = this.#tree;
    const root = this.#tree.root();
    const note = signedCheckpoint(this.#keys, size, root, this.#restoration);
    const { rowCount } = await this.#client.query({
      name: 'write-head',
      text: WRITE_HEAD,
      values: [
        before,
        size,
        root,
        note,
        nodes.map(({ level }) => level),
        nodes.map(({ index }) => index),
        nodes.map(({ hash }) => hash),
      ],
    });
    if (rowCount !== 1) throw new SequenceMoved();
    await this.#kept.keep(note);
  }
}
