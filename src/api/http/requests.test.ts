import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { HEADERS, type InputIssue, Problem } from '../../contract/index.ts';
import { readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE } from '../testing/issuer.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ LEAST_CONSOLE_VERSION: '1.2.3' });
});
afterAll(() => api.close());

interface Sent {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD' | 'OPTIONS';
  url: string;
  payload?: string | object;
  type?: string;
  headers?: Record<string, string>;
}

/** Sends it as a clerk and expects a problem report. */
async function problemOf({ method = 'POST', url, payload, type = 'application/json', headers = {} }: Sent) {
  const answer = await api.app.inject({
    method,
    url,
    ...(payload !== undefined && { payload }),
    headers: {
      authorization: api.bearer(PEOPLE.clerk),
      ...(payload !== undefined && { 'content-type': type }),
      ...headers,
    },
  });
  const problem = Problem.parse(answer.json());
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers[HEADERS.requestId]).toBe(problem.request_id);
  expect(problem.status).toBe(answer.statusCode);
  return {
    code: problem.type.replace('urn:lockdesk:error:', ''),
    status: problem.status,
    details: problem.details,
    answer,
  };
}

const searches = '/v1/account-searches';
const someone = '00000000-0000-7000-8000-000000000000';

describe('a request that cannot be read', () => {
  test.each<[string, Sent, string, number]>([
    ['broken JSON', { url: searches, payload: '{"text":' }, 'malformed_body', 400],
    ['an empty body of JSON', { url: searches, payload: '' }, 'malformed_body', 400],
    ['a prototype in JSON', { url: searches, payload: '{"text":"x","__proto__":{"a":1}}' }, 'malformed_body', 400],
    ['a constructor in JSON', { url: searches, payload: '{"constructor":{"prototype":{}}}' }, 'malformed_body', 400],
    [
      'a form',
      { url: searches, payload: 'text=x', type: 'application/x-www-form-urlencoded' },
      'unsupported_media_type',
      415,
    ],
    ['plain text', { url: searches, payload: '{"text":"x"}', type: 'text/plain' }, 'unsupported_media_type', 415],
    ['XML', { url: searches, payload: '<x/>', type: 'text/xml' }, 'unsupported_media_type', 415],
    ['no type', { url: searches, payload: '{"text":"x"}', type: '' }, 'unsupported_media_type', 415],
    [
      'a mebibyte and a byte',
      { url: searches, payload: JSON.stringify({ text: 'x'.repeat(1024 * 1024 - 10) }) },
      'body_too_large',
      413,
    ],
    ['an unknown path', { method: 'GET', url: '/v1/nothing' }, 'route_not_found', 404],
    ['no path', { method: 'GET', url: '/' }, 'route_not_found', 404],
    ['a path that is not well-formed', { method: 'GET', url: '/v1/accounts/%zz' }, 'route_not_found', 404],
    ['a path of half a character', { method: 'GET', url: '/v1/accounts/%e4%b8' }, 'route_not_found', 404],
    ['a path that climbs', { method: 'GET', url: '/v1/../../etc/passwd' }, 'route_not_found', 404],
    ['the wrong method', { method: 'GET', url: searches }, 'method_not_allowed', 405],
    [
      'the wrong method on a path with a parameter',
      { method: 'DELETE', url: `/v1/accounts/${someone}` },
      'method_not_allowed',
      405,
    ],
    ['OPTIONS', { method: 'OPTIONS', url: '/v1/me' }, 'method_not_allowed', 405],
  ])('%s', async (_name, sent, code, status) => {
    expect(await problemOf(sent)).toMatchObject({ code, status });
  });

  it('is told the methods that a path has', async () => {
    expect((await problemOf({ method: 'PUT', url: '/v1/me' })).answer.headers.allow).toBe('GET, HEAD');
    expect((await problemOf({ method: 'GET', url: searches })).answer.headers.allow).toBe('POST');
  });

  it('gets an answer where it is no HTTP at all', async () => {
    const address = new URL(await api.app.listen({ port: 0, host: '127.0.0.1' }));
    const answer = await new Promise<string>((received) => {
      const socket = connect(Number(address.port), '127.0.0.1', () => socket.write('HELLO WORLD\r\n\r\n'));
      socket.setEncoding('utf8').on('data', received);
    });
    const [head, body] = answer.split('\r\n\r\n');
    expect(head).toContain('400 Bad Request');
    expect(Problem.parse(JSON.parse(body ?? '')).type).toBe('urn:lockdesk:error:malformed_body');
  });
});

