import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type EntryDraft, recordEntry } from './record.ts';

const LEADER = fileURLToPath(new URL('../testing/leader-process.ts', import.meta.url));
const TAKEOVER_MS = 5_000;
const KILLS = process.env.LOCKDESK_SOAK === '1' ? 1_000 : 12;

let database: TestDatabase;
const processes: ChildProcess[] = [];
let leading: ChildProcess[] = [];
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  leading = [];
  await database.close();
});

function stand(): ChildProcess {
  const child = spawn(process.execPath, [LEADER, database.apiUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.on('data', () => leading.push(child));
  processes.push(child);
  return child;
}

const leader = async (): Promise<ChildProcess> => {
  await expect.poll(() => leading.length, { timeout: 20_000 }).toBeGreaterThan(0);
  return leading.at(-1) as ChildProcess;
};

const ENTRY: EntryDraft = { action: 'search', outcome: 'done', actor: { kind: 'policy', subject: 'a test' } };
const write = () => database.inTransaction((trx) => recordEntry(trx, ENTRY));

async function indexOf(id: string): Promise<number | null> {
  const { rows } = await database.pool.query('SELECT index FROM leaves WHERE entry_id = $1', [id]);
  return rows[0]?.index ?? null;
}

/** How long an entry written now waits for its index. */
async function wait(): Promise<number> {
  const { id } = await write();
  const since = performance.now();
  while ((await indexOf(id)) === null) await delay(2);
  return performance.now() - since;
}

async function medianWait(between: () => Promise<unknown> = async () => {}): Promise<number> {
  const waits = [];
  for (let at = 0; at < 11; at++) {
    await between();
    waits.push(await wait());
  }
  return waits.sort((a, b) => a - b)[5] ?? Number.NaN;
}

/** Every entry has one index, and the indices have no gap. */
async function expectWhole(): Promise<void> {
  const { rows } = await database.pool.query(
    `SELECT (SELECT count(*) FROM entries) AS entries, count(*) AS leaves, count(DISTINCT entry_id) AS distinct,
            coalesce(min(index), 0) AS first, coalesce(max(index), -1) AS last
       FROM leaves`,
  );
  const [{ entries }] = rows;
  expect(rows).toEqual([{ entries, leaves: entries, distinct: entries, first: 0, last: entries - 1 }]);
}

describe('the elected sequencer', () => {
  it('gives an entry its index within 100 ms, at work and after a rest', async () => {
    stand();
    await leader();
    await wait();
    expect(await medianWait()).toBeLessThan(100);
    // Long enough that it looks less often.
    await delay(3_000);
    expect(await medianWait(() => delay(3_000 / 10))).toBeLessThan(100);
  });

  it(
    'is one of several; killed under load, it is replaced within 5 s, and nothing is lost, doubled or skipped',
    async () => {
      for (let at = 0; at < 3; at++) stand();
      await leader();
      const stop = new AbortController();
      const writers = Array.from({ length: 4 }, async () => {
        let written = 0;
        for (; !stop.signal.aborted; written++) {
          // Every fifth is thought better of.
          if (written % 5 === 4) {
            await database
              .inTransaction(async (trx) => {
                await recordEntry(trx, ENTRY);
                throw new Error('thought better of it');
              })
              .catch(() => {});
          } else await write();
          await delay(1 + (written % 7));
        }
      });
      let longest = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        const current = await leader();
        await delay(50 + ((kill * 37) % 200));
        leading = leading.filter((child) => child !== current);
        const exit = once(current, 'exit');
        current.kill('SIGKILL');
        await exit;
        stand();
        longest = Math.max(longest, await wait());
      }
      stop.abort();
      await Promise.all(writers);
      await wait();
      expect(longest).toBeLessThan(TAKEOVER_MS);
      await expectWhole();
    },
    60_000 + KILLS * 5_000,
  );

  it('that hangs is replaced, and knows when it wakes', async () => {
    const first = stand();
    await leader();
    stand();
    first.kill('SIGSTOP');
    expect(await wait()).toBeLessThan(TAKEOVER_MS + 1_000);
    first.kill('SIGCONT');
    for (let at = 0; at < 20; at++) await wait();
    expect(first.exitCode).toBeNull();
    await expectWhole();
  });

  it('whose connection the server ends is elected anew', async () => {
    stand();
    await leader();
    await wait();
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lockdesk-leader'
                         AND datname = current_database()`);
    await owner.end();
    expect(await wait()).toBeLessThan(TAKEOVER_MS);
    await expectWhole();
  });
});
