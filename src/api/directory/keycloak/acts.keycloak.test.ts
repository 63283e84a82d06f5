/** What is done to users, each act on a real Keycloak and after real wrong passwords. */
import axios from 'axios';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLink, type Outcome as SignIn, signInByGrant, signInByPage } from '../../../standalone/keycloak/citizen.ts';
import type { Lockout } from '../../../standalone/keycloak/lockout.ts';
import type { Realm, RealmSettings } from '../../../standalone/keycloak/realm.ts';
import { type Mailbox, openMailbox } from '../../../standalone/keycloak/testing/mailbox.ts';
import {
  asBearer,
  CITIZENS,
  clientAt,
  failTwice,
  PASSWORD,
  startTestDirectory,
  type TestDirectory,
} from '../../testing/keycloak.ts';
import { overwriteCode, reset, seeUser, unlock } from './acts.ts';
import type { KeycloakClient } from './client.ts';
import { makeFittingCode } from './password-policy.ts';

const ATTRIBUTES = { division: ['320106'], phone: ['13800000000'] };

const TEMPORARY: Lockout = { mode: 'temporary', failures: 2, waitSeconds: 3_600, longestWaitSeconds: 3_600 };
const PERMANENT: Lockout = { mode: 'permanent', failures: 2 };

let directory: TestDirectory;
let realm: Realm;
let client: KeycloakClient;
/** Of wangming, who has attributes, an e-mail and something else to do at the next sign-in. */
let id: string;
/** Of lina, who has none of them. */
let plain: string;

async function begin(settings: RealmSettings): Promise<void> {
  directory = await startTestDirectory(settings);
  ({ realm, client, id: plain } = directory);
  const ids = await realm.addUsers([
    {
      username: 'wangming',
      password: PASSWORD,
      email: 'wangming@citizen.example',
      attributes: ATTRIBUTES,
      requiredActions: ['VERIFY_PROFILE'],
    },
  ]);
  id = ids.get('wangming') ?? '';
}

const type = (password: string, username = 'lina'): Promise<SignIn> =>
  signInByPage(realm.issuer, CITIZENS, { username, password });

async function lock(userId: string, username: string): Promise<void> {
  await failTwice(directory, userId, username);
  await expect.poll(() => stateOf(userId)).not.toBe('free');
}

const stateOf = async (userId: string) => (await seeUser(client, userId)).standing.state.kind;

