import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oidc from 'openid-client';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadSecrets, type Secrets } from '../secrets.ts';
import { createDatabase } from '../testing.ts';
import { type RunningProvider, startProvider } from './index.ts';
import { Browser, signIn } from './signing-in.ts';

let dataDir: string;
let pool: Pool;
let secrets: Secrets;
let provider: RunningProvider;
let client: oidc.Configuration;
const logged: unknown[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-test-'));
  pool = new Pool({ connectionString: await createDatabase(inject('postgresUrl')) });
  secrets = await loadSecrets(path.join(dataDir, 'secrets.json'));
  provider = await start(0);
  client = await discover('lockdesk-console', oidc.None());
});

afterAll(async () => {
  await provider.close();
  await pool.end();
  await rm(dataDir, { recursive: true });
  expect(logged).toEqual([]);
});

function start(port: number): Promise<RunningProvider> {
  const files = { disabledFile: path.join(dataDir, 'disabled'), runningFile: path.join(dataDir, 'running.json') };
  return startProvider({ port, pool, secrets, ...files, trouble: (error) => logged.push(error) });
}

function discover(id: string, authentication: oidc.ClientAuth): Promise<oidc.Configuration> {
  return oidc.discovery(new URL(provider.issuer), id, undefined, authentication, {
    execute: [oidc.allowInsecureRequests],
  });
}

const signInAs = (username: string, browser = new Browser()) =>
  signIn(client, { username, password: secrets.staffPassword }, browser);