describe('an input that the schema refuses', () => {
  const issuesOf = async (sent: Sent): Promise<InputIssue[]> => {
    const { code, details } = await problemOf(sent);
    expect(code).toBe('invalid_input');
    return (details as { issues: InputIssue[] }).issues;
  };
  const search = (payload: string | object): Sent => ({ url: searches, payload });
  const list = (query: string): Sent => ({ method: 'GET', url: `/v1/locked-accounts?${query}` });

  test.each<[string, Sent, InputIssue[]]>([
    ['a field missing', search({}), [{ path: 'text', code: 'invalid_type' }]],
    ['another type', search({ text: 7 }), [{ path: 'text', code: 'invalid_type' }]],
    ['a field more', search({ text: 'x', more: 1 }), [{ path: 'more', code: 'unrecognized_keys' }]],
    ['a field with a hostile name', search({ text: 'x', '<script>李': 1 }), [{ path: '', code: 'unrecognized_keys' }]],
    ['a list for an object', search([]), [{ path: '', code: 'invalid_type' }]],
    ['a text for an object', search('"x"'), [{ path: '', code: 'invalid_type' }]],
    ['null', search('null'), [{ path: '', code: 'invalid_type' }]],
    ['too long', search({ text: 'x'.repeat(65) }), [{ path: 'text', code: 'too_big', limit: 64 }]],
    ['blank', search({ text: '  ' }), [{ path: 'text', code: 'too_small', limit: 1 }]],
    ['a control character', search({ text: 'a\u0007b' }), [{ path: 'text', code: 'unprintable' }]],
    ['NUL', search({ text: 'a\u0000b' }), [{ path: 'text', code: 'unprintable' }]],
    ['a bidi control', search({ text: 'a\u202eb' }), [{ path: 'text', code: 'unprintable' }]],
    ['a soft hyphen', search({ text: 'a\u00adb' }), [{ path: 'text', code: 'unprintable' }]],
    ['a tag, which nobody sees', search({ text: 'a\u{e0041}b' }), [{ path: 'text', code: 'unprintable' }]],
    ['a filler that looks like nothing', search({ text: '\u3164' }), [{ path: 'text', code: 'unprintable' }]],
    ['half a surrogate pair', search('{"text":"a\\ud800b"}'), [{ path: 'text', code: 'unprintable' }]],
    ['the other half', search('{"text":"\\udc00"}'), [{ path: 'text', code: 'unprintable' }]],
    ['a line break in a line', search({ text: 'a\nb' }), [{ path: 'text', code: 'unprintable' }]],
    ['not one of a set', search({ text: 'x', reading: 'guessed' }), [{ path: 'reading', code: 'invalid_value' }]],
    ['not a UUID', search({ text: 'x', follows: 'x' }), [{ path: 'follows', code: 'invalid_format' }]],
    [
      'a query where there is none',
      { ...search({ text: 'x' }), url: `${searches}?page=2` },
      [{ path: 'page', code: 'unrecognized_keys' }],
    ],
    [
      'a field of the body in the address, where proxies log it',
      { ...search({}), url: `${searches}?text=11010519491231002X` },
      [{ path: 'text', code: 'unrecognized_keys' }],
    ],
    [
      'a path that is not a UUID',
      { method: 'GET', url: `/v1/entries/x` },
      [{ path: 'entry_id', code: 'invalid_format' }],
    ],
    [
      'a very long path',
      { method: 'GET', url: `/v1/entries/${'x'.repeat(5000)}` },
      [{ path: 'entry_id', code: 'invalid_format' }],
    ],
    ['NUL in a path', { method: 'GET', url: '/v1/entries/%00' }, [{ path: 'entry_id', code: 'invalid_format' }]],
    ['NUL in a query', { method: 'GET', url: '/v1/entries?actor=a%00b' }, [{ path: 'actor', code: 'unprintable' }]],
    ['a parameter more', list('x=1'), [{ path: 'x', code: 'unrecognized_keys' }]],
    ['a prototype in a query', list('__proto__=1'), [{ path: '__proto__', code: 'unrecognized_keys' }]],
    ['no number', list('limit=ten'), [{ path: 'limit', code: 'invalid_type' }]],
    ['a fraction', list('limit=1.5'), [{ path: 'limit', code: 'invalid_type' }]],
    ['a number twice', list('limit=1&limit=2'), [{ path: 'limit', code: 'invalid_type' }]],
    ['a number beyond the greatest', list('limit=201'), [{ path: 'limit', code: 'too_big', limit: 200 }]],
    ['a number in hexadecimal', list('limit=0x10'), [{ path: 'limit', code: 'invalid_type' }]],
    ['a truth that is none', list('from_end=yes'), [{ path: 'from_end', code: 'invalid_type' }]],
    ['a time without milliseconds', list('since=2026-11-18T10:00:00Z'), [{ path: 'since', code: 'invalid_format' }]],
    ['a day that is none', list('since=2026-02-30T10:00:00.000Z'), [{ path: 'since', code: 'invalid_format' }]],
    ['a list with a wrong part', list('places=32&places=x'), [{ path: 'places.1', code: 'invalid_format' }]],
  ])('%s', async (_name, sent, issues) => {
    expect(await issuesOf(sent)).toEqual(issues);
  });

  it('names at most fifty things', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, 1]));
    expect(await issuesOf(search({ text: 'x', ...many }))).toHaveLength(50);
  });

  it('may be nested a hundred thousand deep', async () => {
    const depth = 100_000;
    expect(await issuesOf(search(`{"text":${'['.repeat(depth)}${']'.repeat(depth)}}`))).toHaveLength(1);
  });

  test.each<[string, (input: Record<string, unknown>) => Record<string, unknown>, InputIssue]>([
    [
      'a reason that asks for a note',
      (input) => ({ ...input, reason: { code: 'other' } }),
      { path: 'reason.note', code: 'note_required' },
    ],
    [
      'a document that asks for a note',
      (input) => ({ ...input, verification: { method: 'other_document', reading: 'typed' } }),
      { path: 'verification.document_note', code: 'note_required' },
    ],
    [
      'a note of 501',
      (input) => ({ ...input, reason: { code: 'other', note: 'x'.repeat(501) } }),
      { path: 'reason.note', code: 'too_big', limit: 500 },
    ],
    [
      'a reason of the other act',
      (input) => ({ ...input, reason: { code: 'taken_over' } }),
      { path: 'reason.code', code: 'invalid_value' },
    ],
    ['version 0', (input) => ({ ...input, version: 0 }), { path: 'version', code: 'too_small', limit: 0 }],
    [
      'a version beyond all',
      (input) => ({ ...input, version: 2 ** 53 }),
      { path: 'version', code: 'too_big', limit: Number.MAX_SAFE_INTEGER },
    ],
  ])('%s changes nothing', async (_name, change, issue) => {
    const { account_id, ...body } = await readyToUnlock(api);
    const sent = {
      url: `/v1/accounts/${account_id}/unlock`,
      payload: change(body),
      headers: { [HEADERS.idempotencyKey]: crypto.randomUUID() },
    };
    expect(await issuesOf(sent)).toEqual([issue]);
    const { rows } = await api.database.asOwner('SELECT version FROM accounts WHERE id = $1', [account_id]);
    expect(rows).toEqual([{ version: 1 }]);
  });

  it('takes the account from the path, whatever the body says', async () => {
    const [meant, other] = [await readyToUnlock(api), await readyToUnlock(api)];
    const answer = await api.app.inject({
      method: 'POST',
      url: `/v1/accounts/${meant.account_id}/unlock`,
      headers: { authorization: api.bearer(PEOPLE.clerk), [HEADERS.idempotencyKey]: crypto.randomUUID() },
      payload: { ...meant, account_id: other.account_id },
    });
    expect(answer.statusCode).toBe(200);
    const { rows } = await api.database.asOwner('SELECT version FROM accounts WHERE id = ANY ($1) ORDER BY version', [
      [meant.account_id, other.account_id],
    ]);
    expect(rows).toEqual([{ version: 1 }, { version: 2 }]);
  });
});

