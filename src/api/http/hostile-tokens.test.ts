import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, startTestIssuer, type TestIssuer } from '../testing/issuer.ts';

let api: TestApi;
/** Another provider of the same make, as anybody may run one. */
let rival: TestIssuer;
/** Counts who follows an address that a token names. */
let lure: { server: Server; url: string; visits: number };

beforeAll(async () => {
  [api, rival, lure] = await Promise.all([startTestApi(), startTestIssuer(), startLure()]);
});
afterAll(async () => {
  await Promise.all([api.close(), rival.close()]);
  lure.server.close();
});

async function startLure() {
  const server = createServer((_request, response) => {
    lure.visits++;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwkOf(ATTACKER.ec)] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`, visits: 0 };
}

const ask = (authorization?: string) =>
  api.app.inject({ method: 'GET', url: '/v1/me', headers: authorization === undefined ? {} : { authorization } });

const ATTACKER = {
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  ec384: generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  ed: generateKeyPairSync('ed25519').privateKey,
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};
const jwkOf = (key: KeyObject) => {
  const { d: _secret, ...open } = key.export({ format: 'jwk' });
  return { ...open, kid: 'test-key' };
};

const base64 = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

type Make = (issuer: TestIssuer) => string;

/** A clerk's token with other claims, or another header, under the issuer's own signature. */
const claims =
  (changes: Record<string, unknown>): Make =>
  (issuer) => {
    const { header, claims } = issuer.parts(PEOPLE.clerk);
    return issuer.signRaw(JSON.stringify(header), JSON.stringify({ ...claims, ...changes }));
  };
const header =
  (changes: Record<string, unknown>): Make =>
  (issuer) => {
    const { header, claims } = issuer.parts(PEOPLE.clerk);
    return issuer.signRaw(JSON.stringify({ ...header, ...changes }), JSON.stringify(claims));
  };
/** A clerk's token that the issuer never saw. */
const forged =
  (changes: Record<string, unknown>, signature: (signed: string, issuer: TestIssuer) => Buffer): Make =>
  (issuer) => {
    const { header, claims } = issuer.parts(PEOPLE.clerk);
    const signed = `${base64({ ...header, ...changes })}.${base64(claims)}`;
    return `${signed}.${signature(signed, issuer).toString('base64url')}`;
  };
const signedBy = (key: KeyObject, hash: string | null) => (signed: string) =>
  sign(hash, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
const hmacBy =
  (hash: string, secret: (issuer: TestIssuer) => string | Buffer) => (signed: string, issuer: TestIssuer) =>
    createHmac(hash, secret(issuer)).update(signed).digest();
const changed =
  (change: (parts: [string, string, string], issuer: TestIssuer) => string): Make =>
  (issuer) =>
    change(issuer.token(PEOPLE.clerk).split('.') as [string, string, string], issuer);

const now = Math.floor(Date.now() / 1000);
const HOUR = 3600;

function each<T>(name: string, values: readonly T[], make: (value: T) => Make): [string, Make][] {
  return values.map((value) => [`${name} ${String(JSON.stringify(value)).slice(0, 60)}`, make(value)]);
}

/** A number as a token of JSON, however odd. */
const rawClaims =
  (field: string, json: string): Make =>
  (issuer) => {
    const { header, claims } = issuer.parts(PEOPLE.clerk);
    return issuer.signRaw(JSON.stringify(header), JSON.stringify({ ...claims, [field]: '@' }).replace('"@"', json));
  };

const SECRETS: [string, (issuer: TestIssuer) => string | Buffer][] = [
  ['the public key in PEM', ({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  [
    'the public key in PEM, trimmed',
    ({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' }).toString().trim(),
  ],
  ['the public key in DER', ({ publicKey }) => publicKey.export({ type: 'spki', format: 'der' })],
  ['the public key as JWK', ({ publicKey }) => JSON.stringify(publicKey.export({ format: 'jwk' }))],
  ['its x coordinate', ({ publicKey }) => Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')],
  ['its key id', () => 'test-key'],
  ['nothing', () => ''],
  ['"secret"', () => 'secret'],
];

const MUTANTS: [string, Make][] = [
  // Who it is from, for whom, and when
  ...each('issuer', [undefined, null, '', 0, [], ['x'], {}, 'http://127.0.0.1:1', 'https://example.org'], (iss) =>
    claims({ iss }),
  ),
  ['issuer with a slash more', (issuer) => claims({ iss: `${issuer.url}/` })(issuer)],
  ['issuer in capitals', (issuer) => claims({ iss: issuer.url.toUpperCase() })(issuer)],
  ['issuer as a list', (issuer) => claims({ iss: [issuer.url] })(issuer)],
  ...each(
    'audience',
    [
      undefined,
      null,
      '',
      0,
      [],
      {},
      'lockdesk',
      'lockdesk-console',
      'LOCKDESK-API',
      'lockdesk-api ',
      ['lockdesk-console'],
      [['lockdesk-api']],
      '*',
    ],
    (aud) => claims({ aud }),
  ),
  ...each(
    'expiry',
    [undefined, null, '', `${now + 60}`, 0, -1, now - 6, now - HOUR, now - 86_400 * 365, true, [now + 60]],
    (exp) => claims({ exp }),
  ),
  ...each('a lifetime beyond five minutes, expiry', [now + 400, now + HOUR, now + 86_400 * 365 * 10, 9e15], (exp) =>
    claims({ exp }),
  ),
  ['an endless expiry', rawClaims('exp', '1e400')],
  ...each('not before', [now + 60, now + HOUR, `${now}`, null, [now]], (nbf) => claims({ nbf })),
  ...each('issued at', [undefined, null, now + 60, now + HOUR, `${now}`, now - HOUR, 0, {}], (iat) => claims({ iat })),

  // Who it is
  ...each(
    'subject',
    [
      undefined,
      null,
      '',
      7,
      [],
      ['limin'],
      {},
      'x'.repeat(129),
      'li\nmin',
      'li\u0000min',
      'li\u202emin',
      ' limin',
      'limin\u3000',
    ],
    (sub) => claims({ sub }),
  ),
  ...each('name', [undefined, null, '', 7, 'x'.repeat(81), '李\n敏', '李\u2066敏', ['李敏'], {}], (name) =>
    claims({ name }),
  ),
  ...each('roles', ['clerk', 7, {}, [7], [null], [['clerk']], true], (lockdesk_roles) => claims({ lockdesk_roles })),
  ...each('scope', ['3201', 7, ['320'], ['x'], [7], ['3201061'], ['%'], Array(65).fill('32'), {}], (lockdesk_scope) =>
    claims({ lockdesk_scope }),
  ),
  ...each(
    'office',
    [
      'x',
      7,
      [],
      {},
      { code: 'a', name: 'b' },
      { code: 'a', name: 'b', division: '32' },
      { code: '', name: 'b', division: '320106' },
      { code: 'a', name: 'b\u0000', division: '320106' },
      { code: 'a', name: 'b\u202ec', division: '320106' },
      { code: 'a\nb', name: 'b', division: '320106' },
      { code: 'a', name: '\ud800', division: '320106' },
    ],
    (lockdesk_office) => claims({ lockdesk_office }),
  ),
  ...each('staff number', [7, [], 'x'.repeat(33), ''], (lockdesk_staff_number) => claims({ lockdesk_staff_number })),

  // What kind of token it is
  ...each(
    'type',
    [
      undefined,
      null,
      '',
      'JWT',
      'jwt',
      'id+jwt',
      'logout+jwt',
      'dpop+jwt',
      'application/jwt',
      'at+jwt+x',
      7,
      ['at+jwt'],
    ],
    (typ) => header({ typ }),
  ),
  [
    'an ID token',
    (issuer) => {
      const { header, claims } = issuer.parts(PEOPLE.clerk);
      return issuer.signRaw(
        JSON.stringify({ ...header, typ: 'JWT' }),
        JSON.stringify({ ...claims, aud: 'lockdesk-console', nonce: 'n' }),
      );
    },
  ],
  ['a token of another issuer', () => rival.token(PEOPLE.clerk)],
  ['a token of another issuer that names ours', (issuer) => rival.token(PEOPLE.clerk, { iss: issuer.url })],

  // Which key, and who says so
  ...each(
    'key id',
    [
      'other',
      '',
      '../test-key',
      'test-key/../test-key',
      '../../../../dev/null',
      '/dev/null',
      'file:///dev/null',
      "x' OR '1'='1",
      'test-key\u0000',
      'x'.repeat(4000),
      '__proto__',
    ],
    (kid) => header({ kid }),
  ),
  ...each('key id', [7, null, {}, ['test-key'], true], (kid) => header({ kid })),
  ['an address of keys (jku), signed by the issuer', () => header({ jku: lure.url })(api.issuer)],
  [
    'an address of keys (jku), signed by its key',
    (issuer) => forged({ jku: lure.url }, signedBy(ATTACKER.ec, 'sha256'))(issuer),
  ],
  ['an address of a certificate (x5u)', (issuer) => forged({ x5u: lure.url }, signedBy(ATTACKER.ec, 'sha256'))(issuer)],
  ['a key of its own (jwk)', forged({ jwk: jwkOf(ATTACKER.ec) }, signedBy(ATTACKER.ec, 'sha256'))],
  [
    'a key of its own, without key id',
    forged({ jwk: jwkOf(ATTACKER.ec), kid: undefined }, signedBy(ATTACKER.ec, 'sha256')),
  ],
  ['a key of its own, signed by the issuer', header({ jwk: jwkOf(ATTACKER.ec) })],
  ['a certificate of its own (x5c)', forged({ x5c: ['MIIB'] }, signedBy(ATTACKER.ec, 'sha256'))],
  ['a certificate of its own, signed by the issuer', header({ x5c: ['MIIB'] })],
  ...each('critical extensions', [['exp'], ['x'], [], 'x', ['b64']], (crit) => header({ crit, x: 1, b64: false })),

  // Which algorithm
  ...each('algorithm, unsigned,', ['none', 'None', 'NONE', 'nOnE', '', null, undefined], (alg) =>
    forged({ alg }, () => Buffer.alloc(0)),
  ),
  [
    'algorithm none over a true signature',
    changed(([, payload, signature]) => `${base64({ alg: 'none', typ: 'at+jwt' })}.${payload}.${signature}`),
  ],
  ...['256', '384', '512'].flatMap((bits) =>
    SECRETS.map(([name, secret]): [string, Make] => [
      `HS${bits} with ${name}`,
      forged({ alg: `HS${bits}` }, hmacBy(`sha${bits}`, secret)),
    ]),
  ),
  ['ES256 by another key', forged({}, signedBy(ATTACKER.ec, 'sha256'))],
  ['ES384 by another key', forged({ alg: 'ES384' }, signedBy(ATTACKER.ec384, 'sha384'))],
  ['EdDSA by another key', forged({ alg: 'EdDSA' }, signedBy(ATTACKER.ed, null))],
  ['RS256 by another key', forged({ alg: 'RS256' }, signedBy(ATTACKER.rsa, 'sha256'))],
  ['RS256 by another key, without key id', forged({ alg: 'RS256', kid: undefined }, signedBy(ATTACKER.rsa, 'sha256'))],
  ...each(
    'a true signature under algorithm',
    ['ES384', 'ES512', 'RS256', 'PS256', 'EdDSA', 'ES256K', 'HS256', 'dir', 7],
    (alg) => header({ alg }),
  ),

  // What arrives
  ...each('a bit turned in the signature, at', [0, 1, 7, 20, 42, 43, 60, 80], (at) =>
    changed(([head, payload, signature]) => {
      const bytes = Buffer.from(signature, 'base64url');
      const byte = at % bytes.length;
      bytes[byte] = (bytes[byte] ?? 0) ^ 1;
      return `${head}.${payload}.${bytes.toString('base64url')}`;
    }),
  ),
  ...each('a signature cut to', [0, 1, 10, 43, 80, 85], (length) =>
    changed(([head, payload, signature]) => `${head}.${payload}.${signature.slice(0, length)}`),
  ),
  [
    'a signature of zeros',
    changed(([head, payload]) => `${head}.${payload}.${Buffer.alloc(64).toString('base64url')}`),
  ],
  ['a signature twice', changed(([head, payload, signature]) => `${head}.${payload}.${signature}${signature}`)],
  [
    'the signature of another token',
    changed(([head, payload], issuer) => `${head}.${payload}.${issuer.token(PEOPLE.auditor).split('.')[2]}`),
  ],
  [
    'another payload under the signature',
    changed(([head, , signature], issuer) => `${head}.${issuer.token(PEOPLE.auditor).split('.')[1]}.${signature}`),
  ],
  [
    'another header under the signature',
    changed(
      ([, payload, signature]) =>
        `${base64({ alg: 'ES256', typ: 'at+jwt', kid: 'test-key ' })}.${payload}.${signature}`,
    ),
  ],
  ['two parts', changed(([head, payload]) => `${head}.${payload}`)],
  ['four parts', changed((parts) => `${parts.join('.')}.${parts[2]}`)],
  ['five parts', changed((parts) => `${parts.join('.')}.x.y`)],
  ['no header', changed(([, payload, signature]) => `.${payload}.${signature}`)],
  ['no payload', changed(([head, , signature]) => `${head}..${signature}`)],
  ['padding', changed((parts) => parts.map((part) => `${part}=`).join('.'))],
  ['base64 instead of base64url', changed((parts) => `${parts.join('.')}+/`)],
  [
    'JSON serialisation',
    changed(([head, payload, signature]) => JSON.stringify({ protected: head, payload, signature })),
  ],
  ...each(
    'payload',
    ['', 'x', '[]', 'null', '7', '"x"', '{', '{}', '{}{}'],
    (payload) => (issuer) => issuer.signRaw(JSON.stringify(issuer.parts(PEOPLE.clerk).header), payload),
  ),
  ...each(
    'header',
    ['', 'x', '[]', 'null', '7', '"x"', '{', '{}'],
    (head) => (issuer) => issuer.signRaw(head, JSON.stringify(issuer.parts(PEOPLE.clerk).claims)),
  ),
  ['ten thousand characters', claims({ more: 'x'.repeat(10_000) })],
];

describe(`promise 16: ${MUTANTS.length} hostile tokens are refused`, () => {
  test.each(MUTANTS)('%s', async (_name, make) => {
    const answer = await ask(`Bearer ${make(api.issuer)}`);
    expect(answer.statusCode).toBe(401);
    expect(answer.json().type).toMatch(/^urn:lockdesk:error:token_(invalid|expired)$/);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="lockdesk", error="invalid_token"');
  });

  it('are two hundred or more, and their maker makes tokens that hold', async () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(200);
    expect((await ask(`Bearer ${claims({})(api.issuer)}`)).statusCode).toBe(200);
    expect((await ask(`Bearer ${header({})(api.issuer)}`)).statusCode).toBe(200);
  });

  it('lead nobody to an address that they name', () => {
    expect(lure.visits).toBe(0);
  });
});
