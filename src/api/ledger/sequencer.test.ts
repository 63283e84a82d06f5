import fc from 'fast-check';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leafHash } from '../../verify/hash.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type EntryDraft, recordEntry } from './record.ts';
import { SequenceMoved, Sequencer } from './sequencer.ts';

let database: TestDatabase;
const clients: pg.Client[] = [];
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
  await database.close();
});

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.apiUrl });
  await client.connect();
  clients.push(client);
  return client;
}

async function sequencer(): Promise<Sequencer> {
  const made = new Sequencer(await connect());
  await made.prepare();
  return made;
}

const ENTRY: EntryDraft = { action: 'search', outcome: 'done', actor: { kind: 'policy', subject: 'a test' } };
const write = () => database.db.transaction().execute((trx) => recordEntry(trx, ENTRY));

async function drain(from: Sequencer): Promise<void> {
  for (;;) if ((await from.batch()).count === 0) return;
}

/** What must hold at any time: indices from 0 without gap, each entry once, its own hash, the stored index beyond them. */
async function expectWhole(expected: readonly string[]): Promise<void> {
  const { rows } = await database.pool.query<{ index: number; entry_id: string; leaf: Buffer; leaf_hash: Buffer }>(
    'SELECT index, entry_id, leaf, leaf_hash FROM leaves JOIN entries ON id = entry_id ORDER BY index',
  );
  expect(rows.map((row) => row.index)).toEqual(rows.map((_, at) => at));
  expect(rows.map((row) => row.entry_id).sort()).toEqual([...expected].sort());
  for (const { leaf, leaf_hash } of rows) expect(leaf_hash.equals(leafHash(leaf))).toBe(true);
  const state = await database.pool.query('SELECT next_index FROM sequencer_state');
  expect(state.rows).toEqual([{ next_index: rows.length }]);
}

describe('the sequencer', () => {
  it('gives committed entries indices in the order of their acts', async () => {
    const ids = [];
    for (let at = 0; at < 20; at++) ids.push((await write()).id);
    await drain(await sequencer());
    const { rows } = await database.pool.query('SELECT entry_id FROM leaves ORDER BY index');
    expect(rows.map((row) => row.entry_id)).toEqual(ids);
    await expectWhole(ids);
  });

  it('finds what commits late, though ids, times and transaction ids lie before what is sequenced', async () => {
    const late = await connect();
    await late.query('BEGIN');
    const { rows } = await late.query(
      `INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, leaf)
       VALUES (uuidv7(), now(), 'search', 'done', 'policy', 'late', '{}') RETURNING id`,
    );
    const ids = [(await write()).id, (await write()).id];
    const first = await sequencer();
    await drain(first);
    await expectWhole(ids);
    await late.query('COMMIT');
    await drain(first);
    await expectWhole([...ids, rows[0].id]);
  });

  it('goes on while a foreign transaction stays open', async () => {
    const foreign = await connect();
    await foreign.query('BEGIN');
    await foreign.query('SELECT pg_current_xact_id()');
    const ids: string[] = [];
    const first = await sequencer();
    for (let round = 0; round < 5; round++) {
      for (let at = 0; at < 20; at++) ids.push((await write()).id);
      expect(await first.batch()).toEqual({ count: 20, more: false, rotated: false });
    }
    await expectWhole(ids);
    await foreign.query('ROLLBACK');
  });

  it('takes a backlog in bounded batches', async () => {
    const writing = await connect();
    await writing.query(
      `INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, leaf)
       SELECT uuidv7(), now(), 'search', 'done', 'policy', 'backlog', '{}' FROM generate_series(1, 700)`,
    );
    for (let at = 0; at < 900; at++) await write();
    const first = await sequencer();
    expect(await first.batch()).toEqual({ count: 1000, more: true, rotated: false });
    expect(await first.batch()).toEqual({ count: 600, more: false, rotated: false });
    const { rows } = await database.pool.query('SELECT id FROM entries');
    await expectWhole(rows.map((row) => row.id));
  });

  it('begins anew where the stored floor comes from another cluster (a restored dump)', async () => {
    const ids = [(await write()).id];
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`UPDATE sequencer_state SET floor = '4000000000'::xid8`);
    const { rows } = await owner.query(
      `INSERT INTO entries (id, recorded_at, x, action, outcome, actor_kind, actor_subject, leaf)
       VALUES (uuidv7(), now(), '3999999999'::xid8, 'search', 'done', 'policy', 'from elsewhere', '{}') RETURNING id`,
    );
    await owner.end();
    ids.push(rows[0].id);
    const first = await sequencer();
    await drain(first);
    await expectWhole(ids);
    ids.push((await write()).id);
    expect(await first.batch()).toEqual({ count: 1, more: false, rotated: false });
    await expectWhole(ids);
  });

  it('writes nothing when another has moved the sequence on, and the other loses nothing', async () => {
    const [one, two] = [await sequencer(), await sequencer()];
    const ids: string[] = [];
    let moved = 0;
    for (let round = 0; round < 30; round++) {
      ids.push((await write()).id);
      for (const { status, reason } of (await Promise.allSettled([one.batch(), two.batch()])) as {
        status: string;
        reason?: unknown;
      }[]) {
        if (status === 'rejected') {
          expect(reason).toBeInstanceOf(SequenceMoved);
          moved++;
        }
      }
    }
    await drain(await sequencer());
    expect(moved).toBeGreaterThan(0);
    await expectWhole(ids);
  });

  it('neither skips, doubles nor loses an entry, whatever commits, rolls back or takes over when', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('begin' as const), writer: fc.nat(5) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('commit' as const), writer: fc.nat(5) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('rollback' as const), writer: fc.nat(5) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('batch' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('takeover' as const) }) },
    );
    const writers = await Promise.all(Array.from({ length: 6 }, connect));
    const committed: string[] = [];
    const runs = process.env.LOCKDESK_SOAK === '1' ? 2_000 : 50;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const open = new Map<number, string[]>();
        let current = await sequencer();
        for (const action of steps) {
          if (action.kind === 'batch') await current.batch();
          else if (action.kind === 'takeover') current = await sequencer();
          else {
            const client = writers[action.writer] as pg.Client;
            const pending = open.get(action.writer);
            if (action.kind === 'begin') {
              if (!pending) await client.query('BEGIN');
              const { rows } = await client.query(
                `INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, leaf)
                 VALUES (uuidv7(), now(), 'search', 'done', 'policy', 'random', '{}') RETURNING id`,
              );
              open.set(action.writer, [...(pending ?? []), rows[0].id]);
            } else if (pending) {
              await client.query(action.kind);
              if (action.kind === 'commit') committed.push(...pending);
              open.delete(action.writer);
            }
          }
        }
        for (const writer of open.keys()) await writers[writer]?.query('ROLLBACK');
        await drain(current);
        for (const client of clients.splice(6)) await client.end();
        await expectWhole(committed);
      }),
      { numRuns: runs },
    );
  });
});
