import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { leafHash } from '../../verify/hash.ts';
import { openCheckpoint, parseVerifierKey } from '../../verify/index.ts';
import { treeHash } from '../../verify/testing.ts';
import { recordEntry } from '../ledger/record.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCertificate } from '../testing/certificate.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { feedReceiver } from './feed.ts';

const NEVER = new AbortController().signal;
const AUTHORIZATION = 'Splunk 0000-1111';
const { key, cert } = makeCertificate();

interface Told {
  kind: 'entry' | 'checkpoint';
  index: number;
  size: number;
  checkpoint: string;
  [field: string]: unknown;
}

let dir: string;
let syslog: TlsServer;
let https: HttpsServer;
let api: TestApi;
/** Everything that arrived whole, at each receiver. */
const bySyslog: string[] = [];
const byHttps: string[] = [];
const sockets = new Set<TLSSocket>();
/** What becomes of the next connections and requests, one each, instead of being taken. */
let faults: ((socket: TLSSocket) => void)[] = [];
let answers: (number | 'never')[] = [];

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-siem-'));
  const ca = path.join(dir, 'ca.pem');
  await writeFile(ca, cert);
  syslog = createTlsServer({ key, cert }, (socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    const fault = faults.shift();
    if (fault) {
      fault(socket);
      return;
    }
    const parts: Buffer[] = [];
    socket.on('data', (bytes) => parts.push(bytes));
    socket.on('end', () => bySyslog.push(...framesOf(Buffer.concat(parts).toString())));
  });
  https = createHttpsServer({ key, cert }, (request, response) => {
    const take = async () => {
      const body = (await request.setEncoding('utf8').toArray()).join('');
      const answer = request.headers.authorization === AUTHORIZATION ? (answers.shift() ?? 200) : 401;
      if (answer === 'never') return;
      if (answer < 300) byHttps.push(...body.split('\n').slice(0, -1));
      response.writeHead(answer).end();
    };
    take().catch(() => response.destroy());
  });
  const port = async (server: HttpsServer | TlsServer) => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return (server.address() as AddressInfo).port;
  };
  api = await startTestApi({
    FEED_SYSLOG_URL: `tls://127.0.0.1:${await port(syslog)}`,
    FEED_HTTPS_URL: `https://127.0.0.1:${await port(https)}/collector`,
    FEED_HTTPS_AUTHORIZATION: AUTHORIZATION,
    OUTSIDE_CA_FILE: ca,
  });
});
afterAll(async () => {
  await api.close();
  https.closeAllConnections();
  for (const socket of sockets) socket.destroy();
  await Promise.all([syslog, https].map((server) => new Promise((closed) => server.close(closed))));
  await rm(dir, { recursive: true });
});
beforeEach(() => {
  faults = [];
  answers = [];
});

/** By octet counting: a message that told a wrong length would shift all that follow. */
function framesOf(text: string): string[] {
  const messages: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const [counted = '', length] = /^(\d+) /.exec(rest) ?? [];
    if (length === undefined) throw new Error('not framed by octet counting');
    messages.push(rest.slice(counted.length, counted.length + Number(length)));
    rest = rest.slice(counted.length + Number(length));
  }
  return messages;
}

/** RFC 5424, as far as we write it. */
function readSyslog(message: string): Told & { pri: number } {
  const [, pri, json] =
    /^<(\d+)>1 \d{4}-\d\d-\d\dT[\d:.]{12}Z [\x21-\x7e]+ lockdesk - (?:entry|checkpoint) - (\{.*\})$/.exec(message) ??
    [];
  expect(json, message).toBeDefined();
  return { pri: Number(pri), ...(JSON.parse(json ?? '') as Told) };
}
const toldBySyslog = () => bySyslog.map(readSyslog);
const toldByHttps = () => byHttps.map((line) => JSON.parse(line) as Told);
const indices = (told: Told[]) => told.filter(({ kind }) => kind === 'entry').map(({ index }) => index);
const upTo = (size: number) => Array.from({ length: size }, (_, at) => at);
const unique = (numbers: number[]) => [...new Set(numbers)];

