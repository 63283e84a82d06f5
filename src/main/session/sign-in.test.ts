import { request } from 'node:http';
import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Spoil, startTestProvider, type TestProvider } from '../testing/provider.ts';
import { Provider, type Tokens } from './provider.ts';
import { SignInError, signIn } from './sign-in.ts';

let at: TestProvider;

beforeAll(async () => {
  at = await startTestProvider(inject('postgresUrl'));
});
afterAll(() => at.close());

const honest: Spoil = (_path, response) => response;
afterEach(() => {
  at.spoil = honest;
});

interface Attempt {
  outcome: Promise<Tokens | SignInError>;
  /** Where the browser was sent. */
  url: URL;
  redirectUri: URL;
  cancel: AbortController;
}

async function begin(): Promise<Attempt> {
  const cancel = new AbortController();
  const opened = Promise.withResolvers<URL>();
  const outcome = signIn({
    provider: at.provider,
    language: 'en',
    who: 'limin',
    openBrowser: async (url) => opened.resolve(url),
    signal: cancel.signal,
  }).catch((error: SignInError) => error);
  const url = await opened.promise;
  return { outcome, url, redirectUri: new URL(url.searchParams.get('redirect_uri') ?? ''), cancel };
}

const answerOf = ({ url }: Attempt, fields?: Record<string, string>) => at.answerOf(url, fields);

const failureOf = async ({ outcome }: Attempt) => {
  const result = await outcome;
  return result instanceof SignInError ? result.failure : result;
};

