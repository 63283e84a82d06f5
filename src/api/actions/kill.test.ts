/**
 * Promise 1: no action without its entry, no entry without its action, whichever process is killed in the middle: the
 * API, sessions of the database, or the database itself.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HEADERS, type UnlockInput } from '../../contract/index.ts';
import { deletePostgres, type Postgres, startPostgres } from '../../standalone/postgres.ts';
import { makeDb } from '../db/database.ts';
import { makePool } from '../db/pool.ts';
import { API_ROLE } from '../db/roles.ts';
import { migrate } from '../migrate.ts';
import { createKeyFile, loadFieldKeys } from '../personal/key-file.ts';
import { asReset, unlockInput } from '../testing/acts.ts';
import { makeCitizen, openFor } from '../testing/citizens.ts';
import { PEOPLE, startTestIssuer, type TestIssuer } from '../testing/issuer.ts';
import { type ApiProcess, startApiProcess } from '../testing/process.ts';
import { ROUNDS, randomFrom, SEED } from '../testing/random.ts';

/** Acts under way when something dies. */
const ACTS = 16;
/** About what they all take together: some kills come before the first statement, some after the last answer. */
const WITHIN_MS = 250;

let dir: string;
let postgres: Postgres;
let issuer: TestIssuer;
let api: ApiProcess;

const dataDir = () => path.join(dir, 'data');
const keyFile = () => path.join(dir, 'keys.json');
/** Killing a process loses nothing that it has handed to the kernel, so `fsync` may stay off; commits must be flushed. */
const launchPostgres = () =>
  startPostgres({ dataDir: dataDir(), settings: { fsync: 'off', synchronous_commit: 'on' } });
const launchApi = () =>
  startApiProcess({
    DATABASE_URL: postgres.urlFor(API_ROLE),
    OIDC_ISSUER: issuer.url,
    LOCKDESK_KEY_FILE: keyFile(),
    LOG_LEVEL: 'silent',
    RATE_LIMIT_STAFF: '1000000',
    LOOKS_AN_HOUR: '1000000',
    LOOKS_AN_HOUR_MOST: '1000000',
  });

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-kill-'));
  await createKeyFile(keyFile());
  [postgres, issuer] = await Promise.all([launchPostgres(), startTestIssuer()]);
  await migrate(postgres.url);
  api = await launchApi();
});

afterAll(async () => {
  api.child.kill('SIGKILL');
  await api.ended;
  await postgres.stop();
  await issuer.close();
  await deletePostgres(dataDir());
  await rm(dir, { recursive: true });
});

interface Act {
  key: string;
  input: UnlockInput;
  kind: 'unlock' | 'reset';
}

async function prepare(random: () => number): Promise<Act[]> {
  const pool = makePool(postgres.url, 4);
  const means = { ...makeDb(pool), keys: await loadFieldKeys({ file: keyFile() }) };
  const acts = await Promise.all(
    Array.from({ length: ACTS }, async () => {
      const id = await makeCitizen(means);
      const kind = random() < 0.7 ? ('unlock' as const) : ('reset' as const);
      const input = unlockInput(id, await openFor(means, PEOPLE.clerk, id));
      return { key: randomUUID(), kind, input: kind === 'reset' ? asReset(input) : input };
    }),
  );
  await pool.end();
  return acts as Act[];
}

