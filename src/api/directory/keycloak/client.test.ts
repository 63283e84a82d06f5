/** What a real Keycloak can't be made to say: other servers, gateways, and the paths of what we ask. */
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import axios from 'axios';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeCertificate } from '../../testing/certificate.ts';
import { KeycloakClient, secretFromFile } from './client.ts';
import { type Fault, KeycloakFault } from './fault.ts';

const SECRET = 'the-secret-itself';
const USER = 'a0b1c2d3-0000-4000-8000-00000000000a';

interface Seen {
  line: string;
  authorization: string | undefined;
  body: string;
}
type Answering = (request: Seen, response: ServerResponse) => void;

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answering =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const html =
  (status: number): Answering =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>');
const nothing: Answering = (_, response) => response.writeHead(204).end();
const token = (name = 't1', expires_in = 300) => json(200, { access_token: name, expires_in });

let url: string;
let seen: Seen[];
let onToken: Answering;
let onCall: Answering;
let close: () => Promise<void>;
let client: KeycloakClient;
let stop: AbortController;

beforeEach(async () => {
  seen = [];
  onToken = token();
  onCall = json(200, { id: USER, enabled: true });
  const server = createServer((request: IncomingMessage, response) => {
    const { method, url: asked, headers } = request;
    void text(request).then((body) => {
      const given = { line: `${method} ${asked}`, authorization: headers.authorization, body };
      seen.push(given);
      (asked?.endsWith('/token') ? onToken : onCall)(given, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  stop = new AbortController();
  client = clientOf(url);
});
afterEach(async () => {
  vi.useRealTimers();
  await close();
});

const outside = { http: axios.create({ proxy: false, maxRedirects: 0 }), ca: undefined, close: () => {} };
const placeOf = (server: string, secret = async () => SECRET) => ({
  url: server,
  realm: 'agency 1',
  clientId: 'lockdesk',
  secret,
});
const clientOf = (server: string, secret?: () => Promise<string>) =>
  new KeycloakClient(placeOf(server, secret), outside, stop.signal);
const calls = () => seen.filter(({ line }) => !line.endsWith('/token'));
const faultOf = async (work: Promise<unknown>): Promise<KeycloakFault> => {
  const fault = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(fault instanceof KeycloakFault)) throw new Error('no fault', { cause: fault });
  return fault;
};

const ANSWERS: [string, Answering, Fault][] = [
  ['500 with its own words', json(500, { error: 'unknown_error' }), 'server_error'],
  ['500 with HTML', html(500), 'server_error'],
  ['502 of a gateway', html(502), 'server_error'],
  ['503 of a gateway', html(503), 'busy'],
  ['429 of a gateway', html(429), 'busy'],
  ['a page instead of an answer', html(200), 'not_keycloak'],
  ['a page instead of a refusal', html(403), 'not_keycloak'],
  ['a sign-in page', (_, response) => response.writeHead(302, { location: '/login' }).end(), 'not_keycloak'],
  ['other JSON', json(200, { hello: 'world' }), 'not_keycloak'],
  ['half an answer', (_, response) => response.writeHead(200).end('{"id":"'), 'not_keycloak'],
  ['no HTTP', (_, response) => response.socket?.end('SSH-2.0-OpenSSH_9.9\r\n'), 'not_keycloak'],
  ['a cut connection', (_, response) => response.socket?.destroy(), 'unreachable'],
  ['another path', json(404, { error: 'Unable to find matching target resource method' }), 'not_keycloak'],
  ['no such realm', json(404, { error: 'Realm not found.' }), 'no_realm'],
  ['a refusal for good', json(401, { error: 'HTTP 401 Unauthorized' }), 'token_refused'],
  ['of a federation', json(400, { errorMessage: 'Federated storage is not writable' }), 'read_only'],
  ['of a federation’s password', json(400, { error: 'Can’t reset password as account is read only' }), 'read_only'],
  ['a conflict', json(409, { errorMessage: 'User exists with same username' }), 'refused'],
];

describe('an answer', () => {
  it.each(ANSWERS)('that is %s', async (_, answering, code) => {
    onCall = answering;
    expect((await faultOf(client.user(USER))).code).toBe(code);
  });

  it.each([
    ['a page', html(200)],
    ['a page of a gateway', html(403)],
    ['JSON', json(200, {})],
  ])('of %s is no act done', async (_, answering) => {
    onCall = answering;
    expect((await faultOf(client.clear(USER))).code).toBe('not_keycloak');
  });

  it.each([
    ['500', html(500), 'server_error'],
    ['a page', html(200), 'not_keycloak'],
    ['nothing there', html(404), 'not_keycloak'],
    ['no such realm', json(404, { error: 'Realm does not exist' }), 'no_realm'],
    ['later', json(503, {}, { 'retry-after': '7' }), 'busy'],
    ['no such client', json(401, { error: 'invalid_client' }), 'wrong_secret'],
  ] satisfies [string, Answering, Fault][])('of the token that is %s', async (_, answering, code) => {
    onToken = answering;
    expect((await faultOf(client.user(USER))).code).toBe(code);
    expect(calls()).toEqual([]);
  });

  it('tells nothing of whom it was about, and no secret', async () => {
    for (const answering of [json(400, { errorMessage: `${USER} is ${SECRET}` }), html(500), nothing]) {
      onCall = answering;
      const fault = await faultOf(client.user(USER));
      const told = JSON.stringify([fault, fault.message, fault.stack, fault.cause ?? null]);
      for (const secret of [SECRET, USER, 't1', 'Bearer']) expect(told.includes(secret), told).toBe(false);
    }
  });
});

describe('a path', () => {
  it.each(['', '.', '..'])('without a user is never asked for: %j', async (id) => {
    for (const act of [client.clear(id), client.status(id), client.update(id, { enabled: true }), client.logout(id)]) {
      expect((await faultOf(act)).code).toBe('gone');
    }
    expect(await client.user(id)).toBeNull();
    expect(seen).toEqual([]);
  });

  it('keeps an id in its place', async () => {
    onCall = nothing;
    await client.clear('f:1:../users?x=/a#b');
    expect(calls()[0]?.line).toBe(
      'DELETE /admin/realms/agency%201/attack-detection/brute-force/users/f%3A1%3A..%2Fusers%3Fx%3D%2Fa%23b',
    );
  });
});

describe('the token', () => {
  it('is fetched once for many calls', async () => {
    await Promise.all(Array.from({ length: 20 }, () => client.user(USER)));
    await client.user(USER);
    expect(seen.length - calls().length).toBe(1);
    expect(seen[0]?.body).toBe(`grant_type=client_credentials&client_id=lockdesk&client_secret=${SECRET}`);
  });

  it('is fetched anew, once, where many find that it has ended', async () => {
    await client.user(USER);
    onToken = token('t2');
    onCall = (given, response) =>
      given.authorization === 'Bearer t2'
        ? json(200, { id: USER, enabled: true })(given, response)
        : json(401, { error: 'HTTP 401 Unauthorized' })(given, response);
    await Promise.all(Array.from({ length: 5 }, () => client.user(USER)));
    expect(seen.length - calls().length).toBe(2);
  });

  it('is not used to its very end', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    for (const [later, tokens] of [
      [0, 1],
      [285_000, 1],
      [6_000, 2],
    ] as const) {
      vi.advanceTimersByTime(later);
      await client.user(USER);
      expect(seen.length - calls().length).toBe(tokens);
    }
  });

  it('takes the secret as it is now', async () => {
    const secrets = ['old', 'new'];
    client = clientOf(url, async () => secrets.shift() ?? 'none');
    onToken = (given, response) =>
      (given.body.endsWith('=new') ? token() : json(401, { error: 'unauthorized_client' }))(given, response);
    expect((await faultOf(client.user(USER))).code).toBe('wrong_secret');
    expect(await client.user(USER)).toMatchObject({ id: USER });
  });

  it('takes the secret of a file, unless others may read it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-secret-'));
    const file = path.join(folder, 'secret');
    client = clientOf(url, secretFromFile(file));
    expect(await faultOf(client.user(USER))).toMatchObject({ code: 'no_secret', details: { seen: 'ENOENT' } });
    await writeFile(file, `${SECRET}\n`, { mode: 0o600 });
    expect(await client.user(USER)).toMatchObject({ id: USER });
    expect(seen[0]?.body).toContain(`client_secret=${SECRET}`);
    if (process.platform !== 'win32') {
      await chmod(file, 0o644);
      expect((await faultOf(clientOf(url, secretFromFile(file)).user(USER))).code).toBe('no_secret');
    }
    await rm(folder, { recursive: true });
  });

  it('is not asked for where the secret can’t be read', async () => {
    client = clientOf(url, () => Promise.reject(Object.assign(new Error(SECRET), { code: 'EACCES' })));
    expect(await faultOf(client.user(USER))).toMatchObject({ code: 'no_secret', details: { seen: 'EACCES' } });
    expect(seen).toEqual([]);
  });
});

