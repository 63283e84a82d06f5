import pg from 'pg';
import {
  checkLedger,
  erasureOf,
  type LedgerSource,
  type PrivateValue,
  type Rotation,
  retiredNotes,
  type StoredEntry,
  TILE_WIDTH,
  type TreeHead,
  watchRotations,
  wrongColumns,
  wrongPrivateFields,
} from '../../verify/index.ts';
import type { TableFinding, VerifiedLedger } from './place.ts';

/** Entries read by one statement. */
const ROWS = 4 * TILE_WIDTH;
/** An entry gets its index within tens of milliseconds; a new leader is elected within 5 s. */
const UNSEQUENCED_S = 60;

/** The ledger's tables, read by whoever may read them. Nothing is written, and no transaction stays open. */
export class LedgerDatabase implements VerifiedLedger {
  readonly passes = 2;
  readonly #client: pg.Client;

  /** @param client is ended by {@link close} */
  constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(url: string): Promise<LedgerDatabase> {
    const client = new pg.Client({ connectionString: url, application_name: 'lockdesk-verify' });
    await client.connect();
    return new LedgerDatabase(client);
  }

  close(): Promise<void> {
    return this.#client.end();
  }

  async checkpoint(): Promise<string | null> {
    // With the witness's line where that is of the same text, as the API serves it.
    const { rows } = await this.#client.query<{ note: string | null }>(
      `SELECT head.checkpoint || CASE
                WHEN split_part(head.checkpoint, E'\\n\\n', 1) = split_part(witnessed.checkpoint, E'\\n\\n', 1)
                THEN witnessed.cosignature ELSE '' END AS note
         FROM ledger_head AS head, witness_head AS witnessed`,
    );
    return rows[0]?.note ?? null;
  }

  async cosignedCheckpoint(): Promise<string | null> {
    const { rows } = await this.#client.query<{ note: string | null }>(
      'SELECT checkpoint || cosignature AS note FROM witness_head',
    );
    return rows[0]?.note ?? null;
  }

  async rotations(): Promise<Rotation[]> {
    const { rows } = await this.#client.query<Rotation>(
      `SELECT leaves.index::float8 AS index, ledger_keys.leaf
         FROM ledger_keys JOIN leaves USING (entry_id) ORDER BY place`,
    );
    return rows;
  }

  /** Every leaf against the tree, every row against its leaf, and whether there are rows without one. */
  async *check(
    tree: TreeHead,
    onLeaves: (leaves: number) => void = () => {},
    onRotation: (rotation: Rotation) => void = () => {},
  ): AsyncGenerator<TableFinding> {
    yield* checkLedger(watchRotations(this.source, onRotation), tree, onLeaves);
    const retired = await this.#retired(tree.size);
    for (const [month, by] of retired) yield { what: 'retired', month, by };
    for (let from = 0; from < tree.size; from += ROWS) {
      const to = Math.min(from + ROWS, tree.size);
      const rows = await this.#rows(from, to);
      const erasures = await this.#erasures(rows, tree.size);
      for (const row of rows) {
        yield* columnFindings(row);
        const gone = row.fields === null && retired.has(row.recorded_at.toISOString().slice(0, MONTH));
        if (!gone) yield* privateFindings(row, erasures);
      }
      onLeaves(to - from);
    }
    yield* await this.#inserted();
  }

  readonly source: LedgerSource = {
    hashes: async ({ level, index, width }) => {
      const from = index * TILE_WIDTH;
      const { rows } = await this.#client.query<{ hash: Buffer }>(
        level === 0
          ? 'SELECT leaf_hash AS hash FROM leaves WHERE index >= $1 AND index < $2 ORDER BY index'
          : `SELECT hash FROM tree_nodes WHERE level = ${level} AND index >= $1 AND index < $2 ORDER BY index`,
        [from, from + width],
      );
      return rows.length === width ? rows.map(({ hash }) => hash) : null;
    },
    leaves: async ({ index, width }) => {
      const from = index * TILE_WIDTH;
      const { rows } = await this.#client.query<{ leaf: Buffer | null }>(
        `SELECT leaf FROM generate_series($1::bigint, $2::bigint - 1) AS at
           LEFT JOIN leaves ON index = at
           LEFT JOIN entries ON entries.recorded_at = leaves.recorded_at AND entries.id = leaves.entry_id
          ORDER BY at`,
        [from, from + width],
      );
      return rows.map(({ leaf }) => leaf);
    },
  };

  async #rows(from: number, to: number): Promise<Row[]> {
    const { rows } = await this.#client.query<Row>(
      `SELECT leaves.index::float8 AS index, entries.*, entry_private.fields
         FROM leaves
         JOIN entries ON entries.recorded_at = leaves.recorded_at AND entries.id = leaves.entry_id
         LEFT JOIN entry_private ON entry_private.recorded_at = entries.recorded_at AND entry_private.entry_id = entries.id
        WHERE index >= $1 AND index < $2 ORDER BY index`,
      [from, to],
    );
    return rows;
  }

  /** Months whose private values went after their time, each with the index of the entry that tells so. */
  async #retired(size: number): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.#client.query<{ index: number; leaf: Buffer }>(
      `SELECT leaves.index::float8 AS index, leaf
         FROM entries JOIN leaves ON leaves.entry_id = entries.id
        WHERE action = 'retire' AND reason = 'notes' AND leaves.index < $1 ORDER BY 1`,
      [size],
    );
    return new Map(
      rows.flatMap(({ index, leaf }) => {
        const month = retiredNotes(leaf);
        return month === null ? [] : [[month, index] as const];
      }),
    );
  }

  /** Where the ledger tells that something of these rows was erased: the last index, by account or by entry. */
  async #erasures(rows: readonly Row[], size: number): Promise<ReadonlyMap<unknown, number>> {
    const lacking = rows.filter((row) => missing(row).length > 0);
    if (lacking.length === 0) return new Map();
    const { rows: erasures } = await this.#client.query<{ index: number; leaf: Buffer }>(
      `SELECT leaves.index::float8 AS index, leaf
         FROM entries JOIN leaves ON leaves.entry_id = entries.id
        WHERE action = 'erase' AND (account_id = ANY ($1) OR refers_to = ANY ($2)) AND leaves.index < $3 ORDER BY 1`,
      [lacking.flatMap(({ account_id }) => account_id ?? []), lacking.map(({ id }) => id), size],
    );
    // By the leaf, which was signed and has been checked, not by its columns.
    return new Map(
      erasures.flatMap(({ index, leaf }) => {
        const erased = erasureOf(leaf);
        return erased === null ? [] : [['entry' in erased ? erased.entry : erased.account, index] as const];
      }),
    );
  }

  async #inserted(): Promise<TableFinding[]> {
    const { rows } = await this.#client.query<{ id: string }>(
      `SELECT id FROM entries
        WHERE recorded_at < now() - make_interval(secs => ${UNSEQUENCED_S})
          AND NOT EXISTS (SELECT FROM leaves WHERE entry_id = entries.id)
        ORDER BY id LIMIT 1000`,
    );
    return rows.map(({ id }) => ({ what: 'entry_inserted', id }));
  }
}

/** Of an instant as RFC 3339: year and month. */
const MONTH = 'YYYY-MM'.length;

type Row = StoredEntry & {
  index: number;
  recorded_at: Date;
  leaf: Buffer;
  fields: Record<string, PrivateValue> | null;
};

const missing = ({ leaf, fields, ...stored }: Row): string[] => wrongPrivateFields(leaf, stored, fields);

function* privateFindings(row: Row, erasures: ReadonlyMap<unknown, number>): Generator<TableFinding> {
  const { index, leaf, fields, ...stored } = row;
  const by = Math.max(erasures.get(stored.account_id) ?? -1, erasures.get(stored.id) ?? -1);
  const kept = wrongPrivateFields(leaf, stored, fields, by > index);
  if (kept.length > 0) yield { what: 'private_changed', index, fields: kept };
  const gone = missing(row).filter((field) => !kept.includes(field));
  if (gone.length > 0) yield { what: 'erased', index, by, fields: gone };
}

function* columnFindings({ index, leaf, fields: _, ...stored }: Row): Generator<TableFinding> {
  const columns = wrongColumns(leaf, stored);
  if (columns.length > 0) yield { what: 'columns_changed', index, fields: columns };
}
