import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Alert, UnrecordedAlert } from '../../contract/index.ts';
import type { ConfigInput } from '../config.ts';
import { standForElection, type Term } from '../ledger/election.ts';
import { sequence } from '../ledger/sequence.ts';
import { SigningKey } from '../ledger/signing-key.ts';
import { feedReceiver } from '../siem/feed.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { keepingNothing } from '../testing/signing.ts';
import { startTestWitness } from '../testing/witness.ts';
import { submitToWitness } from '../witness/witness.ts';
import { freeBytes } from './disk.ts';
import { SystemWatch } from './system-watch.ts';

const LOG_KEY = new SigningKey('lockdesk.test/ledger', new Uint8Array(32));
const NEVER = new AbortController().signal;

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** Without the ledger's key, so that its own watch stands still: rounds are the tests' own. */
async function start(settings: Partial<ConfigInput> = {}): Promise<TestApi> {
  const api = await startTestApi(settings, { leads: false });
  ending.push(() => api.close());
  return api;
}

/** Numbers and signs until it is stopped, or cannot go on. */
function lead(api: TestApi): () => Promise<void> {
  const stopping = new AbortController();
  const over = standForElection(
    api.database.apiUrl,
    api.services.log,
    (term: Term) => sequence(term, keepingNothing(LOG_KEY)),
    stopping.signal,
  );
  const stop = () => {
    stopping.abort();
    return over;
  };
  ending.push(stop);
  return stop;
}