describe('a server', () => {
  it('that is not there', async () => {
    await close();
    expect(await faultOf(client.user(USER))).toMatchObject({ code: 'unreachable', details: { seen: 'ECONNREFUSED' } });
  });

  it('whose certificate we don’t trust, and the same one trusted', async () => {
    const { key, cert } = makeCertificate();
    const server = createTlsServer({ key, cert }, (_, response) => response.writeHead(500).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const https = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await faultOf(clientOf(https).user(USER))).code).toBe('untrusted');
    const http = axios.create({ httpsAgent: new Agent({ ca: cert }), proxy: false, maxRedirects: 0 });
    const trusting = new KeycloakClient(placeOf(https), { ...outside, http }, stop.signal);
    expect((await faultOf(trusting.user(USER))).code).toBe('server_error');
    server.closeAllConnections();
    server.close();
  });

  it('is asked by eight at once, and no more', async () => {
    let now = 0;
    let most = 0;
    onCall = (given, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        json(200, { id: USER, enabled: true })(given, response);
      }, 5);
    };
    await Promise.all(Array.from({ length: 50 }, () => client.user(USER)));
    expect(most).toBe(8);
  });

  it('is left alone for longer each time, until it answers', async () => {
    onCall = html(500);
    expect(client.waitMs).toBe(0);
    await Promise.allSettled(Array.from({ length: 8 }, () => client.user(USER)));
    expect(client.waitMs).toBeGreaterThan(500);
    expect(client.waitMs).toBeLessThanOrEqual(1_000);
    onCall = json(200, { id: USER, enabled: true });
    await client.user(USER);
    expect(client.waitMs).toBe(0);
  });

  it('is left alone for as long as it asks', async () => {
    onCall = json(503, {}, { 'retry-after': '30' });
    expect((await faultOf(client.user(USER))).details).toMatchObject({ retryAfterMs: 30_000 });
    expect(client.waitMs).toBeGreaterThan(29_000);
  });

  it('is not waited for by whoever gives up', async () => {
    onCall = () => stop.abort(new Error('enough'));
    await expect(client.user(USER)).rejects.toThrow('enough');
    await expect(client.user(USER)).rejects.toThrow('enough');
  });
});
