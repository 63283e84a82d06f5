import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { STREAM_MAX_BEHIND } from '../../contract/index.ts';
import { buildApp } from '../app.ts';
import { type EntryDraft, recordEntries } from '../ledger/record.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen } from '../testing/citizens.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { accountRow, attempt, type SignInSystem, signInSystem } from '../testing/sign-in-system.ts';
import { StreamReader } from '../testing/stream-reader.ts';

const SOON = { timeout: 10_000 };

let api: TestApi;
let system: SignInSystem;
let url: string;
const readers: StreamReader[] = [];
beforeAll(async () => {
  api = await startTestApi();
  system = signInSystem(api);
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());
afterEach(() => {
  for (const reader of readers.splice(0)) reader.cut();
});

/** Follows as somebody does, and is there when it is live. */
async function follow(person: TestPerson, lastEventId: number | string | null = null): Promise<StreamReader> {
  const reader = new StreamReader();
  readers.push(reader);
  reader.lastEventId = lastEventId === null ? null : String(lastEventId);
  void reader.follow(url, api.bearer(person));
  await expect.poll(() => reader.events.length, SOON).toBeGreaterThan(0);
  return reader;
}

const draft = (actor: EntryDraft['actor'] = { kind: 'policy', subject: 'a test' }): EntryDraft => ({
  action: 'search',
  outcome: 'done',
  actor,
});
const write = (count: number) =>
  api.services.inTransaction((trx) =>
    recordEntries(
      trx,
      Array.from({ length: count }, () => draft()),
    ),
  );
const size = async () => {
  const { rows } = await sql<{ size: number }>`SELECT count(*) AS size FROM leaves`.execute(api.services.db);
  return rows[0]?.size ?? 0;
};
const allSequenced = () =>
  expect
    .poll(async () => {
      const { rows } = await sql<{ waiting: number }>`
        SELECT count(*) AS waiting FROM entries WHERE NOT EXISTS (SELECT FROM leaves WHERE entry_id = id)`.execute(
        api.services.db,
      );
      return rows[0]?.waiting;
    }, SOON)
    .toBe(0);
const names = (reader: StreamReader) => reader.events.map(({ event }) => event).filter((event) => event !== 'beat');

describe('the stream', () => {
  it('begins with a beat that tells the ledger’s index, and beats every two seconds', async () => {
    await write(3);
    await allSequenced();
    await expect.poll(async () => api.services.feed.last === (await size()) - 1, SOON).toBe(true);
    const reader = await follow(PEOPLE.auditor);
    expect(reader.events[0]).toMatchObject({ event: 'beat', data: { index: (await size()) - 1 } });
    const since = Date.now();
    await expect.poll(() => reader.of('beat').length, SOON).toBe(3);
    expect(Date.now() - since).toBeGreaterThan(3_000);
    expect(names(reader)).toEqual([]);
  });

  it('tells of a lock and its end those who work on its place, of entries those who may read them', async () => {
    const [nanjing, suzhou, supervisor, auditor] = await Promise.all(
      [PEOPLE.clerk, PEOPLE.otherClerk, PEOPLE.supervisor, PEOPLE.auditor].map((person) => follow(person)),
    );
    const external_id = await system.newCitizen();
    await system.report(...Array.from({ length: 5 }, () => attempt({ external_id })));
    await expect.poll(() => nanjing && names(nanjing), SOON).toEqual(['locked']);
    const [locked] = nanjing?.of('locked') ?? [];
    expect(locked?.row).toMatchObject({
      name: '王*明',
      division: { code: '320106' },
      lock: { kind: 'temporary', cause: 'many_wrong_passwords', failures: 5, ended: null },
    });
    await system.register(accountRow({ external_id, updated_at: '2026-01-02T00:00:00Z', status: 'disabled' }));
    await expect.poll(() => nanjing && names(nanjing), SOON).toEqual(['locked', 'lock_ended', 'account_changed']);
    expect(nanjing?.of('lock_ended')[0]?.row.lock).toMatchObject({
      id: locked?.row.lock.id,
      ended: { by: 'disabled' },
    });
    expect(nanjing?.of('account_changed')[0]).toMatchObject({ account_id: locked?.row.account_id, version: 3 });
    await expect
      .poll(() => supervisor && names(supervisor), SOON)
      .toEqual(['locked', 'entry', 'lock_ended', 'account_changed', 'entry']);
    await expect.poll(() => auditor && names(auditor), SOON).toEqual(['entry', 'entry']);
    expect(suzhou && names(suzhou)).toEqual([]);
  });

  it('shows a clerk their own entries, and nobody a citizen’s number', async () => {
    const [own, other] = await Promise.all([follow(PEOPLE.clerk), follow(PEOPLE.otherClerk)]);
    const account_id = await makeCitizen(api.services, { lock: null });
    await api.call(PEOPLE.clerk, 'openAccount', { account_id });
    await expect.poll(() => names(own), SOON).toEqual(['entry']);
    expect(own.of('entry')[0]?.entry).toMatchObject({
      action: 'open',
      actor: { name: '李敏' },
      account: { id: account_id, name: '王*明', document: '3201**********0010' },
    });
    expect(names(other)).toEqual([]);
  });

  it('lets a moved lock leave one place and come to another', async () => {
    const external_id = await system.newCitizen();
    await system.report(...Array.from({ length: 5 }, () => attempt({ external_id })));
    await allSequenced();
    await delay(50);
    const [nanjing, suzhou] = await Promise.all([follow(PEOPLE.clerk), follow(PEOPLE.otherClerk)]);
    await system.register(
      accountRow({ external_id, updated_at: '2026-01-02T00:00:00Z', division: '320508', phone: '13812345678' }),
    );
    await expect.poll(() => names(nanjing), SOON).toEqual(['lock_ended', 'account_changed']);
    await expect.poll(() => names(suzhou), SOON).toEqual(['locked', 'account_changed']);
    expect(nanjing.of('lock_ended')[0]?.row).toMatchObject({
      division: { code: '320106' },
      lock: { ended: { by: 'removed' } },
    });
    expect(suzhou.of('locked')[0]?.row).toMatchObject({ division: { code: '320508' }, lock: { ended: null } });
  });

  it('answers a reader more than 1,000 behind with reset, one 1,000 behind with all of them', async () => {
    await write(STREAM_MAX_BEHIND + 5);
    await allSequenced();
    await expect.poll(async () => api.services.feed.last === (await size()) - 1, SOON).toBe(true);
    const last = (await size()) - 1;
    const far = await follow(PEOPLE.auditor, last - STREAM_MAX_BEHIND - 1);
    expect(far.events[0]).toEqual({ event: 'reset', data: { index: last } });
    expect(far.lastEventId).toMatch(new RegExp(`^${last}\\.[0-9a-f]{8}$`));
    const near = await follow(PEOPLE.auditor, last - STREAM_MAX_BEHIND);
    await expect.poll(() => near.of('entry').length, SOON).toBe(STREAM_MAX_BEHIND);
    expect(near.of('reset')).toEqual([]);
  });

  it('answers a reader who was told more than the ledger has with reset: it was restored from a backup', async () => {
    await allSequenced();
    const last = (await size()) - 1;
    await expect.poll(() => api.services.feed.last, SOON).toBe(last);
    const ahead = await follow(PEOPLE.auditor, last + 1);
    expect(ahead.events[0]).toEqual({ event: 'reset', data: { index: last } });
    await write(1);
    await expect.poll(() => ahead.of('entry').map(({ index }) => index), SOON).toEqual([last + 1]);
  });

  it('so it does where the restored ledger has grown past that index: the entry there is another', async () => {
    await write(2);
    await allSequenced();
    const last = (await size()) - 1;
    await expect.poll(() => api.services.feed.last, SOON).toBe(last);
    const { lastEventId } = await follow(PEOPLE.auditor);
    expect(lastEventId).toMatch(/^\d+\.[0-9a-f]{8}$/);
    const mark = lastEventId?.split('.')[1];
    const known = await follow(PEOPLE.auditor, `${last}.${mark}`);
    expect(known.of('reset')).toEqual([]);
    for (const place of [`${last - 1}.${mark}`, `${last}.00000000`, `${last + 1}.${mark}`]) {
      const reader = await follow(PEOPLE.auditor, place);
      expect(reader.events[0], place).toEqual({ event: 'reset', data: { index: last } });
    }
  });

  it.each(['abc', '-2', '1e3', '99999999999999999999', '1.', '1.ABCDEF12', '1.0123456789'])(
    'takes %j for no Last-Event-ID',
    async (id) => {
      const response = await fetch(`${url}/v1/stream`, {
        headers: { authorization: api.bearer(PEOPLE.auditor), 'last-event-id': id },
      });
      const first = await response.body?.getReader().read();
      expect(new TextDecoder().decode(first?.value)).toMatch(/^id: (-1|\d+\.[0-9a-f]{8})\nevent: beat\n/);
      await response.body?.cancel().catch(() => {});
    },
  );

  it('ends with the token', async () => {
    const reader = new StreamReader();
    const soon = Math.floor(Date.now() / 1000) + 2;
    const token = api.issuer.token(PEOPLE.clerk, { exp: soon });
    await reader.follow(url, `Bearer ${token}`);
    expect(reader).toMatchObject({ status: 200, ended: 'end' });
    expect(Date.now()).toBeGreaterThanOrEqual(soon * 1000);
  });

  it.each(['administrator', 'directory'] as const)('is not for the role %s', async (role) => {
    const reader = new StreamReader();
    await reader.follow(url, api.bearer(PEOPLE[role]));
    expect(reader.status).toBe(403);
  });
});

describe('promise 26: the stream loses nothing', () => {
  it('whatever is cut, restarted or not heard: what a reader was told is the ledger, once', async () => {
    const reader = new StreamReader();
    readers.push(reader);
    const start = await size();
    reader.lastEventId = String(start - 1);
    const authorization = api.bearer(PEOPLE.auditor);
    const replicas = await Promise.all(
      [0, 1].map(async () => {
        const { app } = await buildApp(api.services.config);
        return { app, url: await app.listen({ host: '127.0.0.1', port: 0 }) };
      }),
    );
    const stop = new AbortController();
    const writers = Array.from({ length: 3 }, async (_, who) => {
      for (let at = 0; !stop.signal.aborted; at++) {
        await write(1 + ((at * 7 + who) % 3));
        await delay(1 + (at % 9));
      }
    });
    const rounds = process.env.LOCKDESK_SOAK === '1' ? 500 : 30;
    for (let round = 0; round < rounds; round++) {
      const current = replicas[round % 2] as (typeof replicas)[number];
      const done = reader.follow(current.url, authorization);
      await delay(20 + ((round * 53) % 120));
      if (round % 3 === 1) {
        // The server's end of the sockets on which replicas listen.
        await api.database.asOwner(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'lockdesk-listener' AND datname = current_database()`);
      }
      if (round % 10 === 5) {
        const { app } = await buildApp(api.services.config);
        const old = current.app;
        Object.assign(current, { app, url: await app.listen({ host: '127.0.0.1', port: 0 }) });
        await old.close();
      } else reader.cut();
      await done;
    }
    stop.abort();
    await Promise.all(writers);
    await allSequenced();
    const last = (await size()) - 1;
    void reader.follow(url, authorization);
    await expect.poll(() => Number.parseInt(reader.lastEventId ?? '', 10), SOON).toBe(last);
    await Promise.all(replicas.map(({ app }) => app.close()));
    expect(reader.of('reset')).toEqual([]);
    expect(reader.of('entry').map(({ index }) => index)).toEqual(
      Array.from({ length: last + 1 - start }, (_, at) => start + at),
    );
  });

  it('a connection cut between two messages of one entry is told both again', async () => {
    await allSequenced();
    const from = (await size()) - 1;
    await expect.poll(() => api.services.feed.last, SOON).toBe(from);
    const reader = await follow(PEOPLE.supervisor, from);
    const external_id = await system.newCitizen();
    await system.report(...Array.from({ length: 5 }, () => attempt({ external_id })));
    await expect.poll(() => names(reader), SOON).toEqual(['locked', 'entry']);
    const response = await fetch(`${url}/v1/stream`, {
      headers: { authorization: api.bearer(PEOPLE.supervisor), 'last-event-id': String(from) },
    });
    const first = await response.body?.getReader().read();
    const text = new TextDecoder().decode(first?.value);
    expect(text.split('\n\n').map((block) => block.split('\n').map((line) => line.split(':')[0]))).toEqual(
      expect.arrayContaining([
        ['event', 'data'],
        ['id', 'event', 'data'],
      ]),
    );
    await response.body?.cancel().catch(() => {});
  });

  it('a reader that does not read is cut off, and costs no more than its buffer', async () => {
    const { hostname, port } = new URL(url);
    const accepted = new Promise<Socket>((resolve) => api.app.server.once('connection', resolve));
    const lazy = connect(Number(port), hostname).pause();
    lazy.on('error', () => {});
    lazy.write(`GET /v1/stream HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: ${api.bearer(PEOPLE.auditor)}\r\n\r\n`);
    const end = await accepted;
    const live = await follow(PEOPLE.auditor);
    // The kernel holds some megabytes of a connection on loopback; an entry is some 500 bytes.
    let most = 0;
    for (let written = 0; !end.destroyed && written < 60_000; written += 500) {
      await write(500);
      most = Math.max(most, end.writableLength);
    }
    await expect.poll(() => end.destroyed, SOON).toBe(true);
    expect(most).toBeLessThan(2 << 20);
    lazy.destroy();
    // Whoever reads has missed nothing meanwhile.
    await allSequenced();
    await expect.poll(() => Number.parseInt(live.lastEventId ?? '', 10), SOON).toBe((await size()) - 1);
  });
});