/** The answer, or null where there was none. */
async function post({ key, input, kind }: Act): Promise<{ status: number; body: string } | null> {
  const { account_id, ...body } = input;
  try {
    const response = await fetch(`${api.url}/v1/accounts/${account_id}/${kind}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${issuer.token(PEOPLE.clerk)}`,
        'content-type': 'application/json',
        [HEADERS.idempotencyKey]: key,
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return null;
  }
}

/** Until the answer says what became of it. */
async function settle(act: Act): Promise<string> {
  for (;;) {
    const answer = await post(act);
    if (answer?.status === 200) return answer.body;
    const passing = answer === null || answer.status === 503 || answer.body.includes('in_progress');
    if (!passing) throw new Error(answer.body);
    await delay(20);
  }
}

const KILLS: Record<string, () => Promise<void>> = {
  'the API': async () => {
    api.child.kill('SIGKILL');
    await api.ended;
    api = await launchApi();
  },
  'sessions of the API': async () => {
    await ask(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${API_ROLE}' AND random() < 0.5`,
    );
  },
  'the database': async () => {
    const [pid] = (await readFile(path.join(dataDir(), 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await postgres.ended;
    postgres = await launchPostgres();
  },
};

async function ask<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Everything that an act leaves behind, for each account; and which of it stands alone. */
const TRACES = `
  SELECT account.id, count(DISTINCT entry.id)::integer AS entries, account.version - 1 AS effects,
         count(DISTINCT lock.id) FILTER (WHERE lock.end_entry_id = entry.id AND lock.ended_at IS NOT NULL)::integer AS ends,
         count(DISTINCT message.id) FILTER (WHERE message.entry_id = entry.id)::integer >= 1 AS told,
         count(DISTINCT key.key)::integer AS keys,
         bool_and(lock.ended_at IS NOT NULL) AS free,
         bool_and(entry.action <> 'reset' OR (code.id IS NOT NULL AND account.reset_entry_id = entry.id)) AS whole
    FROM accounts AS account
    JOIN locks AS lock ON lock.account_id = account.id
    LEFT JOIN entries AS entry
      ON entry.account_id = account.id AND entry.action IN ('unlock', 'reset') AND entry.outcome = 'done'
    LEFT JOIN outbox AS message ON message.account_id = account.id
    LEFT JOIN reset_codes AS code ON code.account_id = account.id
    LEFT JOIN idempotency_keys AS key ON key.entry_id = entry.id
   WHERE account.id = ANY ($1)
   GROUP BY account.id
   ORDER BY account.id`;

const DONE = { entries: 1, effects: 1, ends: 1, told: true, keys: 1, free: true, whole: true };
const NOT_DONE = { entries: 0, effects: 0, ends: 0, told: false, keys: 0, free: false, whole: null };

test(`promise 1: ${ROUNDS} kills in the middle of acts leave no orphan (seed ${SEED})`, {
  timeout: 3_600_000,
}, async () => {
  const random = randomFrom(SEED);
  const met = { done: 0, undone: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const [victim = '', kill = async () => {}] = Object.entries(KILLS)[round % 3] ?? [];
    const where = `round ${round}: ${victim} (seed ${SEED})`;
    const acts = await prepare(random);
    const ids = acts.map(({ input }) => input.account_id);

    const underWay = Promise.all(acts.map(post));
    await delay(random() * WITHIN_MS);
    await kill();
    const answered = await underWay;

    const traces = await ask<typeof DONE & { id: string }>(TRACES, [ids]);
    for (const { id, ...trace } of traces) {
      const done = trace.entries > 0;
      met[done ? 'done' : 'undone']++;
      expect(trace, where).toEqual(done ? DONE : NOT_DONE);
    }
    for (const [at, answer] of answered.entries()) {
      const trace = traces.find(({ id }) => id === ids[at]);
      // Who was told that it is done finds it done, whatever has died since.
      if (answer?.status === 200) expect(trace?.entries, where).toBe(1);
    }

    const settled = await Promise.all(acts.map(settle));
    for (const [at, answer] of answered.entries()) {
      if (answer?.status === 200) expect(settled[at], where).toBe(answer.body);
    }
    const afterwards = await ask<typeof DONE & { id: string }>(TRACES, [ids]);
    expect(
      afterwards.map(({ id: _id, ...trace }) => trace),
      where,
    ).toEqual(acts.map(() => DONE));
  }
  // Or the kills did not come in the middle, and nothing was shown.
  expect(met.done).toBeGreaterThan(0);
  expect(met.undone).toBeGreaterThan(0);
});