async function introspect(token: string, secret = secrets.introspectionSecret): Promise<Response> {
  return fetch(provider.introspectionEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`lockdesk-api:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ token }),
  });
}

const active = async (token: string) => ((await (await introspect(token)).json()) as { active: boolean }).active;

describe('a clerk signs in', () => {
  test('by code with PKCE on a loopback port of any number, and gets a token that says who they are', async () => {
    const tokens = await signInAs('limin');
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    const claims = decodeJwt(tokens.access_token);
    expect(claims).toMatchObject({
      iss: provider.issuer,
      aud: 'lockdesk-api',
      sub: 'limin',
      name: '李敏',
      lockdesk_roles: ['clerk'],
      lockdesk_staff_number: '032417',
      lockdesk_office: { code: '320106-01', division: '320106' },
      lockdesk_scope: ['3201'],
      lockdesk_account: 'C00000018',
      auth_time: expect.any(Number),
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBeLessThanOrEqual(300);
    expect(tokens.claims()).toMatchObject({ sub: 'limin', name: '李敏', auth_time: expect.any(Number) });
  });

  test('not without PKCE', async () => {
    const url = oidc.buildAuthorizationUrl(client, { redirect_uri: 'http://127.0.0.1:5/callback', scope: 'openid' });
    const answer = await new Browser().visit(url);
    expect(answer.url.searchParams.get('error')).toBe('invalid_request');
  });

  test('not with a wrong password; the page says so and lets them try again', async () => {
    const browser = new Browser();
    const wrong = signIn(client, { username: 'limin', password: 'guess' }, browser);
    await expect(wrong).rejects.toThrow('401');
    expect(browser.page).toContain('role="alert"');
  });

  test('and may cancel', async () => {
    await expect(signIn(client, { username: 'limin', cancel: 'yes' })).rejects.toMatchObject({
      error: 'access_denied',
    });
  });

  test('again when asked to, though the browser remembers them', async () => {
    const browser = new Browser();
    await signInAs('limin', browser);
    const silent = await browser.visit(await authorizationUrl({}));
    expect(silent.url.searchParams.has('code')).toBe(true);
    const ways: Record<string, string>[] = [{ prompt: 'login' }, { max_age: '0' }];
    for (const again of ways) {
      const asked = await browser.visit(await authorizationUrl(again));
      expect(asked.url.pathname).toMatch('/login/');
    }
  });
});

describe('afterwards', () => {
  test('a refresh token works once; using it again ends the whole sign-in', async () => {
    const first = await signInAs('limin');
    const second = await oidc.refreshTokenGrant(client, first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(decodeJwt(second.access_token)).toMatchObject({ aud: 'lockdesk-api', lockdesk_roles: ['clerk'] });
    await expect(oidc.refreshTokenGrant(client, first.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(oidc.refreshTokenGrant(client, second.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('signing out ends session, refresh token and access token', async () => {
    const browser = new Browser();
    const tokens = await signInAs('limin', browser);
    expect(await active(tokens.access_token)).toBe(true);
    await browser.visit(oidc.buildEndSessionUrl(client, { id_token_hint: tokens.id_token ?? '' }));
    await browser.submit({ logout: 'yes' });
    expect(browser.page).toContain('已退出登录');
    await expect(oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    expect(await active(tokens.access_token)).toBe(false);
    const next = await browser.visit(await authorizationUrl({}));
    expect(next.url.pathname).toMatch('/login/');
  });

  test('a client revokes its own refresh token and nobody else’s', async () => {
    const tokens = await signInAs('limin');
    const directory = await discover('lockdesk-directory', oidc.ClientSecretBasic(secrets.directoryClientSecret));
    await oidc.tokenRevocation(directory, tokens.refresh_token ?? '').catch(() => {});
    const next = await oidc.refreshTokenGrant(client, tokens.refresh_token ?? '');
    await oidc.tokenRevocation(client, next.refresh_token ?? '');
    await expect(oidc.refreshTokenGrant(client, next.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('a person who is disabled is out at once, and cannot come back', async () => {
    const tokens = await signInAs('zhangwei');
    await provider.setDisabled('zhangwei', true);
    try {
      expect(await active(tokens.access_token)).toBe(false);
      await expect(oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')).rejects.toMatchObject({
        error: 'invalid_grant',
      });
      await expect(signInAs('zhangwei')).rejects.toThrow('403');
    } finally {
      await provider.setDisabled('zhangwei', false);
    }
    await signInAs('zhangwei');
  });

  test('a restart signs nobody out', async () => {
    const browser = new Browser();
    const tokens = await signInAs('chenjing', browser);
    await provider.close();
    provider = await start(Number(new URL(provider.issuer).port));
    expect(await active(tokens.access_token)).toBe(true);
    await oidc.refreshTokenGrant(client, tokens.refresh_token ?? '');
    const silent = await browser.visit(await authorizationUrl({}));
    expect(silent.url.searchParams.has('code')).toBe(true);
  });
});

test('the sign-in system gets a token of its own by its secret', async () => {
  const directory = await discover('lockdesk-directory', oidc.ClientSecretBasic(secrets.directoryClientSecret));
  const tokens = await oidc.clientCredentialsGrant(directory);
  expect(decodeJwt(tokens.access_token)).toMatchObject({
    aud: 'lockdesk-api',
    sub: 'lockdesk-directory',
    lockdesk_roles: ['directory'],
  });
  expect(await active(tokens.access_token)).toBe(true);
  const stranger = await discover('lockdesk-directory', oidc.ClientSecretBasic('guess'));
  await expect(oidc.clientCredentialsGrant(stranger)).rejects.toMatchObject({ status: 401 });
});

describe('introspection', () => {
  test('answers nobody without its secret', async () => {
    const { access_token } = await signInAs('limin');
    expect((await introspect(access_token, 'guess')).status).toBe(401);
  });

  test('knows a changed token, and one that is none, for inactive', async () => {
    const { access_token } = await signInAs('limin');
    const [header, payload, signature] = access_token.split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'maxiaoyan' })).toString('base64url');
    expect(await active(`${header}.${forged}.${signature}`)).toBe(false);
    expect(await active('nonsense')).toBe(false);
  });
});

describe('the pages', () => {
  test('run no script or style but their own', async () => {
    const browser = new Browser();
    const answer = await browser.visit(await authorizationUrl({ prompt: 'login' }));
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(browser.page).not.toMatch(/<style|style=|<script(?! type="module" src="\/assets\/)| on\w+="/);
  });

  test('a page whose sign-in is over says so, without a stack trace', async () => {
    const answer = await new Browser().visit(`${provider.issuer}/login/no-such-interaction`);
    expect(answer.status).toBe(400);
  });

  test('speak the language that is asked for', async () => {
    for (const [ui_locales, title] of [
      ['en', 'Staff sign-in'],
      ['zh-CN', '工作人员登录'],
    ] as const) {
      const browser = new Browser();
      await browser.visit(await authorizationUrl({ ui_locales }));
      expect(browser.page).toContain(`<h1>${title}</h1>`);
    }
  });
});

async function authorizationUrl(params: Record<string, string>): Promise<string> {
  return oidc.buildAuthorizationUrl(client, {
    redirect_uri: 'http://127.0.0.1:4/callback',
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
    code_challenge_method: 'S256',
    ...params,
  }).href;
}