describe('the console’s version', () => {
  const ask = (version?: string) =>
    api.call(PEOPLE.clerk, 'me', {}, { headers: version === undefined ? {} : { [HEADERS.consoleVersion]: version } });

  it.each(['0.9.9', '1.1.99', '1.2.2', '1.2', 'x', '', '1.2.2-beta'])('%j is too old', async (version) => {
    const answer = await ask(version);
    expect(answer.statusCode).toBe(426);
    expect(answer.headers.upgrade).toBe('lockdesk-console/1.2.3');
    expect(answer.json().details).toEqual({ least_version: '1.2.3' });
  });

  it.each(['1.2.3', '1.2.10', '1.10.0', '2.0.0', '1.2.4-beta', undefined])('%j is served', async (version) => {
    expect((await ask(version)).statusCode).toBe(200);
  });
});

describe('every answer', () => {
  test.each(['/v1/me', '/health/live', '/openapi.json', '/nothing'])(
    '%s names its request and is kept nowhere',
    async (url) => {
      const { headers } = await api.app.inject({ url, headers: { authorization: api.bearer(PEOPLE.clerk) } });
      expect(headers[HEADERS.requestId]).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
    },
  );
});

describe('too many requests', () => {
  it('are turned away by person, and leave one entry', async () => {
    const limited = await startTestApi({ RATE_LIMIT_STAFF: 3, RATE_LIMIT_ADDRESS: 2 });
    try {
      const ask = () => limited.call(PEOPLE.clerk, 'me', {});
      for (let asked = 0; asked < 3; asked++) expect((await ask()).statusCode).toBe(200);
      const refused = await ask();
      expect(refused.statusCode).toBe(429);
      expect(refused.json()).toMatchObject({ type: 'urn:lockdesk:error:rate_limited', details: { retry_after_s: 60 } });
      expect(refused.headers['retry-after']).toBe('60');
      await ask();
      expect((await limited.call(PEOPLE.otherClerk, 'me', {})).statusCode).toBe(200);
      const { rows } = await limited.database.asOwner(
        "SELECT actor_subject, reason FROM entries WHERE refused_with = 'rate_limited'",
      );
      expect(rows).toEqual([{ actor_subject: 'limin', reason: 'me' }]);

      const stranger = () => limited.app.inject({ url: '/v1/me' });
      expect([await stranger(), await stranger(), await stranger()].map(({ statusCode }) => statusCode)).toEqual([
        401, 401, 429,
      ]);
    } finally {
      await limited.close();
    }
  });
});
