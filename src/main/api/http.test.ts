import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AxiosInstance } from 'axios';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient, LockdeskError } from '../../client/index.ts';
import { ERROR_TYPE_PREFIX } from '../../contract/errors.ts';
import { SignedOutError } from '../session/session-tokens.ts';
import { createHttp, type HttpOptions } from './http.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let answers: Answer[];
let seen: IncomingMessage[];
let ended: string[];
let http: AxiosInstance;
let session: HttpOptions['session'];

beforeEach(async () => {
  [answers, seen, ended] = [[], [], []];
  server = createServer((request, response) => {
    seen.push(request);
    request.resume().on('end', () => (answers.shift() ?? says(200, {}))(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  session = {
    accessToken: async () => 'first',
    accessTokenAfter: async (refused) => `after-${refused}`,
    end: async (reason) => void ended.push(reason),
  };
  http = createHttp({
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fetch,
    session: {
      accessToken: () => session.accessToken(),
      accessTokenAfter: (refused) => session.accessTokenAfter(refused),
      end: (reason) => session.end(reason),
    },
    workstation: () => 'NJ-GL-W03',
    version: '0.1.0',
  });
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const says =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

const problem = (status: number, code: string) =>
  says(status, {
    type: ERROR_TYPE_PREFIX + code,
    title: code,
    status,
    request_id: '0199f0c1-3c62-7b3e-9a55-1f0f5b1a7c03',
    details: {},
  });

const cut: Answer = (request) => request.socket.destroy();
const tokens = () => seen.map(({ headers }) => headers.authorization);
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no failure',
    (error: unknown) => (error instanceof LockdeskError ? error.failure.code : error),
  );

test('says who asks, from where, and which console', async () => {
  await http.get('/v1/me');
  expect(seen[0]?.headers).toMatchObject({
    authorization: 'Bearer first',
    'lockdesk-workstation': 'NJ-GL-W03',
    'lockdesk-console-version': '0.1.0',
  });
});

test('follows no redirect', async () => {
  answers = [says(307, {}, { location: '/elsewhere' }), says(307, {}, { location: '/elsewhere' })];
  await expect(http.post('/v1/account-searches', { text: 'a' })).rejects.toThrow();
  expect(seen.map(({ url }) => url)).toEqual(['/v1/account-searches']);
});

describe('a refused token', () => {
  test('is replaced once, and the request repeated with its body', async () => {
    answers = [problem(401, 'token_expired'), says(200, { ok: true })];
    const { data } = await http.post('/v1/account-searches', { text: 'a' });
    expect(data).toEqual({ ok: true });
    expect(tokens()).toEqual(['Bearer first', 'Bearer after-first']);
    expect(ended).toEqual([]);
  });

  test('that is refused again ends the session', async () => {
    answers = [problem(401, 'token_expired'), problem(401, 'token_invalid')];
    expect(await codeOf(createClient(http).me({}))).toBe('token_invalid');
    expect(seen).toHaveLength(2);
    expect(ended).toEqual(['refused']);
  });

  test('of a session that has ended is not replaced', async () => {
    answers = [problem(401, 'session_ended')];
    expect(await codeOf(createClient(http).me({}))).toBe('session_ended');
    expect(seen).toHaveLength(1);
    expect(ended).toEqual(['refused']);
  });
});

describe('without a token', () => {
  test('nobody signed in: nothing is sent', async () => {
    session.accessToken = async () => {
      throw new SignedOutError();
    };
    expect(await codeOf(createClient(http).me({}))).toBe('cancelled');
    expect(seen).toHaveLength(0);
  });

  test('the provider cannot be reached: as good as no network', async () => {
    session.accessToken = async () => {
      throw new TypeError('fetch failed');
    };
    expect(await codeOf(createClient(http).searchAccounts({ text: 'a' }))).toBe('network');
    expect(seen).toHaveLength(0);
  });
});

describe('repeating', () => {
  test.each([
    ['a cut connection', cut],
    ['a moment without a database', problem(503, 'database_unavailable')],
    ['a proxy that lost its server', says(502, {})],
  ])('what only reads: after %s', async (_what, failure) => {
    answers = [failure, failure];
    await http.get('/v1/locked-accounts');
    expect(seen).toHaveLength(3);
  });

  test('but not without end', async () => {
    answers = Array.from({ length: 9 }, () => cut);
    await expect(http.get('/v1/locked-accounts')).rejects.toThrow();
    expect(seen).toHaveLength(3);
  });

  test.each([
    ['a search or an opening: each leaves an entry', 'post', cut],
    ['a limit: the person is told how long to wait', 'get', problem(429, 'rate_limited')],
    ['a fault of the server', 'get', problem(500, 'internal')],
    ['a stream: it comes back by its own rules', 'stream', cut],
  ] as const)('not after %s', async (_what, kind, failure) => {
    answers = [failure];
    const call =
      kind === 'post'
        ? http.post('/v1/account-searches', {})
        : http.get('/v1/stream', kind === 'stream' ? { responseType: 'stream' } : {});
    await expect(call).rejects.toThrow();
    expect(seen).toHaveLength(1);
  });
});
