/** What `keycloak.md` says of locks, seen on the real server: by real wrong passwords at its own sign-in page. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type Outcome, signInByGrant, signInByPage } from './citizen.ts';
import type { Lockout } from './lockout.ts';
import type { Realm } from './realm.ts';
import { testRealm } from './testing/index.ts';

const CLIENT = { clientId: 'citizens', redirectUri: 'http://127.0.0.1/signed-in' };
const PASSWORD = 'lianhua-2026';
/** What Keycloak gives as the end of a permanent lock is Long.MAX_VALUE, which JSON.parse rounds. */
const NEVER = 2 ** 31;

let realm: Realm;
let userId: string;

async function begin(lockout: Lockout): Promise<void> {
  realm = await testRealm({ lockout });
  await realm.addPublicClient(CLIENT.clientId, [CLIENT.redirectUri]);
  const ids = await realm.addUsers([{ username: 'wangming', password: PASSWORD }]);
  userId = ids.get('wangming') ?? '';
}

const type = (password: string): Promise<Outcome> =>
  signInByPage(realm.issuer, CLIENT, { username: 'wangming', password });

/** Counting is asynchronous: a next one is typed when the one before was counted, as a person would. */
async function mistype(times: number): Promise<void> {
  for (let time = 1; time <= times; time += 1) {
    const { numFailures } = await realm.status(userId);
    expect(await type(`wrong-${time}`)).toMatchObject({ kind: 'refused' });
    await expect.poll(() => realm.status(userId)).not.toMatchObject({ numFailures });
  }
}

test('the right password signs in, by the page and by the grant', async () => {
  await begin({ mode: 'temporary' });
  expect(await type(PASSWORD)).toMatchObject({ kind: 'signed_in' });
  const grant = await signInByGrant(realm.issuer, CLIENT, { username: 'wangming', password: PASSWORD });
  expect(grant).toMatchObject({ kind: 'signed_in' });
});

test('without protection nothing is counted, and of a user who is gone the status is the same zeros', async () => {
  await begin({ mode: 'temporary', failures: 2 });
  await realm.change({ lockout: { mode: 'off' } });
  for (const password of ['wrong-1', 'wrong-2', 'wrong-3']) await type(password);
  const nothing = { disabled: false, numFailures: 0, lastFailure: 0, failedLoginNotBefore: 0 };
  expect(await realm.status(userId)).toMatchObject(nothing);
  expect(await type(PASSWORD)).toMatchObject({ kind: 'signed_in' });
  await realm.change({ lockout: { mode: 'temporary' } });
  await realm.removeUser(userId);
  expect(await realm.status(userId)).toMatchObject(nothing);
});

describe('temporary', () => {
  beforeEach(() => begin({ mode: 'temporary', failures: 3, waitSeconds: 3_600, longestWaitSeconds: 7_200 }));

  test('two failures lock nobody', async () => {
    await mistype(2);
    expect(await realm.status(userId)).toMatchObject({ disabled: false, numFailures: 2 });
    expect(await type(PASSWORD)).toMatchObject({ kind: 'signed_in' });
  });

  test('the third locks: the user stays enabled, the end is known in seconds, and the page tells a wrong password', async () => {
    await mistype(3);
    const { disabled, numFailures, lastFailure, failedLoginNotBefore } = await realm.status(userId);
    expect({ disabled, numFailures }).toEqual({ disabled: true, numFailures: 3 });
    expect(failedLoginNotBefore - lastFailure / 1_000).toBeGreaterThan(3_500);
    expect(failedLoginNotBefore - lastFailure / 1_000).toBeLessThan(3_700);
    expect(await realm.user(userId)).toMatchObject({ enabled: true });
    expect(await type(PASSWORD)).toEqual(await type('wrong-again'));
    expect(await realm.status(userId)).toMatchObject({ numFailures: 3 });
    const [newest] = await realm.events(userId);
    expect(newest).toMatchObject({ type: 'LOGIN_ERROR', error: 'user_temporarily_disabled' });
    const types = (await realm.events(userId)).map((event) => event.type);
    expect(types).toContain('USER_DISABLED_BY_TEMPORARY_LOCKOUT');
  });

  test('clearing the record ends it', async () => {
    await mistype(3);
    await realm.clearFailures(userId);
    expect(await realm.status(userId)).toMatchObject({ disabled: false, numFailures: 0 });
    expect(await type(PASSWORD)).toMatchObject({ kind: 'signed_in' });
  });
});