describe('signing in', () => {
  test('ends with tokens, and the browser tells the person to go back', async () => {
    const attempt = await begin();
    const page = await fetch(await answerOf(attempt));
    expect(await attempt.outcome).toMatchObject({
      subject: 'limin',
      access: expect.any(String),
      refresh: expect.any(String),
    });
    expect(await page.text()).toContain('You are signed in');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  test('asks for a fresh sign-in, PKCE, state and nonce, on a loopback port of its own', async () => {
    const [one, other] = [await begin(), await begin()];
    const query = (attempt: Attempt) => Object.fromEntries(attempt.url.searchParams);
    expect(query(one)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      prompt: 'login',
      max_age: '0',
      ui_locales: 'en',
      login_hint: 'limin',
    });
    expect(one.redirectUri.hostname).toBe('127.0.0.1');
    expect(one.redirectUri.port).not.toBe(other.redirectUri.port);
    for (const secret of ['state', 'nonce', 'code_challenge']) {
      expect(query(one)[secret]).toMatch(/^[\w-]{43}$/);
      expect(query(one)[secret]).not.toBe(query(other)[secret]);
    }
    for (const attempt of [one, other]) attempt.cancel.abort(new SignInError('cancelled'));
  });

  test('refused by the person is told as such', async () => {
    const attempt = await begin();
    const page = await fetch(await answerOf(attempt, { cancel: 'yes' }));
    expect(await failureOf(attempt)).toBe('denied');
    expect(page.status).toBe(400);
  });

  test('cancelled ends at once and frees the port', async () => {
    const attempt = await begin();
    attempt.cancel.abort(new SignInError('cancelled'));
    expect(await failureOf(attempt)).toBe('cancelled');
    await expect(fetch(attempt.redirectUri)).rejects.toThrow();
  });

  test('without a provider, or without a browser, says so', async () => {
    const nowhere = await signIn({
      provider: new Provider({ issuer: 'http://127.0.0.1:1', clientId: 'lockdesk-console', fetch }),
      language: 'en',
      who: null,
      openBrowser: async () => {},
      signal: new AbortController().signal,
    }).catch((error: SignInError) => error.failure);
    expect(nowhere).toBe('provider_unreachable');
    const noBrowser = await signIn({
      provider: at.provider,
      language: 'en',
      who: null,
      openBrowser: async () => {
        throw new Error('xdg-open: not found');
      },
      signal: new AbortController().signal,
    }).catch((error: SignInError) => error.failure);
    expect(noBrowser).toBe('no_browser');
  });
});

describe('promise 17: an answer that is not the one asked for', () => {
  const changed = (url: URL, name: string, value: string | null) => {
    const other = new URL(url);
    if (value === null) other.searchParams.delete(name);
    else other.searchParams.set(name, value);
    return other;
  };

  test.each([
    ['another state', (url: URL) => changed(url, 'state', 'x'.repeat(43))],
    ['no state', (url: URL) => changed(url, 'state', null)],
    ['two states', (url: URL) => new URL(`${url}&state=${url.searchParams.get('state')}`)],
    ['another path', (url: URL) => new URL(`/other${url.search}`, url)],
  ])('with %s changes nothing: the true one is still taken', async (_what, forge) => {
    const attempt = await begin();
    const answer = await answerOf(attempt);
    const forged = await fetch(forge(answer));
    expect(forged.status).toBe(400);
    expect(await forged.text()).toContain('no longer valid');
    await fetch(answer);
    expect(await attempt.outcome).toMatchObject({ subject: 'limin' });
  });

  test('by another host name changes nothing', async () => {
    const attempt = await begin();
    const answer = await answerOf(attempt);
    const status = await new Promise((resolve) => {
      request(answer, { headers: { host: 'rebound.example' } }, (response) => resolve(response.statusCode)).end();
    });
    expect(status).toBe(400);
    await fetch(answer);
    expect(await attempt.outcome).toMatchObject({ subject: 'limin' });
  });

  test('from another issuer is refused', async () => {
    const attempt = await begin();
    await fetch(changed(await answerOf(attempt), 'iss', 'https://evil.example'));
    expect(await failureOf(attempt)).toBe('provider_answer_invalid');
  });

  test('with a code of another attempt is refused: its verifier is not ours', async () => {
    const [rival, attempt] = [await begin(), await begin()];
    const stolen = (await answerOf(rival)).searchParams.get('code');
    await fetch(changed(await answerOf(attempt), 'code', stolen));
    expect(await failureOf(attempt)).toBe('provider_answer_invalid');
    rival.cancel.abort(new SignInError('cancelled'));
  });

  test('with an ID token of another attempt is refused: its nonce is not ours', async () => {
    let other: unknown = null;
    at.spoil = async (path, response) => {
      if (path !== '/token') return response;
      const body = (await response.json()) as Record<string, unknown>;
      const id_token = other ?? body.id_token;
      other ??= body.id_token;
      return Response.json({ ...body, id_token });
    };
    const first = await begin();
    await fetch(await answerOf(first));
    expect(await first.outcome).toMatchObject({ subject: 'limin' });
    const second = await begin();
    await fetch(await answerOf(second));
    expect(await failureOf(second)).toBe('provider_answer_invalid');
  });

  test('with an ID token that was tampered with is refused: its signature is not the provider’s', async () => {
    at.spoil = async (path, response) => {
      if (path !== '/token') return response;
      const body = (await response.json()) as { id_token: string };
      const [header, payload = '', signature] = body.id_token.split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
      const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'zhoujianguo' })).toString('base64url');
      return Response.json({ ...body, id_token: [header, forged, signature].join('.') });
    };
    const attempt = await begin();
    await fetch(await answerOf(attempt));
    expect(await failureOf(attempt)).toBe('provider_answer_invalid');
  });

  test('twice counts once', async () => {
    const attempt = await begin();
    const answer = await answerOf(attempt);
    const [first, second] = await Promise.all([fetch(answer), fetch(answer)]);
    expect([first.status, second.status].sort()).toEqual([200, 409]);
    expect(await attempt.outcome).toMatchObject({ subject: 'limin' });
    await expect(fetch(answer)).rejects.toThrow();
  });

  test('of someone who signed in before we asked is refused', async () => {
    at.spoil = async (path, response) => {
      if (path !== '/token') return response;
      const body = (await response.json()) as { id_token: string };
      return Response.json({ ...body, id_token: await aged(body.id_token) });
    };
    const attempt = await begin();
    await fetch(await answerOf(attempt));
    expect(await failureOf(attempt)).toBe('provider_answer_invalid');
  });
});

/** The same ID token of a sign-in five minutes ago, signed by the provider's own key. */
async function aged(token: string): Promise<string> {
  const { alg = '', kid } = decodeProtectedHeader(token);
  const claims = decodeJwt(token);
  return new SignJWT({ ...claims, auth_time: Number(claims.auth_time) - 300 })
    .setProtectedHeader({ alg, ...(kid && { kid }) })
    .sign(await importJWK(at.secrets.signingKey, alg));
}
