import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { Pool } from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Client, createClient } from '../../client/index.ts';
import type { LockedAccount } from '../../contract/index.ts';
import { type Standalone, startStandalone } from '../index.ts';
import { staffToken } from '../tokens.ts';
import type { Pace } from './index.ts';

const HOUR = 3_600_000;
/** What a script says of itself is no browser. */
const BY_SCRIPT = 'client IS NULL';

let dataDir: string;
let system: Standalone;
let clerk: Client;
let pool: Pool;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-test-'));
});

afterEach(async () => {
  await pool.end();
  await system.close();
  await rm(dataDir, { recursive: true });
});

/** The same numbers each time: Park and Miller's generator. */
function seeded(): () => number {
  let state = 12123;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Nobody comes by themself, and nobody takes their time. */
const QUIET: Pace = { betweenVisitsMs: HOUR, betweenBurstsMs: HOUR, typingMs: 0, walkMs: 0, random: seeded() };

async function start(pace: Partial<Pace>): Promise<void> {
  const traffic = { ...QUIET, ...pace };
  system = await startStandalone({ port: 0, dataDir, fresh: false, citizens: 80, traffic, progress: () => {} });
  const token = await staffToken(system.issuer, 'limin', system.staffPassword);
  clerk = createClient(axios.create({ baseURL: system.api, headers: { authorization: `Bearer ${token}` } }));
  pool = new Pool({ connectionString: system.databaseUrl });
}

const locked = async (): Promise<LockedAccount[]> => (await clerk.listLockedAccounts({})).items;

async function count(attempts: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int FROM attempts WHERE ${attempts}`);
  return rows[0]?.count ?? 0;
}

/** Opens an account and says how it was verified. */
async function seen(account_id: string) {
  const { opening_id, account } = await clerk.openAccount({ account_id });
  const verification = { method: 'id_card', reading: 'typed' } as const;
  return { account_id, opening_id, version: account.version, verification, channel: 'counter' as const };
}

async function unlock({ account_id }: LockedAccount): Promise<string> {
  const input = { ...(await seen(account_id)), reason: { code: 'remembered_password' as const } };
  return (await clerk.unlockAccount(input, { idempotencyKey: randomUUID() })).entry_id;
}

async function reset({ account_id }: LockedAccount): Promise<string> {
  const input = { ...(await seen(account_id)), reason: { code: 'forgot_password' as const } };
  return (await clerk.forceReset(input, { idempotencyKey: randomUUID() })).entry_id;
}

const signsIn = (entry_id: string) =>
  vi.waitFor(async () => expect((await clerk.followAct({ entry_id })).signed_in).not.toBeNull(), { timeout: 20_000 });

it('finds people locked at every start, each by attempts of their own, and whoever is helped signs in', async () => {
  await start({});
  const first = await locked();
  expect(new Set(first.map(({ lock }) => lock.cause))).toEqual(new Set(['many_wrong_passwords', 'spread_sources']));
  for (const { account_id, lock } of first) {
    const { opening_id } = await clerk.openAccount({ account_id });
    const { items } = await clerk.listAttempts({ account_id, opening_id, only_failures: true });
    expect(items.filter(({ counted }) => counted)).toHaveLength(lock.failures);
    expect(items.every(({ province }) => province !== null)).toBe(true);
  }

  const [unlocked, forgetful] = first;
  if (!unlocked || !forgetful) throw new Error('nobody is locked');
  // Whoever reads that they were helped signs in, once, with the password that they have.
  const successes = `outcome = 'success' AND account_id = '${unlocked.account_id}'`;
  await signsIn(await unlock(unlocked));
  expect(await count(successes)).toBe(1);
  await signsIn(await reset(forgetful));
  expect(await count(`outcome = 'wrong_code'`)).toBe(0);
  expect(await count(successes)).toBe(1);

  expect(await locked()).toHaveLength(first.length - 2);
  await pool.end();
  await system.close();
  await start({});
  expect(await locked()).toHaveLength(first.length);
});

it('people come and go, and a burst tries leaked names, of which some are nobody’s', async () => {
  await start({ betweenVisitsMs: 40, betweenBurstsMs: 40 });
  await vi.waitFor(
    async () => {
      expect(await count(`outcome = 'success'`)).toBeGreaterThan(3);
      expect(await count(`${BY_SCRIPT} AND outcome = 'unknown_name'`)).toBeGreaterThan(3);
      expect(await count(`${BY_SCRIPT} AND account_id IS NOT NULL`)).toBeGreaterThan(10);
    },
    { timeout: 120_000, interval: 200 },
  );
  // A leaked password is never the right one.
  expect(await count(`${BY_SCRIPT} AND outcome = 'success'`)).toBe(0);
  const { rows } = await pool.query('SELECT count(*)::int FROM accounts');
  expect(rows).toEqual([{ count: 80 }]);
});
