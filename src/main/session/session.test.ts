import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { SessionState } from '../../contract/console.ts';
import type { Me } from '../../contract/staff.ts';
import { FormerStaffStore } from '../store/former-staff.ts';
import { startTestProvider, type TestProvider } from '../testing/provider.ts';
import { Session, type SessionOptions } from './session.ts';
import { SignedOutError } from './session-tokens.ts';
import { SignInError } from './sign-in.ts';
import { Vault } from './vault.ts';

const LIMIN: Me = {
  subject: 'limin',
  name: '李敏',
  staff_number: '032417',
  office: { code: '320106-01', name: '南京市车管所鼓楼分所', division: '320106' },
  roles: ['clerk'],
  scope: [{ prefix: '3201', name: '南京市' }],
  least_console_version: '0.1.0',
  server_time: '2026-11-18T00:26:00.000Z',
};
const LONG = { idleMs: 900_000, sessionMs: 43_200_000, signInMs: 300_000 };

let at: TestProvider;
let folder: string;
let sessions: Session[];
let opened: URL[];

beforeAll(async () => {
  at = await startTestProvider(inject('postgresUrl'));
});
afterAll(() => at.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockdesk-session-'));
  sessions = [];
  opened = [];
  at.asked.length = 0;
});
afterEach(async () => {
  at.spoil = (_path, response) => response;
  at.reachable = true;
  for (const session of sessions) await session.close();
  rmSync(folder, { recursive: true });
});

/** A keyring that can be read by eye. */
const keyring = (available: boolean) =>
  ({
    isEncryptionAvailable: () => available,
    encryptString: (text) => Buffer.from(`sealed:${Buffer.from(text).toString('hex')}`),
    decryptString: (sealed) => Buffer.from(sealed.toString().slice('sealed:'.length), 'hex').toString(),
    getSelectedStorageBackend: () => 'gnome_libsecret',
  }) as SafeStorage;

function sessionWith(options: Partial<SessionOptions> & { keyring?: SafeStorage } = {}): Session {
  const session = new Session({
    provider: at.provider,
    vault: new Vault(join(folder, 'session.sealed'), options.keyring ?? keyring(true)),
    formerStaff: new FormerStaffStore(join(folder, 'staff.json')),
    limits: LONG,
    language: () => 'zh-CN',
    // The person signs in at once wherever the browser is sent to do so.
    openBrowser: async (url) => {
      opened.push(url);
      if (url.pathname === '/auth') void at.answerOf(url).then((answer) => fetch(answer));
    },
    readStaff: async () => LIMIN,
    unknownActs: () => 0,
    ...options,
  });
  sessions.push(session);
  return session;
}

/** The first state that fits, now or later. */
function becomes(session: Session, fits: (state: SessionState) => boolean): Promise<SessionState> {
  return new Promise((resolve) => {
    if (fits(session.state)) return resolve(session.state);
    session.changed.add((state) => {
      if (fits(state)) resolve(state);
    });
  });
}

const signedOut = (session: Session) => becomes(session, ({ state }) => state === 'signed_out');

