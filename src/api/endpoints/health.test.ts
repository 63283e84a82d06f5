import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deletePostgres, startPostgres } from '../../standalone/postgres.ts';
import { readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE } from '../testing/issuer.ts';

const health = async ({ app }: TestApi, url: '/health/live' | '/health/ready') => {
  const answer = await app.inject({ url });
  return { status: answer.statusCode, ...answer.json() };
};

describe('readiness', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({}, { leads: false });
  });
  afterAll(() => api.close());

  const READY = { database: 'ok', migrations: 'ok', partitions: 'ok', restoration: 'ok', sequencer: 'ok' };
  const month = (ahead: number) => {
    const now = new Date();
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead))
      .toISOString()
      .slice(0, 7)
      .replace('-', '_');
  };

  it('is there when all is well', async () => {
    expect(await health(api, '/health/ready')).toEqual({ status: 'ready', checks: READY });
    expect(await health(api, '/health/live')).toEqual({ status: 'ok' });
  });

  it('fails without a migration of this version', async () => {
    await api.database.asOwner("UPDATE kysely_migration SET name = 'x' || name");
    expect(await health(api, '/health/ready')).toEqual({
      status: 'unready',
      checks: { ...READY, migrations: 'failed' },
    });
    await api.database.asOwner('UPDATE kysely_migration SET name = substr(name, 2)');
  });

  it('fails where entries wait for a sequencer', async () => {
    await readyToUnlock(api);
    expect(await health(api, '/health/ready')).toMatchObject({ checks: READY });
    await api.database.asOwner("UPDATE entries SET recorded_at = recorded_at - interval '11 seconds'");
    expect(await health(api, '/health/ready')).toMatchObject({ status: 'unready', checks: { sequencer: 'failed' } });
    await api.database.asOwner('DELETE FROM entries');
  });

  it('warns while two months are not prepared, and fails in a month that is not', async () => {
    await api.database.asOwner(`DROP TABLE attempts_${month(2)}`);
    expect(await health(api, '/health/ready')).toEqual({
      status: 'ready',
      checks: { ...READY, partitions: 'warning' },
    });
    await api.database.asOwner(`DROP TABLE entries_${month(0)}`);
    expect(await health(api, '/health/ready')).toMatchObject({ status: 'unready', checks: { partitions: 'failed' } });
  });
});

describe('a database that is down', () => {
  it('is told as such, changes nothing, and is served again when it is back', { timeout: 120_000 }, async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-down-'));
    const settings = { fsync: 'off' };
    let postgres = await startPostgres({ dataDir, settings });
    const api = await startTestApi({}, { serverUrl: postgres.url });
    try {
      const input = await readyToUnlock(api);
      const key = crypto.randomUUID();
      await postgres.stop();

      for (const answer of [
        await api.call(PEOPLE.clerk, 'unlockAccount', input, { key }),
        await api.call(PEOPLE.clerk, 'listLockedAccounts', {}),
      ]) {
        expect(answer.statusCode).toBe(503);
        expect(answer.json()).toMatchObject({ type: 'urn:lockdesk:error:database_unavailable', details: {} });
      }
      expect(await health(api, '/health/ready')).toEqual({ status: 'unready', checks: { database: 'failed' } });
      expect(await health(api, '/health/live')).toEqual({ status: 'ok' });
      // Whoever is refused stays refused, also where no entry can tell of it.
      expect((await api.call(PEOPLE.supervisor, 'unlockAccount', input)).statusCode).toBe(403);

      postgres = await startPostgres({ dataDir, settings });
      expect((await api.call(PEOPLE.clerk, 'unlockAccount', input, { key })).statusCode).toBe(200);
      await vi.waitFor(
        async () => expect(await health(api, '/health/ready')).toMatchObject({ status: 'ready' }),
        30_000,
      );
    } finally {
      await api.close();
      await postgres.stop();
      await deletePostgres(dataDir);
    }
  });
});

describe('time-outs', () => {
  it('give up a statement that waits too long for a lock, and say to come again', async () => {
    const api = await startTestApi();
    const input = await readyToUnlock(api);
    const blocker = await api.database.pool.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM accounts WHERE id = $1 FOR UPDATE', [input.account_id]);
    const answer = await api.call(PEOPLE.clerk, 'unlockAccount', input);
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ type: 'urn:lockdesk:error:overloaded', details: { retry_after_s: 1 } });
    await blocker.query('ROLLBACK');
    blocker.release();
    await api.close();
  });

  it('are set on every connection', async () => {
    const api = await startTestApi();
    for (const setting of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
      const { rows } = await api.services.pool.query(`SELECT current_setting('${setting}') AS value`);
      expect(rows[0].value).not.toBe('0');
    }
    await api.close();
  });
});