async function write(api: TestApi, entries = 1): Promise<void> {
  for (let at = 0; at < entries; at++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
}
const signed = (api: TestApi) =>
  vi.waitUntil(async () => {
    const { rows } = await api.database.asOwner('SELECT size = (SELECT count(*) FROM entries) AS all FROM ledger_head');
    return rows[0].all === true;
  }, 10_000);

/** Everything of these tables, so much older. */
async function age(api: TestApi, interval: string, ...tables: ('entries' | 'leaves')[]): Promise<void> {
  for (const table of tables) {
    await api.database.asOwner(`UPDATE ${table} SET recorded_at = recorded_at - $1::interval`, [interval]);
  }
}

/** Of a process that has just started: rounds ten seconds apart, the first a moment after. */
function watchOf(api: TestApi, watch = new SystemWatch(api.services)) {
  let nowMs = 0;
  return async (rounds: number) => {
    for (let at = 0; at < rounds; at++) {
      nowMs += 10_000;
      await watch.round(nowMs);
    }
  };
}

async function heard(
  api: TestApi,
  person: TestPerson = PEOPLE.administrator,
): Promise<{ items: Alert[]; unrecorded: UnrecordedAlert[] }> {
  const answer = await api.call(person, 'listAlerts', {});
  expect(answer.statusCode).toBe(200);
  return answer.json();
}
const alerts = async (api: TestApi) => (await heard(api)).items;
const waiting = async (api: TestApi) => (await api.call(PEOPLE.supervisor, 'attention', {})).json().alerts;
const acknowledge = async (api: TestApi, { id }: Pick<Alert, 'id'>) =>
  (await api.call(PEOPLE.administrator, 'acknowledgeAlert', { alert_id: id })).statusCode;
const entries = async (api: TestApi): Promise<string[]> => {
  const { rows } = await api.database.asOwner("SELECT reason FROM entries WHERE action = 'alert' ORDER BY id");
  return rows.map(({ reason }) => reason);
};
/** As if nothing had been found for so long. */
const quiet = (api: TestApi, interval: string) =>
  api.database.asOwner('UPDATE alerts SET last_at = last_at - $1::interval', [interval]);

describe('an alert about the system', () => {
  it('is raised once from its beginning to its end, whoever leads, and is acknowledged whether or not it is over', async () => {
    const api = await start();
    await write(api);
    const watch = watchOf(api);
    await watch(2);
    expect(await alerts(api)).toEqual([]);

    await age(api, '11 seconds', 'entries');
    await watch(1);
    expect(await alerts(api)).toEqual([]);
    await watch(3);
    await watchOf(api)(3);
    const [alert] = await alerts(api);
    expect(alert).toMatchObject({ kind: 'ledger_not_advancing', times: 1, over_at: null, acknowledged: null });
    expect(alert?.figure).toBeGreaterThan(10);
    expect(await entries(api)).toEqual(['ledger_not_advancing']);
    expect(await waiting(api)).toBe(1);

    lead(api);
    await signed(api);
    await watch(1);
    expect(await alerts(api)).toMatchObject([{ over_at: null }]);
    await quiet(api, '61 seconds');
    await watch(1);
    expect(await alerts(api)).toMatchObject([{ over_at: expect.any(String), acknowledged: null }]);
    expect(await waiting(api)).toBe(1);
    expect(await acknowledge(api, alert as Alert)).toBe(200);
    expect(await waiting(api)).toBe(0);
  });

  it('that comes again is the same until it was acknowledged, with an entry each time, and then another', async () => {
    const api = await start({ DATABASE_DISK_GB: 1 });
    const watch = watchOf(api);
    const over = async () => {
      await api.database.asOwner('UPDATE alerts SET over_at = last_at WHERE over_at IS NULL');
    };
    await watch(2);
    await over();
    await watch(2);
    const [first, ...more] = await alerts(api);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ kind: 'disk_filling', times: 2, over_at: null });
    expect(await acknowledge(api, first as Alert)).toBe(200);
    await watch(2);
    expect(await alerts(api)).toMatchObject([{ times: 2, over_at: null, acknowledged: { by: '马晓燕' } }]);
    // One that goes on is listed for as long as it does.
    await api.database.asOwner("UPDATE alerts SET acknowledged_at = acknowledged_at - interval '30 days'");
    expect(await alerts(api)).toHaveLength(1);
    await over();
    expect(await alerts(api)).toHaveLength(0);
    await watch(1);
    expect(await alerts(api)).toMatchObject([{ times: 1, over_at: null, acknowledged: null }]);
    expect(await entries(api)).toEqual(['disk_filling', 'disk_filling', 'disk_filling']);
  });

  it('reaches the screen before the ledger takes its entry, which follows', async () => {
    const api = await start();
    await write(api);
    await age(api, '11 seconds', 'entries');
    await api.database.asOwner('REVOKE INSERT ON entries FROM lockdesk_api');
    const watch = watchOf(api);
    await watch(3);
    const [alert] = await alerts(api);
    expect(alert).toMatchObject({ kind: 'ledger_not_advancing', times: 1 });
    expect(await acknowledge(api, alert as Alert)).toBe(503);
    await api.database.asOwner('GRANT INSERT ON entries TO lockdesk_api');
    await watch(2);
    expect(await entries(api)).toEqual(['ledger_not_advancing']);
    expect(await acknowledge(api, alert as Alert)).toBe(200);
  });

  it('reaches the screen and the metrics where nothing can be written at all', async () => {
    const api = await start();
    await write(api);
    await age(api, '11 seconds', 'entries');
    const name = new URL(api.database.ownerUrl).pathname.slice(1);
    const readOnly = async (on: boolean) => {
      await api.database.asOwner(`ALTER DATABASE "${name}" SET default_transaction_read_only = ${on}`);
      await api.database.asOwner(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'lockdesk_api'`);
    };
    const metrics = async () => {
      const headers = { authorization: api.bearer(PEOPLE.administrator) };
      return (await api.app.inject({ url: '/metrics', headers })).body;
    };
    const watch = watchOf(api, api.services.systemWatch);
    await watch(1);
    expect(await metrics()).not.toContain('lockdesk_alert{');
    await readOnly(true);
    // The first of them may find its connection ended.
    await watch(2);
    expect(await heard(api)).toMatchObject({ items: [], unrecorded: [{ kind: 'ledger_not_advancing' }] });
    expect(await waiting(api)).toBe(1);
    expect(await metrics()).toContain('lockdesk_alert{kind="ledger_not_advancing",cause=""} 1');

    await api.database.asOwner('SET default_transaction_read_only = off');
    await readOnly(false);
    await watch(2);
    expect(await heard(api)).toMatchObject({ items: [{ kind: 'ledger_not_advancing' }], unrecorded: [] });
    expect(await entries(api)).toEqual(['ledger_not_advancing']);
  });
});

describe('is told of', () => {
  const kinds = async (api: TestApi) => (await alerts(api)).map(({ kind, about }) => [kind, about]);

  it('a ledger that is numbered and no longer signed', async () => {
    const api = await start();
    const stop = lead(api);
    await write(api, 3);
    await signed(api);
    await stop();
    await api.database.asOwner("UPDATE leaves SET leaf_hash = sha256('another') WHERE index = 1");
    await write(api);
    lead(api);
    await vi.waitUntil(async () => {
      const { rows } = await api.database.asOwner('SELECT count(*)::integer AS n FROM leaves');
      return rows[0].n === 4;
    }, 10_000);
    await age(api, '11 seconds', 'entries', 'leaves');
    await watchOf(api)(2);
    expect(await kinds(api)).toEqual([['ledger_not_advancing', null]]);
    expect((await api.app.inject({ url: '/health/ready' })).json()).toMatchObject({ checks: { sequencer: 'failed' } });
  });

  it('a ledger that waits for a declaration, and not of its missing signature besides', async () => {
    const api = await start();
    lead(api);
    await write(api, 3);
    await signed(api);
    await api.database.asOwner(
      "INSERT INTO held_checkpoints (size, root, restoration, note) VALUES (1000, sha256(''), 0, 'held')",
    );
    await vi.waitUntil(async () => {
      await write(api);
      const { rows } = await api.database.asOwner(
        'SELECT size < next_index AS halted FROM ledger_head, sequencer_state',
      );
      return rows[0].halted === true;
    }, 10_000);
    const { rows } = await api.database.asOwner('SELECT size::integer FROM ledger_head');
    await api.database.asOwner("UPDATE leaves SET recorded_at = recorded_at - interval '1 hour' WHERE index >= $1", [
      rows[0].size,
    ]);
    await watchOf(api)(2);
    expect(await kinds(api)).toEqual([['restoration_needed', null]]);
  });

  it('a witness that refuses, once it is behind, and one that disputes the ledger', async () => {
    const witness = await startTestWitness();
    ending.push(() => witness.close());
    const api = await start({ WITNESS_URL: witness.url, WITNESS_KEY: witness.vkey });
    lead(api);
    await write(api, 2);
    await signed(api);
    witness.faults.push((response) => void response.writeHead(403).end());
    await submitToWitness(api.services, NEVER);
    const watch = watchOf(api);
    await watch(4);
    expect(await kinds(api)).toEqual([]);
    await age(api, '6 minutes', 'leaves');
    await watch(3);
    expect(await kinds(api)).toEqual([]);
    await watch(1);
    expect(await kinds(api)).toEqual([['witness_behind', 'witness.test/w1']]);

    await submitToWitness(api.services, NEVER);
    await quiet(api, '61 seconds');
    await watch(1);
    expect(await alerts(api)).toMatchObject([{ kind: 'witness_behind', over_at: expect.any(String) }]);
    witness.seen = { size: 1_000_000, root: Buffer.alloc(32) };
    await write(api);
    await signed(api);
    await submitToWitness(api.services, NEVER);
    await watch(2);
    expect(await kinds(api)).toContainEqual(['witness_disputes', 'witness.test/w1']);
  });

  it('a receiver of the feed that hangs, and not of one that catches up', async () => {
    const server: Server = createServer(() => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ending.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const api = await start({ FEED_HTTPS_URL: `http://127.0.0.1:${port}/collector` });
    lead(api);
    await write(api, 12);
    await signed(api);
    const hung = feedReceiver('https', api.services, AbortSignal.timeout(200));
    await hung;
    // An hour's entries, five minutes apart.
    await api.database.asOwner("UPDATE leaves SET recorded_at = now() - (12 - index) * interval '5 minutes'");
    const watch = watchOf(api);
    for (let at = 0; at < 6; at++) {
      await watch(1);
      await api.database.asOwner('UPDATE feeds SET next_index = next_index + 1');
    }
    expect(await kinds(api)).toEqual([]);
    await watch(4);
    expect(await alerts(api)).toMatchObject([{ kind: 'feed_behind', about: 'https' }]);
  });

  it('a disk that is full within days by the growth of the last week, or has hardly room now', async () => {
    const api = await start({ DATABASE_DISK_PATH: tmpdir(), DISK_LEAST_GB: 1 });
    const free = (await freeBytes(api.services.db, api.services.config)) ?? 0;
    const sampled = async (daysLeft: number) => {
      await api.database.asOwner('TRUNCATE disk_samples');
      await api.database.asOwner(
        `INSERT INTO disk_samples (at, free_bytes)
         SELECT now() - make_interval(hours => hour), $1::bigint + hour * ($1 / 24 / $2::integer)
           FROM generate_series(2, 72, 2) AS hour`,
        [free, daysLeft],
      );
    };
    await sampled(100);
    await watchOf(api)(2);
    expect(await kinds(api)).toEqual([]);
    await sampled(5);
    await watchOf(api)(1);
    const [alert] = await alerts(api);
    expect(alert?.kind).toBe('disk_filling');
    expect([4, 5]).toContain(alert?.figure);
  });
});

it('tells nothing in normal running, with everything set up', async () => {
  const witness = await startTestWitness();
  const taken: string[] = [];
  const receiver = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => taken.push(text));
    request.on('end', () => response.end());
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  ending.push(
    () => witness.close(),
    async () => {
      receiver.closeAllConnections();
      receiver.close();
    },
  );
  const api = await startTestApi({
    WITNESS_URL: witness.url,
    WITNESS_KEY: witness.vkey,
    FEED_HTTPS_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    DATABASE_DISK_PATH: tmpdir(),
    DISK_LEAST_GB: 1,
  });
  ending.push(() => api.close());
  const watch = watchOf(api, api.services.systemWatch);
  for (let at = 0; at < 5; at++) {
    await write(api, 4);
    await watch(2);
  }
  await signed(api);
  await vi.waitUntil(() => taken.length > 0, 10_000);
  await watch(2);
  expect(await heard(api)).toEqual({ items: [], unrecorded: [] });
  expect(await entries(api)).toEqual([]);
  const { rows } = await api.database.asOwner('SELECT count(*)::integer AS n FROM disk_samples');
  expect(rows).toEqual([{ n: 1 }]);
});