describe('unlock', () => {
  it('ends a temporary lock, and the right password signs in', async () => {
    await begin({ lockout: TEMPORARY });
    await lock(plain, 'lina');
    expect(await type(PASSWORD)).toMatchObject({ kind: 'refused' });
    const { outcome, before, after } = await unlock(client, plain);
    expect(outcome).toBe('done');
    expect(before).toMatchObject({ status: { numFailures: 2 }, standing: { state: { kind: 'temporary' } } });
    expect(after).toMatchObject({ status: { numFailures: 0 }, standing: { state: { kind: 'free' } } });
    expect(await type(PASSWORD)).toMatchObject({ kind: 'signed_in' });
  });

  it('ends a permanent lock, and leaves the user’s attributes and required actions', async () => {
    await begin({ lockout: PERMANENT });
    await lock(id, 'wangming');
    const { outcome, before, after } = await unlock(client, id);
    expect(outcome).toBe('done');
    expect(before.standing.state).toEqual({ kind: 'permanent', by: 'user' });
    expect(before.user.attributes).toEqual({ ...ATTRIBUTES, disabledReason: ['permanentLockout'] });
    expect(after.standing.state).toEqual({ kind: 'free' });
    expect(after.user).toMatchObject({
      enabled: true,
      requiredActions: ['VERIFY_PROFILE'],
      email: 'wangming@citizen.example',
    });
    expect(after.user.attributes).toEqual(ATTRIBUTES);
  });

  it('ends a permanent lock that followed temporary ones', async () => {
    await begin({ lockout: { mode: 'mixed', failures: 1, waitSeconds: 1, longestWaitSeconds: 1, temporaryLocks: 1 } });
    await signInByGrant(realm.issuer, CITIZENS, { username: 'lina', password: 'wrong-1' });
    await expect.poll(() => client.status(plain)).toMatchObject({ numTemporaryLockouts: 1 });
    await expect.poll(() => stateOf(plain)).toBe('free');
    await signInByGrant(realm.issuer, CITIZENS, { username: 'lina', password: 'wrong-2' });
    await expect.poll(() => stateOf(plain)).toBe('permanent');
    expect(await unlock(client, plain)).toMatchObject({
      outcome: 'done',
      after: { status: { numTemporaryLockouts: 0 } },
    });
    expect(await type(PASSWORD)).toMatchObject({ kind: 'signed_in' });
  });

  it('of a lock for two quick failures tells that it is one', async () => {
    await begin({ lockout: { ...TEMPORARY, failures: 30, quickMilliseconds: 60_000 } });
    await lock(plain, 'lina');
    const policy = await client.realm();
    expect((await seeUser(client, plain, policy)).standing).toMatchObject({
      state: { kind: 'temporary' },
      quickLogin: true,
    });
    expect((await unlock(client, plain)).outcome).toBe('done');
  });

  it('of who is free changes nothing and says so', async () => {
    await begin({ lockout: TEMPORARY });
    await signInByGrant(realm.issuer, CITIZENS, { username: 'lina', password: 'wrong-1' });
    await expect.poll(() => client.status(plain)).toMatchObject({ numFailures: 1 });
    expect(await unlock(client, plain)).toMatchObject({ outcome: 'already', after: { status: { numFailures: 1 } } });
    expect(await client.status(plain)).toMatchObject({ numFailures: 1 });
  });

  it('ends a permanent lock also in a realm whose protection was switched off since', async () => {
    await begin({ lockout: PERMANENT });
    await lock(plain, 'lina');
    await realm.change({ lockout: { mode: 'off' } });
    expect(await stateOf(plain)).toBe('permanent');
    expect((await unlock(client, plain)).outcome).toBe('done');
    expect(await type(PASSWORD)).toMatchObject({ kind: 'signed_in' });
  });

  it('of who was deleted is a fault, also in mid-act', async () => {
    await begin({ lockout: PERMANENT });
    await lock(plain, 'lina');
    const meddled = meddle('update', () => realm.removeUser(plain));
    await expect(unlock(meddled, plain)).rejects.toMatchObject({ code: 'gone' });
    await expect(unlock(client, plain)).rejects.toMatchObject({ code: 'gone' });
  });

  it('of a user whose attributes the realm no longer takes is a fault that names the attribute', async () => {
    await begin({ lockout: PERMANENT });
    await lock(plain, 'lina');
    await demandAttribute('id_number');
    await expect(unlock(client, plain)).rejects.toMatchObject({
      code: 'invalid_profile',
      details: { rule: 'id_number' },
    });
    expect(await stateOf(plain)).toBe('permanent');
  });
});

/** From now on the realm takes no change of a user without it. */
async function demandAttribute(name: string): Promise<void> {
  const { data } = await asBearer(realm, await client.token(), '/users/profile');
  const attribute = { name, required: { roles: ['admin', 'user'] }, permissions: { view: ['admin'], edit: ['admin'] } };
  await realm.admin.send('PUT', realm.path('/users/profile'), { ...data, attributes: [...data.attributes, attribute] });
}

/** A client before whose next call of one kind something else happens. */
function meddle(before: 'clear' | 'update' | 'resetPassword' | 'logout', what: () => Promise<unknown>): KeycloakClient {
  const meddled = clientAt(directory.place);
  const original: (...given: never[]) => Promise<void> = meddled[before].bind(meddled);
  meddled[before] = async (...given: never[]) => {
    await what();
    await original(...given);
  };
  return meddled;
}