describe('a session', () => {
  test('begins step by step and tells who it is, but no token', async () => {
    const session = sessionWith();
    const told: SessionState[] = [];
    session.changed.add((state) => told.push(state));
    await session.signIn(null);
    expect(told.map((state) => ('step' in state ? state.step : state.state))).toEqual([
      'opening_browser',
      'waiting_for_browser',
      'reading_staff',
      'signed_in',
    ]);
    expect(session.state).toMatchObject({ state: 'signed_in', staff: LIMIN, ending: null });
    const token = await session.accessToken();
    expect(token.length).toBeGreaterThan(100);
    expect(JSON.stringify(told)).not.toContain(token.slice(-20));
    expect(JSON.stringify(told)).not.toMatch(/eyJ|refresh|token/);
  });

  test('remembers on this workstation who was here, and offers them to the provider', async () => {
    const session = sessionWith();
    await session.signIn(null);
    await session.end('signed_out');
    const [former] = new FormerStaffStore(join(folder, 'staff.json')).list();
    expect(former).toMatchObject({ subject: 'limin', name: '李敏', staff_number: '032417' });
    const next = sessionWith();
    const told: SessionState[] = [];
    next.changed.add((state) => told.push(state));
    await next.signIn('limin');
    expect(told[0]).toMatchObject({ expected: { name: '李敏' } });
    expect(opened.at(-1)?.searchParams.get('login_hint')).toBe('limin');
  });

  test('does not begin where the API refuses the person, and gives the tokens back', async () => {
    const session = sessionWith({
      readStaff: async () => {
        throw new SignInError('not_permitted');
      },
    });
    await session.signIn(null);
    expect(session.state).toMatchObject({ state: 'signed_out', failure: 'not_permitted' });
    await expect(session.accessToken()).rejects.toBeInstanceOf(SignedOutError);
    await expect.poll(() => at.asked).toContain('/token/revocation');
  });

  test('that nobody finishes signing in to ends by itself', async () => {
    const session = sessionWith({ limits: { ...LONG, signInMs: 50 }, openBrowser: async () => {} });
    await session.signIn(null);
    expect(session.state).toMatchObject({ state: 'signed_out', failure: 'timeout' });
  });

  test('can be given up while the browser is open', async () => {
    const session = sessionWith({ openBrowser: async () => session.cancelSignIn() });
    await session.signIn(null);
    expect(session.state).toMatchObject({ state: 'signed_out', failure: 'cancelled' });
  });

  test('can be given up where the system never says that a browser is open', async () => {
    const session = sessionWith({
      openBrowser: () => {
        session.cancelSignIn();
        return new Promise(() => {});
      },
    });
    await session.signIn(null);
    expect(session.state).toMatchObject({ state: 'signed_out', failure: 'cancelled' });
  });

  test('can be given up while the API does not answer, and gives the tokens back', async () => {
    const session = sessionWith({
      readStaff: (signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    session.changed.add((state) => {
      if (state.state === 'signing_in' && state.step === 'reading_staff') queueMicrotask(() => session.cancelSignIn());
    });
    await session.signIn(null);
    expect(session.state).toMatchObject({ state: 'signed_out', failure: 'cancelled' });
    await expect.poll(() => at.asked).toContain('/token/revocation');
  });
});

describe('tokens', () => {
  /** Every token is about to expire. */
  const shortLived: TestProvider['spoil'] = async (path, response) =>
    path === '/token' && response.ok
      ? Response.json({ ...((await response.json()) as object), expires_in: 5 })
      : response;

  test('are renewed before they expire, once for however many ask', async () => {
    const session = sessionWith();
    at.spoil = shortLived;
    await session.signIn(null);
    at.spoil = (_path, response) => response;
    at.asked.length = 0;
    const tokens = await Promise.all(Array.from({ length: 20 }, () => session.accessToken()));
    expect(new Set(tokens).size).toBe(1);
    expect(at.asked.filter((path) => path === '/token')).toHaveLength(1);
  });

  test('that the API refused are replaced, once for however many were refused', async () => {
    const session = sessionWith();
    await session.signIn(null);
    const refused = await session.accessToken();
    at.asked.length = 0;
    const tokens = await Promise.all([session.accessTokenAfter(refused), session.accessTokenAfter(refused)]);
    expect(tokens[0]).not.toBe(refused);
    expect(tokens[1]).toBe(tokens[0]);
    expect(at.asked.filter((path) => path === '/token')).toHaveLength(1);
  });

  test('that the provider no longer renews end the session', async () => {
    const session = sessionWith();
    at.spoil = shortLived;
    await session.signIn(null);
    await at.disable('limin', true);
    try {
      await expect(session.accessToken()).rejects.toThrow();
      expect(await signedOut(session)).toMatchObject({ reason: 'refused' });
    } finally {
      await at.disable('limin', false);
    }
  });

  test('survive a provider that cannot be reached for a while', async () => {
    const session = sessionWith();
    at.spoil = shortLived;
    await session.signIn(null);
    at.reachable = false;
    await expect(session.accessToken()).rejects.toThrow();
    expect(session.state.state).toBe('signed_in');
    at.reachable = true;
    expect(await session.accessToken()).toEqual(expect.any(String));
  });
});

describe('the end', () => {
  test('by hand-over takes tokens, requests and file away at once, whatever the provider does', async () => {
    const session = sessionWith({ unknownActs: () => 1 });
    await session.signIn(null);
    const { signal } = session;
    const answers = Promise.withResolvers<Response>();
    at.spoil = () => answers.promise;
    const ended = session.end('hand_over');
    expect(session.state).toMatchObject({
      state: 'signed_out',
      reason: 'hand_over',
      hand_over: { name: '李敏', session_revoked: false, unknown_acts: 1 },
    });
    expect(signal.aborted).toBe(true);
    expect(existsSync(join(folder, 'session.sealed'))).toBe(false);
    await expect(session.accessToken()).rejects.toBeInstanceOf(SignedOutError);
    at.spoil = (_path, response) => response;
    answers.resolve(new Response(null, { status: 200 }));
    await ended;
  });

  test('is told to the provider, which takes the session back, and to the browser', async () => {
    const session = sessionWith();
    await session.signIn(null);
    const token = await session.accessToken();
    await session.end('hand_over');
    expect(session.state).toMatchObject({ hand_over: { session_revoked: true } });
    expect(opened.at(-1)?.pathname).toBe('/session/end');
    expect(opened.at(-1)?.searchParams.get('id_token_hint')).toMatch(/^eyJ/);
    const active = await fetch(new URL('/token/introspection', opened.at(-1)), {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`lockdesk-api:${at.secrets.introspectionSecret}`).toString('base64')}`,
      },
      body: new URLSearchParams({ token }),
    });
    expect(await active.json()).toEqual({ active: false });
  });

  test('comes by itself after the idle time, without a browser popping up at an empty counter', async () => {
    const session = sessionWith({ limits: { ...LONG, idleMs: 1_000 } });
    const told: SessionState[] = [];
    session.changed.add((state) => told.push(state));
    await session.signIn(null);
    expect(await signedOut(session)).toMatchObject({ reason: 'idle' });
    expect(told.some((state) => state.state === 'signed_in' && state.ending?.cause === 'idle')).toBe(true);
    expect(opened).toHaveLength(1);
  });

  test('comes after the longest time though someone is active', async () => {
    const session = sessionWith({ limits: { ...LONG, sessionMs: 150 } });
    await session.signIn(null);
    const busy = setInterval(() => session.active(), 10);
    expect(await signedOut(session)).toMatchObject({ reason: 'time_limit' });
    clearInterval(busy);
  });

  test('comes also where the disk takes nothing', async () => {
    const session = sessionWith({
      vault: new Vault(join(folder, 'gone', 'session.sealed'), keyring(true)),
      formerStaff: new FormerStaffStore(join(folder, 'gone', 'staff.json')),
    });
    await session.signIn(null);
    expect(session.state.state).toBe('signed_in');
    await session.end('hand_over');
    expect(session.state).toMatchObject({ state: 'signed_out', reason: 'hand_over' });
    await expect(session.accessToken()).rejects.toBeInstanceOf(SignedOutError);
  });

  test('leaves a failed next attempt the facts of the hand-over', async () => {
    const session = sessionWith();
    await session.signIn(null);
    await session.end('hand_over');
    const openBrowser = session.signIn(null);
    session.cancelSignIn();
    await openBrowser;
    expect(session.state).toMatchObject({ reason: 'hand_over', failure: 'cancelled', hand_over: { name: '李敏' } });
  });
});

describe('after a crash', () => {
  test('the session goes on where the keyring kept it sealed', async () => {
    await sessionWith().signIn(null);
    expect(readFileSync(join(folder, 'session.sealed'), 'utf8')).not.toMatch(/eyJ|limin/);
    const next = sessionWith();
    await next.resume();
    expect(next.state).toMatchObject({ state: 'signed_in', staff: LIMIN });
    expect(opened).toHaveLength(1);
  });

  test('going on can be given up while the API does not answer', async () => {
    await sessionWith().signIn(null);
    const next = sessionWith({
      readStaff: (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          next.cancelSignIn();
        }),
    });
    await next.resume();
    expect(next.state).toMatchObject({ state: 'signed_out', reason: 'started' });
    expect(existsSync(join(folder, 'session.sealed'))).toBe(false);
    await expect.poll(() => at.asked).toContain('/token/revocation');
  });

  test('but not past its limits', async () => {
    await sessionWith().signIn(null);
    const next = sessionWith({ limits: { ...LONG, idleMs: 0 } });
    await next.resume();
    expect(next.state).toMatchObject({ state: 'signed_out', reason: 'started' });
    expect(existsSync(join(folder, 'session.sealed'))).toBe(false);
  });

  test('and not after an end in order', async () => {
    const session = sessionWith();
    await session.signIn(null);
    await session.close();
    const next = sessionWith();
    await next.resume();
    expect(next.state.state).toBe('signed_out');
  });

  test('without a keyring nothing of it is on the disk', async () => {
    await sessionWith({ keyring: keyring(false) }).signIn(null);
    expect(readdirSync(folder)).toEqual(['staff.json']);
    expect(readFileSync(join(folder, 'staff.json'), 'utf8')).not.toMatch(/eyJ/);
  });

  test('a keyring in name only is none', async () => {
    await sessionWith({ keyring: { ...keyring(true), getSelectedStorageBackend: () => 'basic_text' } }).signIn(null);
    expect(readdirSync(folder)).toEqual(['staff.json']);
  });
});
