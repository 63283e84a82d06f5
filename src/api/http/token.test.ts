import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../config.ts';
import type { ApiError } from '../problem.ts';
import { PEOPLE, startTestIssuer, type TestIssuer } from '../testing/issuer.ts';
import { type Identify, makeIdentify } from './token.ts';

let issuer: TestIssuer;
beforeEach(async () => {
  issuer = await startTestIssuer();
});
afterEach(async () => {
  vi.useRealTimers();
  await issuer.close();
});

const make = (settings: Record<string, unknown> = {}): Identify =>
  makeIdentify(
    readConfig({ DATABASE_URL: 'postgres://x', LOCKDESK_KEY_FILE: 'x', OIDC_ISSUER: issuer.url, ...settings }),
  );

const bearer = (token: string) => `Bearer ${token}`;
const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'known',
    (error: ApiError) => error.code,
  );
const inSeconds = (seconds: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
};

describe('a token that holds', () => {
  it('says who the caller is', async () => {
    const { actor } = await make()(bearer(issuer.token(PEOPLE.clerk)));
    expect(actor).toEqual({
      kind: 'staff',
      subject: 'limin',
      name: '李敏',
      staffNumber: '0417',
      office: { code: '320106-01', name: '南京市车管所鼓楼分所', division: '320106' },
      roles: ['clerk'],
      scope: ['3201'],
      account: null,
      signedInAt: null,
    });
    const auth_time = Math.floor(Date.now() / 1000) - 60;
    const tells = issuer.token({ ...PEOPLE.clerk, account: '12' }, { auth_time });
    const signedInAt = new Date(auth_time * 1000);
    expect((await make()(bearer(tells))).actor).toMatchObject({ account: '12', signedInAt });
    expect((await make()(bearer(issuer.token(PEOPLE.directory)))).actor).toMatchObject({ kind: 'system' });
  });

  it('may be written in any case of the scheme, and for several audiences', async () => {
    const identify = make();
    expect((await identify(`bEaReR ${issuer.token(PEOPLE.clerk)}`)).actor.subject).toBe('limin');
    const both = issuer.token(PEOPLE.clerk, { aud: ['other', 'lockdesk-api'] });
    expect((await identify(bearer(both))).actor.subject).toBe('limin');
  });

  it('may name its claims as the configuration says', async () => {
    const identify = make({ OIDC_CLAIM_ROLES: 'groups', OIDC_CLAIM_NAME: 'preferred_username' });
    const token = issuer.token(PEOPLE.clerk, { groups: ['auditor', 'staff'], preferred_username: 'lm' });
    expect((await identify(bearer(token))).actor).toMatchObject({ roles: ['auditor'], name: 'lm' });
  });

  it('is checked once: its signature is not looked at again', async () => {
    const identify = make();
    const token = bearer(issuer.token(PEOPLE.clerk));
    const verify = vi.spyOn(crypto.subtle, 'verify');
    for (let asked = 0; asked < 10; asked++) await identify(token);
    expect(verify).toHaveBeenCalledTimes(1);
    verify.mockRestore();
    expect(issuer.asked.keys).toBe(1);
  });

  it('ends when it says, also where it is remembered', async () => {
    const identify = make();
    const token = bearer(issuer.token(PEOPLE.clerk));
    expect(await codeOf(identify(token))).toBe('known');
    inSeconds(304);
    expect(await codeOf(identify(token))).toBe('known');
    inSeconds(2);
    expect(await codeOf(identify(token))).toBe('token_expired');
    expect(await codeOf(identify(token))).toBe('token_expired');
  });
});

describe('who carries none', () => {
  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic bGltaW46eA==', 'x.y.z', 'Bearer a b'])('%j', async (header) => {
    expect(await codeOf(make()(header))).toBe(header === undefined ? 'token_missing' : 'token_invalid');
  });
});

describe('an issuer that does not answer', () => {
  it('lets nobody in and blames nobody, until it answers again', async () => {
    const identify = make({ OIDC_JWKS_URL: 'http://127.0.0.1:1/jwks' });
    expect(await codeOf(identify(bearer(issuer.token(PEOPLE.clerk))))).toBe('overloaded');

    const found = make();
    const fetching = vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('fetch failed'));
    expect(await codeOf(found(bearer(issuer.token(PEOPLE.clerk))))).toBe('overloaded');
    fetching.mockRestore();
    expect(await codeOf(found(bearer(issuer.token(PEOPLE.clerk))))).toBe('known');
  });

  it('must be the one that was configured', async () => {
    const identify = make({ OIDC_ISSUER: `${issuer.url}/` });
    expect(await codeOf(identify(bearer(issuer.token(PEOPLE.clerk, { iss: `${issuer.url}/` }))))).toBe('overloaded');
  });
});

describe('introspection', () => {
  const settings = () => ({
    OIDC_INTROSPECTION_URL: issuer.introspectionUrl,
    OIDC_INTROSPECTION_CLIENT: 'lockdesk-api',
    OIDC_INTROSPECTION_SECRET: 'secret',
  });

  it('is asked once in five seconds a token, however many ask at once', async () => {
    const identify = make(settings());
    const token = bearer(issuer.token(PEOPLE.clerk));
    await identify(token);
    await Promise.all(Array.from({ length: 50 }, () => identify(token)));
    expect(issuer.asked.introspection).toBe(1);
    inSeconds(6);
    await Promise.all(Array.from({ length: 50 }, () => identify(token)));
    expect(issuer.asked.introspection).toBe(2);
  });

  it('ends a session within five seconds', async () => {
    const identify = make(settings());
    const token = bearer(issuer.token(PEOPLE.clerk));
    await identify(token);
    issuer.disabled.add('limin');
    expect(await codeOf(identify(token))).toBe('known');
    inSeconds(5);
    expect(await codeOf(identify(token))).toBe('session_ended');
  });

  it('lets nobody in while it cannot be asked', async () => {
    const identify = make({ OIDC_INTROSPECTION_URL: 'http://127.0.0.1:1/introspect' });
    expect(await codeOf(identify(bearer(issuer.token(PEOPLE.clerk))))).toBe('overloaded');
  });
});