describe('a user whom an administrator disabled', () => {
  const WAYS = [
    { way: 'at_sign_in' },
    { way: 'email', lifespanS: 600 },
    { way: 'code', code: 'EINMAL-472913' },
  ] as const;

  it('is left alone by every act', async () => {
    await begin({ lockout: TEMPORARY });
    await lock(plain, 'lina');
    await realm.setEnabled(plain, false);
    for (const act of [unlock(client, plain), ...WAYS.map((way) => reset(client, plain, way))]) {
      expect(await act).toMatchObject({ outcome: 'disabled_by_administrator', after: { user: { enabled: false } } });
    }
    expect(await client.user(plain)).toMatchObject({ enabled: false, requiredActions: [] });
    await realm.setEnabled(plain, true);
    expect(await type(PASSWORD)).toMatchObject({ kind: 'signed_in' });
  });

  it('between reading and unlocking stays disabled, and it is told', async () => {
    await begin({ lockout: TEMPORARY });
    await lock(plain, 'lina');
    const meddled = meddle('clear', () => realm.setEnabled(plain, false));
    expect(await unlock(meddled, plain)).toMatchObject({ outcome: 'disabled_by_administrator' });
    expect(await client.user(plain)).toMatchObject({ enabled: false });
  });

  it.each(WAYS.filter(({ way }) => way !== 'email'))('in the midst of a reset stays disabled: $way', async (way) => {
    await begin({ lockout: TEMPORARY });
    await lock(plain, 'lina');
    const meddled = meddle('logout', () => realm.setEnabled(plain, false));
    expect(await reset(meddled, plain, way)).toMatchObject({ outcome: 'disabled_by_administrator' });
    expect(await client.user(plain)).toMatchObject({ enabled: false });
  });

  it('is not enabled by what overwrites a code', async () => {
    await begin({ lockout: TEMPORARY });
    await reset(client, plain, { way: 'code', code: 'EINMAL-472913' });
    await realm.setEnabled(plain, false);
    expect(await overwriteCode(client, plain)).toMatchObject({ outcome: 'done', after: { user: { enabled: false } } });
  });
});

