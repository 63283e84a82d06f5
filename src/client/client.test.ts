import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ERROR_CODES, ERROR_TYPE_PREFIX, ERRORS } from '../contract/errors.ts';
import type { Failure } from '../contract/failure.ts';
import { type Client, createClient, LockdeskError } from './index.ts';

const ACCOUNT = '0199f0c1-3c62-7b3e-9a55-1f0f5b1a7c01';
const OPENING = '0199f0c1-3c62-7b3e-9a55-1f0f5b1a7c02';
const REQUEST = '0199f0c1-3c62-7b3e-9a55-1f0f5b1a7c03';

const ME = {
  subject: 'limin',
  name: '李敏',
  staff_number: '032417',
  office: null,
  roles: ['clerk'],
  scope: [],
  least_console_version: '0.1.0',
  server_time: '2026-11-18T00:26:00.000Z',
};

let server: Server;
let answer: RequestListener;
let seen: { request: IncomingMessage; body: string }[];
let client: Client;

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push({ request, body });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = createClient(axios.create({ baseURL, adapter: 'fetch', timeout: 200 }));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const says =
  (status: number, body: unknown, type = 'application/json'): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(LockdeskError);
  return (error as LockdeskError).failure;
}

describe('a call', () => {
  test('of a query by GET carries its fields in the address, lists as repeated names', async () => {
    answer = says(200, { items: [], before: null, after: null, index: 7 });
    await client.listLockedAccounts({ places: ['', '3201'], kinds: ['permanent'], from_end: true, limit: 50 });
    expect(seen[0]?.request.method).toBe('GET');
    expect(seen[0]?.request.url).toBe('/v1/locked-accounts?places=&places=3201&kinds=permanent&from_end=true&limit=50');
    expect(seen[0]?.body).toBe('');
  });

  test('puts path parameters into the path and nowhere else', async () => {
    answer = says(404, {});
    await failureOf(client.readAccount({ account_id: ACCOUNT, opening_id: OPENING }));
    expect(seen[0]?.request.url).toBe(`/v1/accounts/${ACCOUNT}?opening_id=${OPENING}`);
    await failureOf(client.openAccount({ account_id: '../me?x=/', search_id: REQUEST }));
    expect(seen[1]?.request.url).toBe('/v1/accounts/..%2Fme%3Fx%3D%2F/openings');
    expect(JSON.parse(seen[1]?.body ?? '')).toEqual({ search_id: REQUEST });
  });

  test('of an action carries its key and its body without the path parameters', async () => {
    answer = says(409, {});
    const input = {
      account_id: ACCOUNT,
      opening_id: OPENING,
      version: 17,
      reason: { code: 'old_password' },
      verification: { method: 'id_card', reading: 'typed' },
      channel: 'counter',
    } as const;
    await failureOf(client.unlockAccount(input, { idempotencyKey: 'k1' }));
    expect(seen[0]?.request.headers['idempotency-key']).toBe('k1');
    const { account_id: _, ...body } = input;
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(body);
  });
});

describe('an answer', () => {
  test('loses fields that this version does not know', async () => {
    answer = says(200, { ...ME, invented_later: true });
    expect(await client.me({})).toEqual(ME);
  });

  test.each([
    ['lacks a field', JSON.stringify({ ...ME, name: undefined })],
    ['is not JSON', '<html>login</html>'],
    ['is empty', ''],
  ])('that %s is refused', async (_how, body) => {
    answer = says(200, body);
    expect(await failureOf(client.me({}))).toMatchObject({ code: 'answer_invalid', status: 200 });
  });
});

describe('a failure', () => {
  const problem = (code: string, details: object = {}) => ({
    type: ERROR_TYPE_PREFIX + code,
    title: 'title',
    status: 400,
    request_id: REQUEST,
    details,
  });

  test.each(ERROR_CODES)('%s keeps its code, status and request id', async (code) => {
    answer = says(ERRORS[code].status, problem(code), 'application/problem+json');
    expect(await failureOf(client.me({}))).toMatchObject({ code, status: ERRORS[code].status, request_id: REQUEST });
  });

  test('keeps its details as the contract types them', async () => {
    answer = says(409, problem('in_progress', { retry_after_s: 3, more: 1 }), 'application/problem+json');
    expect((await failureOf(client.me({}))).details).toEqual({ retry_after_s: 3 });
  });

  test('of a code that this version does not know shows what the API said', async () => {
    answer = says(451, problem('invented_later', { secret: 1 }), 'application/problem+json');
    expect(await failureOf(client.me({}))).toEqual({
      code: 'unrecognised',
      status: 451,
      request_id: REQUEST,
      details: {},
      title: 'title',
    });
  });

  test('of something else in between is not taken for the API’s', async () => {
    answer = says(502, '<html>Bad gateway</html>', 'text/html');
    expect(await failureOf(client.me({}))).toMatchObject({ code: 'answer_invalid', status: 502, request_id: null });
  });

  test('without an answer: cut, too late, given up', async () => {
    answer = (request) => request.socket.destroy();
    expect(await failureOf(client.me({}))).toMatchObject({ code: 'network', status: null });
    answer = () => {};
    expect(await failureOf(client.me({}))).toMatchObject({ code: 'timeout', status: null });
    expect(await failureOf(client.me({}, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'cancelled' });
  });
});