describe('permanent', () => {
  beforeEach(() => begin({ mode: 'permanent', failures: 3 }));

  test('the third disables the user, with a marker and an end beyond all times; clearing the record does not enable', async () => {
    await mistype(3);
    const { disabled, failedLoginNotBefore } = await realm.status(userId);
    expect(disabled).toBe(true);
    expect(failedLoginNotBefore).toBeGreaterThan(NEVER);
    const locked = { enabled: false, attributes: { disabledReason: ['permanentLockout'] } };
    expect(await realm.user(userId)).toMatchObject(locked);
    await realm.clearFailures(userId);
    expect(await realm.user(userId)).toMatchObject(locked);
    expect(await type(PASSWORD)).toMatchObject({ kind: 'refused' });
  });

  test('enabling clears record and marker', async () => {
    await mistype(3);
    await realm.setEnabled(userId, true);
    expect(await realm.user(userId)).toMatchObject({ enabled: true });
    expect((await realm.user(userId)).attributes).toBeUndefined();
    expect(await realm.status(userId)).toMatchObject({ disabled: false, numFailures: 0 });
    expect(await type(PASSWORD)).toMatchObject({ kind: 'signed_in' });
  });

  test('an administrator’s disabling bears no marker and no failure', async () => {
    await realm.setEnabled(userId, false);
    const user = await realm.user(userId);
    expect(user.enabled).toBe(false);
    expect(user.attributes).toBeUndefined();
    expect(await realm.status(userId)).toMatchObject({ numFailures: 0, failedLoginNotBefore: 0 });
    const outcome = await type(PASSWORD);
    expect(outcome).toMatchObject({ kind: 'refused' });
    const [newest] = await realm.events(userId);
    expect(newest).toMatchObject({ type: 'LOGIN_ERROR', error: 'user_disabled' });
  });
});

test('mixed: the temporary lock comes first; after its end one more failure locks for good', async () => {
  await begin({ mode: 'mixed', failures: 2, waitSeconds: 1, longestWaitSeconds: 1, temporaryLocks: 1 });
  await mistype(2);
  expect(await realm.status(userId)).toMatchObject({ disabled: true, numTemporaryLockouts: 1 });
  expect(await realm.user(userId)).toMatchObject({ enabled: true });
  await expect.poll(() => realm.status(userId)).toMatchObject({ disabled: false });
  await mistype(1);
  expect(await realm.user(userId)).toMatchObject({
    enabled: false,
    attributes: { disabledReason: ['permanentLockout'] },
  });
});

test('quick login: two failures at once lock, however many are allowed', async () => {
  await begin({ mode: 'temporary', failures: 30, quickMilliseconds: 60_000, quickWaitSeconds: 600 });
  await mistype(2);
  expect(await realm.status(userId)).toMatchObject({ disabled: true, numFailures: 2 });
});

test('a required action shows its page to the right password, and doing it signs in', async () => {
  await begin({ mode: 'temporary' });
  await realm.resetPassword(userId, 'einmal-472913');
  const outcome = await type('einmal-472913');
  expect(outcome).toMatchObject({ kind: 'required_action', action: 'UPDATE_PASSWORD' });
  if (outcome.kind !== 'required_action') return;
  const chosen = { 'password-new': 'selbst-gewaehlt', 'password-confirm': 'selbst-gewaehlt' };
  expect(await outcome.page.send(chosen)).toMatchObject({ kind: 'signed_in' });
  expect(await type(PASSWORD)).toMatchObject({ kind: 'refused' });
  expect(await type('selbst-gewaehlt')).toMatchObject({ kind: 'signed_in' });
  const grant = { username: 'wangming', password: 'selbst-gewaehlt' };
  expect(await signInByGrant(realm.issuer, CLIENT, grant)).toMatchObject({ kind: 'signed_in' });
});

test('more users than go into one call are all there', async () => {
  await begin({ mode: 'temporary' });
  const users = Array.from({ length: 501 }, (_, at) => ({ username: `citizen-${at}`, password: PASSWORD }));
  const ids = await realm.addUsers(users);
  expect(ids.size).toBe(501);
  const last = { username: 'citizen-500', password: PASSWORD };
  expect(await signInByGrant(realm.issuer, CLIENT, last)).toMatchObject({ kind: 'signed_in' });
});