describe.each([
  ['temporary', TEMPORARY],
  ['permanent', PERMANENT],
])('reset of a %s lock', (_, lockout) => {
  let mailbox: Mailbox;
  beforeEach(async () => {
    mailbox = await openMailbox();
    await begin({ lockout, smtp: mailbox.smtp });
  });
  afterEach(() => mailbox.close());

  it('at sign-in: the old password leads to a new one', async () => {
    await lock(plain, 'lina');
    const { outcome, after } = await reset(client, plain, { way: 'at_sign_in' });
    expect({ outcome, standing: after.standing }).toMatchObject({
      outcome: 'done',
      standing: { state: { kind: 'free' }, resetPending: true },
    });
    const asked = await type(PASSWORD);
    expect(asked).toMatchObject({ kind: 'required_action', action: 'UPDATE_PASSWORD' });
    if (asked.kind !== 'required_action') return;
    expect(await asked.page.send({ 'password-new': 'selbst-1', 'password-confirm': 'selbst-1' })).toMatchObject({
      kind: 'signed_in',
    });
    expect((await seeUser(client, plain)).standing.resetPending).toBe(false);
  });

  it('at sign-in keeps what else is to be done there, and the attributes', async () => {
    await lock(id, 'wangming');
    const { after } = await reset(client, id, { way: 'at_sign_in' });
    expect(new Set(after.user.requiredActions)).toEqual(new Set(['VERIFY_PROFILE', 'UPDATE_PASSWORD']));
    expect(after.user.attributes).toEqual(ATTRIBUTES);
    expect(await reset(client, id, { way: 'at_sign_in' })).toMatchObject({
      outcome: 'done',
      after: { user: { requiredActions: after.user.requiredActions } },
    });
  });

  it('by code: the code signs in once, to a new password; the old one is void', async () => {
    await lock(plain, 'lina');
    const code = makeFittingCode((await client.realm()).passwordPolicy, { username: 'lina', email: null }) ?? '';
    expect(await reset(client, plain, { way: 'code', code })).toMatchObject({
      outcome: 'done',
      after: { standing: { state: { kind: 'free' }, resetPending: true } },
    });
    expect(await type(PASSWORD)).toMatchObject({ kind: 'refused' });
    const asked = await type(code);
    expect(asked).toMatchObject({ kind: 'required_action', action: 'UPDATE_PASSWORD' });
    if (asked.kind !== 'required_action') return;
    expect(await asked.page.send({ 'password-new': 'selbst-1', 'password-confirm': 'selbst-1' })).toMatchObject({
      kind: 'signed_in',
    });
    expect(await overwriteCode(client, plain)).toMatchObject({ outcome: 'already' });
    expect(await type('selbst-1')).toMatchObject({ kind: 'signed_in' });
  });

  it('by code that has run out: it is void, and a new password stays due', async () => {
    await lock(plain, 'lina');
    await reset(client, plain, { way: 'code', code: 'EINMAL-472913' });
    expect(await overwriteCode(client, plain)).toMatchObject({
      outcome: 'done',
      after: { standing: { resetPending: true } },
    });
    expect(await type('EINMAL-472913')).toMatchObject({ kind: 'refused' });
    expect(await type(PASSWORD)).toMatchObject({ kind: 'refused' });
  });

  it('by code that the realm’s policy forbids: nothing is done', async () => {
    await realm.change({ lockout, passwordPolicy: 'length(20)' });
    await lock(plain, 'lina');
    const locked = await seeUser(client, plain);
    await expect(reset(client, plain, { way: 'code', code: 'EINMAL-472913' })).rejects.toMatchObject({
      code: 'weak_password',
      details: { rule: 'invalidPasswordMinLengthMessage' },
    });
    expect(await seeUser(client, plain)).toEqual(locked);
  });

  it('by link: it goes to the address, and leads to a new password', async () => {
    await lock(id, 'wangming');
    expect(await reset(client, id, { way: 'email', lifespanS: 600 })).toMatchObject({
      outcome: 'done',
      after: { standing: { state: { kind: 'free' }, resetPending: true } },
    });
    expect(mailbox.letters.map(({ to }) => to)).toEqual(['wangming@citizen.example']);
    const [link = ''] = /http:\/\/127[^\s"]+action-token[^\s"]+/.exec(mailbox.letters[0]?.body ?? '') ?? [];
    const page = await openLink(link);
    await page.send({ 'password-new': 'selbst-1', 'password-confirm': 'selbst-1' });
    expect((await seeUser(client, id)).standing.resetPending).toBe(false);
    expect(await type(PASSWORD, 'wangming')).toMatchObject({ kind: 'refused' });
  });

  it('by link to who has no address, or from a realm without mail: nothing is done', async () => {
    await lock(plain, 'lina');
    const locked = await seeUser(client, plain);
    const byLink = { way: 'email', lifespanS: 600 } as const;
    await expect(reset(client, plain, byLink)).rejects.toMatchObject({ code: 'no_email' });
    expect(await seeUser(client, plain)).toEqual(locked);
    await realm.admin.send('PUT', realm.path(''), { smtpServer: {} });
    await expect(reset(client, id, byLink)).rejects.toMatchObject({ code: 'no_mailer' });
    await expect(client.executeActionsEmail(id, ['UPDATE_PASSWORD'], 600)).rejects.toMatchObject({ code: 'no_mailer' });
  });

  it('by link that the mail server does not take is a fault; nobody is free without a new password due', async () => {
    await mailbox.close();
    await lock(id, 'wangming');
    await expect(reset(client, id, { way: 'email', lifespanS: 600 })).rejects.toMatchObject({ code: 'mail_not_taken' });
    const { state, resetPending } = (await seeUser(client, id)).standing;
    expect(state.kind !== 'free' || resetPending).toBe(true);
    mailbox = await openMailbox();
  });

  it('ends sessions', async () => {
    const session = await signInByGrant(realm.issuer, CITIZENS, { username: 'lina', password: PASSWORD });
    expect(session.kind).toBe('signed_in');
    const token = session.kind === 'signed_in' ? session.accessToken : '';
    const ask = () =>
      axios.get(`${realm.issuer}/protocol/openid-connect/userinfo`, {
        headers: { authorization: `Bearer ${token}` },
        validateStatus: () => true,
      });
    expect((await ask()).status).toBe(200);
    await reset(client, plain, { way: 'at_sign_in' });
    expect((await ask()).status).toBe(401);
  });
});
