/** Keycloak as agencies run it: built for production, on a PostgreSQL that asks for a password by SCRAM. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deletePostgres, type Postgres, startPostgres } from '../postgres.ts';
import { signInByPage } from './citizen.ts';
import type { Keycloak } from './server.ts';
import { startTestKeycloak, testDistribution, testRealm } from './testing/index.ts';

const CLIENT = { clientId: 'citizens', redirectUri: 'http://127.0.0.1/signed-in' };

let dataDir: string;
let postgres: Postgres;
let server: Keycloak;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-test-'));
  postgres = await startPostgres({ dataDir, tcp: true, settings: { fsync: 'off' } });
  const distribution = await testDistribution({ mode: 'production' });
  server = await startTestKeycloak({ distribution, databaseUrl: postgres.url });
}, 300_000);

afterAll(async () => {
  await server?.stop();
  await postgres?.stop();
  await deletePostgres(dataDir);
});

test('on PostgreSQL with SCRAM, a permanent lock outlasts a restart and a temporary one does not', async () => {
  const [role] = await query('SELECT left(rolpassword, 13) AS how FROM pg_authid WHERE rolname = current_user');
  expect(role).toEqual({ how: 'SCRAM-SHA-256' });

  const temporary = await lockedIn('temporary');
  const permanent = await lockedIn('permanent');
  await server.restart();
  for (const { realm } of [temporary, permanent]) realm.admin.forgetToken();
  expect(await temporary.realm.status(temporary.userId)).toMatchObject({ disabled: false, numFailures: 0 });
  expect(await permanent.realm.user(permanent.userId)).toMatchObject({
    enabled: false,
    attributes: { disabledReason: ['permanentLockout'] },
  });
  const [users] = await query("SELECT count(*)::int AS n FROM user_entity WHERE username = 'wangming'");
  expect(users).toEqual({ n: 2 });
});

async function lockedIn(mode: 'temporary' | 'permanent') {
  const realm = await testRealm({ lockout: { mode, failures: 2 } }, server);
  await realm.addPublicClient(CLIENT.clientId, [CLIENT.redirectUri]);
  const ids = await realm.addUsers([{ username: 'wangming', password: 'lianhua-2026' }]);
  const userId = ids.get('wangming') ?? '';
  for (const password of ['wrong-1', 'wrong-2']) {
    await signInByPage(realm.issuer, CLIENT, { username: 'wangming', password });
  }
  await expect.poll(() => realm.status(userId)).toMatchObject({ disabled: true });
  return { realm, userId };
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
