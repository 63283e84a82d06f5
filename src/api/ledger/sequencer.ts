import type { Client } from 'pg';
import type { EntryAction } from '../../contract/index.ts';
import { leafHash } from '../../verify/hash.ts';
import { counterChanges, type LockChange } from './counters.ts';
import { cursorAfter, floorOf, type LedgerCursor, readSnapshot } from './cursor.ts';

/** Replicas LISTEN here; a notification says that there are new leaves, not which. */
export const LEAVES_CHANNEL = 'lockdesk_leaves';

/** Entries in one batch: what is read, hashed and written within a few tens of milliseconds. */
const BATCH_MAX = 1000;

/** Somebody else has moved the sequence on, or knows that the ledger has lost something: this process leads no longer. */
export class SequenceMoved extends Error {
  constructor() {
    super('the sequence was moved on by another process, or somebody holds what the ledger has lost');
    this.name = 'SequenceMoved';
  }
}

interface BatchRow extends Omit<LockChange, 'action'> {
  next_index: number;
  floor: string;
  snapshot: string;
  /** Null in the only row of an empty batch, as is all that follows. */
  id: string | null;
  x: string | null;
  recorded_at: Date | null;
  leaf: Buffer | null;
  action: EntryAction | null;
}

type FreshRow = BatchRow & { id: string; x: string; recorded_at: Date; leaf: Buffer; action: EntryAction };

/**
 * Entries committed since the cursor that have no leaf yet. `x < xmax` leaves out what a restored dump brought from
 * another cluster, which is looked at once, from '0'.
 */
const READ_BATCH = `
  WITH stand AS (
    SELECT next_index::float8 AS next_index,
           -- A floor beyond the cluster's own transaction ids comes from a restored dump.
           CASE WHEN floor > pg_snapshot_xmax(pg_current_snapshot()) THEN '0'::xid8 ELSE floor END AS floor
      FROM sequencer_state
  ), start AS (
    SELECT coalesce($1::text::xid8, (SELECT floor FROM stand)) AS x
  ), found AS (
    (SELECT e.id, e.x, e.recorded_at FROM entries e
      WHERE e.x = ANY ($2::text[]::xid8[]) AND e.x < (SELECT x FROM start)
        AND NOT EXISTS (SELECT FROM leaves l WHERE l.entry_id = e.id))
    UNION ALL
    (SELECT e.id, e.x, e.recorded_at FROM entries e
      WHERE e.x >= (SELECT x FROM start)
        AND ((SELECT x FROM start) = '0'::xid8 OR e.x < pg_snapshot_xmax(pg_current_snapshot()))
        AND NOT EXISTS (SELECT FROM leaves l WHERE l.entry_id = e.id)
      ORDER BY e.x LIMIT ${BATCH_MAX})
  )
  SELECT stand.next_index, stand.floor::text, pg_current_snapshot()::text AS snapshot, fresh.*
    FROM stand LEFT JOIN (
      SELECT found.id, found.x::text, found.recorded_at, e.leaf, e.action, e.outcome, e.division,
             e.before->>'division' AS moved_from, e.after->>'division' AS moved_to,
             lock.kind AS lock_kind, lock.cause AS lock_cause, lock.division AS lock_division
        FROM found
        JOIN entries e ON e.recorded_at = found.recorded_at AND e.id = found.id
        LEFT JOIN locks lock ON lock.id = e.lock_id
    ) AS fresh ON true`;

/** All or nothing: if another process has moved the sequence on, nothing is written and nothing returned. */
const WRITE_BATCH = `
  WITH moved AS (
    UPDATE sequencer_state SET next_index = next_index + cardinality($2::uuid[]), floor = $5::text::xid8
     WHERE next_index = $1
    RETURNING 1
  ), leaf AS (
    INSERT INTO leaves (index, entry_id, recorded_at, leaf_hash)
    SELECT $1 + ordinality - 1, id, at, hash
      FROM moved, unnest($2::uuid[], $3::timestamptz[], $4::bytea[]) WITH ORDINALITY AS given (id, at, hash, ordinality)
  ), counted AS (
    INSERT INTO lock_counters (place, kind, cause, count)
    SELECT place, kind, cause, by
      FROM moved, unnest($6::text[], $7::text[], $8::text[], $9::integer[]) AS given (place, kind, cause, by)
    ON CONFLICT (place, kind, cause) DO UPDATE SET count = lock_counters.count + excluded.count
  )
  SELECT pg_notify('${LEAVES_CHANNEL}', '') FROM moved`;

/**
 * Gives committed entries contiguous indices, their leaves' hashes beside them, and keeps the totals. One at a time leads
 * (`leader.ts`); should two believe that they do, one of them writes nothing.
 *
 * Indices follow commits, so an entry's index is known soon after its act, not in it: whatever is put in order inside the
 * acting transaction makes all acts wait for one another.
 */
export class Sequencer {
  readonly #client: Client;
  /** Null until the first batch, which starts at the stored floor. */
  #cursor: LedgerCursor | null = null;

  /** @param client a connection that does nothing else */
  constructor(client: Client) {
    this.#client = client;
  }

  /** Plans are made once, and read short ranges of indexes in their order, whatever statistics say of a young table. */
  async prepare(): Promise<void> {
    await this.#client.query(
      `SET plan_cache_mode = force_generic_plan; SET jit = off; SET max_parallel_workers_per_gather = 0;
       SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off;
       SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off`,
    );
  }

  /**
   * Sequences what has been committed since the last batch.
   *
   * @returns how many entries, whether more were left for want of room, and whether one of them names a new key
   * @throws SequenceMoved
   */
  async batch(): Promise<{ count: number; more: boolean; rotated: boolean }> {
    const { rows } = await this.#client.query<BatchRow>({
      name: 'read-batch',
      text: READ_BATCH,
      values: [this.#cursor?.from ?? null, this.#cursor?.inFlight ?? []],
    });
    const [stand] = rows;
    if (!stand) throw new Error('the sequencer has no state');
    // Ids come from the database's clock when an act holds its account: of two acts on one account, the first is less.
    const fresh = rows.filter((row): row is FreshRow => row.id !== null).sort((a, b) => (a.id < b.id ? -1 : 1));
    const more = fresh.length >= BATCH_MAX;
    const start = this.#cursor ?? { from: stand.floor, inFlight: [] };
    const next = cursorAfter(start, readSnapshot(stand.snapshot), more ? greatest(fresh.map((row) => row.x)) : null);
    if (fresh.length > 0 || stand.floor === '0') await this.#write(stand.next_index, fresh, floorOf(next));
    this.#cursor = next;
    return { count: fresh.length, more, rotated: fresh.some(({ action }) => action === 'rotate_key') };
  }

  async #write(index: number, fresh: readonly FreshRow[], floor: string): Promise<void> {
    const counters = counterChanges(fresh);
    const { rowCount } = await this.#client.query({
      name: 'write-batch',
      text: WRITE_BATCH,
      values: [
        index,
        fresh.map((row) => row.id),
        fresh.map((row) => row.recorded_at),
        fresh.map((row) => leafHash(row.leaf)),
        floor,
        counters.map((change) => change.place),
        counters.map((change) => change.kind),
        counters.map((change) => change.cause),
        counters.map((change) => change.by),
      ],
    });
    if (rowCount !== 1) throw new SequenceMoved();
  }
}

const greatest = (ids: readonly string[]): string =>
  ids.reduce((most, x) => (BigInt(x) > BigInt(most) ? x : most), '0');
