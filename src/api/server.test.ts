import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createKeyFile, loadFieldKeys } from './personal/key-file.ts';
import { readyToUnlock } from './testing/acts.ts';
import { openTestDatabase, type TestDatabase } from './testing/database.ts';
import { PEOPLE, startTestIssuer, type TestIssuer } from './testing/issuer.ts';
import { startApiProcess } from './testing/process.ts';

let dir: string;
let database: TestDatabase;
let issuer: TestIssuer;
let env: Record<string, string>;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-server-'));
  const keyFile = path.join(dir, 'keys.json');
  await createKeyFile(keyFile);
  [database, issuer] = await Promise.all([openTestDatabase(), startTestIssuer()]);
  env = {
    DATABASE_URL: database.apiUrl,
    OIDC_ISSUER: issuer.url,
    LOCKDESK_KEY_FILE: keyFile,
    LOG_LEVEL: 'silent',
  };
});
afterAll(async () => {
  await Promise.all([database.close(), issuer.close()]);
  await rm(dir, { recursive: true });
});

describe('the process does not start, and says why in a sentence', () => {
  const refusal = async (changes: Record<string, string>): Promise<string> => {
    const started = startApiProcess({ ...env, ...changes });
    return started.then(
      async (api) => {
        api.child.kill('SIGKILL');
        return 'started';
      },
      (error: Error) => error.message,
    );
  };
  const taken = createServer();
  beforeAll(() => new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening)));
  afterAll(() => taken.close());

  test.each<[string, () => Record<string, string>, RegExp]>([
    [
      'as the owner of the ledger',
      () => ({ DATABASE_URL: database.ownerUrl }),
      /may do more to the ledger than add to it.*lockdesk_api/s,
    ],
    [
      'without a database',
      () => ({ DATABASE_URL: 'postgres://lockdesk_api@127.0.0.1:1/x' }),
      /cannot be reached \(ECONNREFUSED\)/,
    ],
    ['without an issuer', () => ({ OIDC_ISSUER: '' }), /mistakes.*OIDC_ISSUER/s],
    ['with two sources of keys', () => ({ LOCKDESK_KEY_COMMAND: 'true' }), /LOCKDESK_KEY_FILE/],
    ['without its key file', () => ({ LOCKDESK_KEY_FILE: path.join(dir, 'nothing') }), /nothing/],
    [
      'at a port that another program has',
      () => ({ PORT: String((taken.address() as { port: number }).port) }),
      /another program uses/,
    ],
  ])('%s', async (_name, changes, sentence) => {
    const said = await refusal(changes());
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/^ +at /m);
  });

  it('in Chinese where the terminal is', async () => {
    expect(await refusal({ OIDC_ISSUER: '', LANG: 'zh_CN.UTF-8' })).toMatch(/^环境变量有误/);
  });
});

describe('SIGTERM', () => {
  it('lets an act under way end, ends streams, and the process', async () => {
    const api = await startApiProcess(env);
    const authorization = `Bearer ${issuer.token(PEOPLE.clerk)}`;
    const means = { services: { ...database, keys: await loadFieldKeys({ file: env.LOCKDESK_KEY_FILE ?? '' }) } };
    const { account_id, ...body } = await readyToUnlock(means);
    const stream = await fetch(`${api.url}/v1/stream`, { headers: { authorization } });

    const blocker = await database.pool.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM accounts WHERE id = $1 FOR UPDATE', [account_id]);
    const act = fetch(`${api.url}/v1/accounts/${account_id}/unlock`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify(body),
    });
    const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while ((await database.asOwner(waiting)).rowCount === 0);

    api.child.kill('SIGTERM');
    // The stream ends before the act does: nothing waits for its reader.
    expect(await stream.text()).toContain('event: beat');
    await blocker.query('ROLLBACK');
    blocker.release();
    expect((await act).status).toBe(200);
    expect(await api.ended).toBe(0);
    await expect(fetch(`${api.url}/health/live`)).rejects.toThrow();
  });
});