async function act(times: number): Promise<number> {
  for (let at = 0; at < times; at++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
  return vi.waitUntil(async () => {
    const { rows } = await api.database.asOwner(
      'SELECT size::integer FROM ledger_head WHERE size = (SELECT count(*) FROM entries)',
    );
    return rows[0]?.size as number | undefined;
  }, 10_000);
}
/** Until each receiver has everything; the leader feeds them each second. */
const fed = (size: number) =>
  vi.waitUntil(async () => {
    const { rows } = await api.database.asOwner(
      'SELECT count(*)::integer AS n FROM feeds WHERE next_index = $1 AND checkpoint_size = $1',
      [size],
    );
    return rows[0].n === 2;
  }, 20_000);
/** So that no receiver waits out its backoff. */
const atOnce = () => api.database.asOwner('UPDATE feeds SET next_try_at = now()');

describe('the feed', () => {
  it('tells every entry once and in order to both receivers, and the checkpoint over them', async () => {
    const size = await act(20);
    await fed(size);
    for (const told of [toldBySyslog(), toldByHttps()]) {
      expect(indices(told)).toEqual(upTo(size));
      const last = told.at(-1) as Told;
      expect(last).toMatchObject({ kind: 'checkpoint', size });
      const { rows } = await api.database.asOwner('SELECT leaf FROM entries ORDER BY id');
      const leaves: Buffer[] = rows.map(({ leaf }) => leaf);
      const log = parseVerifierKey(api.services.signingKey?.verifierKey ?? '');
      expect(openCheckpoint(last.checkpoint, log)).toMatchObject({ size, root: treeHash(leaves) });
      expect(told.filter(({ kind }) => kind === 'entry').map(({ leaf_hash }) => leaf_hash)).toEqual(
        leaves.map((leaf) => leafHash(leaf).toString('hex')),
      );
    }
  });

  it('tells who did what where, by ids, and nothing personal', async () => {
    await fed(await act(1));
    const told = toldBySyslog().findLast(({ kind }) => kind === 'entry');
    expect(told).toMatchObject({
      action: 'search',
      outcome: 'done',
      actor: { kind: 'staff', subject: PEOPLE.clerk.subject },
      pri: 109,
    });
    const everything = bySyslog.join('') + byHttps.join('');
    for (const personal of [PEOPLE.clerk.name ?? '?', '王小明']) {
      expect(everything).not.toContain(personal);
      expect(everything).not.toContain(JSON.stringify(personal).slice(1, -1));
      expect(everything).not.toContain([...personal].map((c) => `\\u${c.charCodeAt(0).toString(16)}`).join(''));
    }
  });

  it('goes on where it was after connections were cut, refused and left without an answer', async () => {
    const before = await act(1);
    await fed(before);
    faults = [
      (socket) => socket.destroy(),
      (socket) => socket.once('data', () => socket.destroy()),
      (socket) => socket.end(),
    ];
    answers = [500, 429, 302];
    const size = await act(5);
    await vi.waitUntil(async () => {
      await atOnce();
      return faults.length === 0 && answers.length === 0;
    }, 20_000);
    await atOnce();
    await fed(size);
    for (const told of [toldBySyslog(), toldByHttps()]) {
      expect(unique(indices(told))).toEqual(upTo(size));
      expect(indices(told)).toEqual([...indices(told)].sort((a, b) => a - b));
    }
  });

  it('goes on from the database’s cursor, whoever takes it up', async () => {
    const size = await act(3);
    await fed(size);
    const { length } = bySyslog;
    const other = await act(2);
    await vi.waitUntil(async () => {
      await feedReceiver('syslog', api.services, NEVER);
      return bySyslog.length > length;
    }, 10_000);
    await fed(other);
    expect(unique(indices(toldBySyslog()))).toEqual(upTo(other));
  });

  it('holds up neither acts nor the ledger where a receiver never takes anything, and warns', async () => {
    await fed(await act(1));
    faults = Array.from({ length: 50 }, () => (socket: TLSSocket) => void socket.pause());
    answers = Array.from({ length: 50 }, () => 'never' as const);
    const size = await act(30);
    const { rows } = await api.database.asOwner('SELECT min(next_index)::integer AS next FROM feeds');
    expect(rows[0].next).toBeLessThan(size);
    await api.database.asOwner("UPDATE leaves SET recorded_at = recorded_at - interval '6 minutes' WHERE index = $1", [
      rows[0].next,
    ]);
    const ready = await api.app.inject({ url: '/health/ready' });
    expect(ready.json()).toMatchObject({ status: 'ready', checks: { feed_syslog: 'warning', feed_https: 'warning' } });
    const headers = { authorization: api.bearer(PEOPLE.administrator) };
    const { body } = await api.app.inject({ url: '/metrics', headers });
    expect(body).toMatch(/lockdesk_feed_behind_seconds\{feed="syslog"\} 3[6-9]\d/);
  });
});

describe('promise 13: the feed can’t be injected into', () => {
  it('a name of an office with line breaks, ANSI, bidi and quotes stays one field of one line', async () => {
    const hostile = 'a\r\nb\u001b[31m\u202e\u2028\u0085"}]{\\ <134>1 evil 窗口';
    await vi.waitUntil(async () => {
      faults = [];
      answers = [];
      await atOnce();
      const { rows } = await api.database.asOwner(
        'SELECT FROM feeds, ledger_head WHERE next_index = size AND checkpoint_size = size',
      );
      return rows.length === 2;
    }, 60_000);
    const lines = { syslog: bySyslog.length, https: byHttps.length };
    await api.services.db.transaction().execute((trx) =>
      recordEntry(trx, {
        action: 'sign_in',
        outcome: 'refused',
        actor: {
          kind: 'staff',
          subject: hostile,
          name: hostile,
          staffNumber: hostile,
          office: { code: hostile, name: hostile, division: '320106' },
          roles: ['clerk'],
          scope: [],
          workstation: hostile,
          account: null,
          signedInAt: null,
        },
        private: { note: hostile, document_note: hostile, ticket: hostile },
      }),
    );
    await fed(await act(0));
    const fresh = { syslog: bySyslog.slice(lines.syslog), https: byHttps.slice(lines.https) };
    expect([fresh.syslog.length, fresh.https.length]).toEqual([2, 2]);
    for (const line of [...fresh.syslog, ...fresh.https]) expect(line).toMatch(/^[\x20-\x7e]+$/);
    for (const told of [readSyslog(fresh.syslog[0] ?? ''), JSON.parse(fresh.https[0] ?? '')]) {
      expect(told).toMatchObject({
        action: 'sign_in',
        actor: { subject: hostile },
        office: { code: hostile, name: hostile },
        workstation: hostile,
      });
      expect(JSON.stringify(told)).not.toContain('note');
    }
    expect(readSyslog(fresh.syslog[0] ?? '').pri).toBe(108);
  });
});

it('a server whose certificate is not trusted gets nothing', async () => {
  const other = makeCertificate();
  const heard: string[] = [];
  const stranger = createTlsServer(other, (socket) =>
    socket.on('error', () => {}).on('data', (bytes) => heard.push(String(bytes))),
  );
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  try {
    const config = {
      ...api.services.config,
      FEED_SYSLOG_URL: `tls://127.0.0.1:${(stranger.address() as AddressInfo).port}`,
    };
    await act(1);
    await atOnce();
    expect(await feedReceiver('syslog', { ...api.services, config }, NEVER)).toEqual({ more: false });
    expect(heard).toEqual([]);
  } finally {
    await new Promise((closed) => stranger.close(closed));
  }
});
