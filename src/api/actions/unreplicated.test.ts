/**
 * Promise 1 under synchronous replication: what no standby has confirmed is not answered as done. PostgreSQL commits first
 * and waits then; a wait that is broken off ends as a success with a warning.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { AccessPerson } from '../../contract/index.ts';
import { deletePostgres, type Postgres, startPostgres } from '../../standalone/postgres.ts';
import { migrate } from '../migrate.ts';
import { readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { connectTestDatabase } from '../testing/database.ts';
import { PEOPLE } from '../testing/issuer.ts';

let dir: string;
let postgres: Postgres;
let owner: pg.Client;
let api: TestApi;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'ld-'));
  postgres = await startPostgres({ dataDir: dir, settings: { fsync: 'off' } });
  await migrate(postgres.url);
  owner = new pg.Client({ connectionString: postgres.url });
  await owner.connect();
  api = await startTestApi({}, { database: connectTestDatabase(postgres.url) });
});
afterAll(async () => {
  await waitFor('');
  await api?.close();
  await owner?.end();
  await postgres?.stop();
  await deletePostgres(dir);
  await rm(dir, { recursive: true, force: true });
});

/** From now on each commit waits for this standby; for none where it is ''. */
async function waitFor(standby: string): Promise<void> {
  await owner.query(`ALTER SYSTEM SET synchronous_standby_names = '${standby}'`);
  await owner.query('SELECT pg_reload_conf()');
  await vi.waitUntil(async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query('SHOW synchronous_standby_names');
    await client.end();
    return rows[0].synchronous_standby_names === standby;
  }, 10_000);
}

/** As somebody does who cancels sessions that hang, until the answer is there. */
async function brokenOff<T>(answer: Promise<T>): Promise<T> {
  let answered = false;
  const given = answer.finally(() => {
    answered = true;
  });
  while (!answered) {
    await owner.query(
      `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
        WHERE wait_event = 'SyncRep' AND application_name = 'lockdesk-api'`,
    );
    await delay(20);
  }
  return given;
}

const entriesOf = async (accountId: string): Promise<number> => {
  const { rows } = await owner.query(
    `SELECT count(*)::integer AS count FROM entries WHERE account_id = $1 AND action = 'unlock'`,
    [accountId],
  );
  return rows[0].count;
};

it('an act that no standby has confirmed is not answered as done, not even when it is asked for again', async () => {
  const input = await readyToUnlock(api);
  const key = crypto.randomUUID();
  const unlock = () => api.call(PEOPLE.clerk, 'unlockAccount', input, { key });
  await waitFor('standby1');

  expect((await brokenOff(unlock())).statusCode).toBe(503);
  // It is done here, and would be gone with this machine.
  expect(await entriesOf(input.account_id)).toBe(1);
  expect((await brokenOff(unlock())).statusCode).toBe(503);

  await waitFor('');
  expect((await unlock()).statusCode).toBe(200);
  expect(await entriesOf(input.account_id)).toBe(1);
});

it('nor is an act that holds no account', async () => {
  await api.call(PEOPLE.clerk, 'me', {});
  const { items } = (await api.call(PEOPLE.supervisor, 'accessReview', {})).json();
  const clerk = items.find(({ subject }: AccessPerson) => subject === PEOPLE.clerk.subject);
  const people = [{ subject: clerk.subject, version: clerk.version, verdict: 'keep' as const }];
  const key = crypto.randomUUID();
  const sign = () => api.call(PEOPLE.supervisor, 'signAccess', { people }, { key });
  await waitFor('standby1');
  expect((await brokenOff(sign())).statusCode).toBe(503);
  expect((await brokenOff(sign())).statusCode).toBe(503);
  await waitFor('');
  expect((await sign()).statusCode).toBe(200);
});
