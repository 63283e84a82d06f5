/** What is read of a real Keycloak, and what it says where it can't be read. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import axios from 'axios';
import { describe, expect, inject, it, vi } from 'vitest';
import { signInByGrant } from '../../../standalone/keycloak/citizen.ts';
import type { RealmSettings } from '../../../standalone/keycloak/realm.ts';
import { startTestKeycloak } from '../../../standalone/keycloak/testing/index.ts';
import {
  asBearer,
  CITIZENS,
  clientAt,
  failTwice,
  PASSWORD,
  startTestDirectory,
  type TestDirectory,
} from '../../testing/keycloak.ts';
import { seeUser, unlock } from './acts.ts';
import type { KeycloakClient, KeycloakPlace } from './client.ts';
import { RIGHTS, type Right } from './fault.ts';
import { concernsOf, FOLLOWED_EVENTS, rightsIn } from './rights.ts';

const PERMANENT: RealmSettings = { lockout: { mode: 'permanent', failures: 2 } };
const TEMPORARY: RealmSettings = {
  lockout: { mode: 'temporary', failures: 2, waitSeconds: 3_600, longestWaitSeconds: 3_600 },
};

const stateOf = async ({ client, id }: TestDirectory) => (await seeUser(client, id)).standing.state.kind;

async function lock(at: TestDirectory, kind: 'temporary' | 'permanent'): Promise<void> {
  await failTwice(at, at.id, 'lina');
  await expect.poll(() => stateOf(at)).toBe(kind);
}

describe('what is read', () => {
  it('is the users in pages, with their attributes, and those who are disabled', async () => {
    const { realm, client } = await startTestDirectory(PERMANENT);
    const names = Array.from({ length: 7 }, (_, at) => `citizen-${at}`);
    await realm.addUsers(
      names.map((username, at) => ({ username, attributes: { division: ['320106'] }, enabled: at !== 3 })),
    );
    const pages = [await client.users({ first: 0, max: 4 }), await client.users({ first: 4, max: 10 })];
    const citizens = pages.flat().filter(({ username }) => username?.startsWith('citizen'));
    expect(pages.map(({ length }) => length)).toEqual([4, 4]);
    expect(citizens.map(({ username }) => username)).toEqual(names);
    expect(citizens[0]).toMatchObject({ attributes: { division: ['320106'] }, enabled: true, federationLink: null });
    expect((await client.disabledUsers({ first: 0, max: 10 })).map(({ username }) => username)).toEqual(['citizen-3']);
  });

  it('is events of some types, within some time, in either order, in pages', async () => {
    const at = await startTestDirectory(PERMANENT);
    const from = new Date(Date.now() - 60_000);
    await lock(at, 'permanent');
    const query = { types: FOLLOWED_EVENTS, from, first: 0, max: 10, direction: 'asc' } as const;
    await expect.poll(async () => (await at.client.events(query)).length).toBe(3);
    const events = await at.client.events(query);
    expect(events.map(({ type, error }) => error ?? type)).toEqual([
      'invalid_user_credentials',
      'invalid_user_credentials',
      'USER_DISABLED_BY_PERMANENT_LOCKOUT',
    ]);
    expect(events[0]).toMatchObject({
      userId: at.id,
      ipAddress: '127.0.0.1',
      clientId: 'citizens',
      details: { username: 'lina' },
    });
    expect(await at.client.events({ ...query, direction: 'desc' })).toEqual(events.toReversed());
    expect(await at.client.events({ ...query, first: 1, max: 1 })).toEqual([events[1]]);
    expect(await at.client.events({ ...query, types: ['LOGIN'] })).toEqual([]);
    const [first, second] = events;
    if (!first || !second) throw new Error('no events');
    // Both ends are part of it.
    expect(await at.client.events({ ...query, from: second.time, to: second.time })).toContainEqual(second);
    expect(await at.client.events({ ...query, to: first.time })).toEqual([first]);
    expect(await at.client.events({ ...query, from: new Date(Date.now() + 60_000) })).toEqual([]);
  });

  it('is what the realm decides', async () => {
    const { client, realm } = await startTestDirectory({ lockout: { mode: 'off' }, events: false });
    expect(await client.realm()).toMatchObject({
      enabled: true,
      bruteForceProtected: false,
      smtpServer: { host: null },
    });
    expect(concernsOf(await client.realm())).toEqual(['protection_off', 'events_off', 'no_mailer']);
    await realm.change({ lockout: { mode: 'mixed', temporaryLocks: 4, quickMilliseconds: 900 }, events: true });
    expect(await client.realm()).toMatchObject({
      permanentLockout: true,
      maxTemporaryLockouts: 4,
      eventsExpiration: 2_592_000,
    });
    expect(concernsOf(await client.realm())).toEqual(['quick_login', 'no_mailer']);
  });

  it('is nobody, and zeros, of an id that there is not', async () => {
    const { client } = await startTestDirectory(PERMANENT);
    expect(await client.user('nobody')).toBeNull();
    expect(await client.status('nobody')).toMatchObject({
      numFailures: 0,
      failedLoginNotBefore: null,
      lastIPFailure: null,
    });
    await client.clear('nobody');
    await expect(client.update('nobody', { enabled: true })).rejects.toMatchObject({ code: 'gone' });
    await expect(client.logout('nobody')).rejects.toMatchObject({ code: 'gone' });
  });
});

describe('a service account', () => {
  const CALLS: Record<Exclude<Right, 'query-users'>, (client: KeycloakClient, id: string) => Promise<unknown>> = {
    'view-users': (client) => client.disabledUsers({ first: 0, max: 10 }),
    'manage-users': (client, id) => client.clear(id),
    'view-events': (client) =>
      client.events({ types: ['LOGIN'], from: new Date(0), first: 0, max: 1, direction: 'asc' }),
    'view-realm': (client) => client.realm(),
  };

  it('has the rights that its token tells of', async () => {
    const { client } = await startTestDirectory(PERMANENT);
    expect(rightsIn(await client.token())).toEqual({ missing: [], dangerous: [] });
    const { client: other } = await startTestDirectory(PERMANENT, ['view-users', 'manage-events', 'realm-admin']);
    const { missing, dangerous } = rightsIn(await other.token());
    expect(missing).toEqual([]);
    expect(dangerous).toContain('manage-events');
    expect(dangerous).toContain('realm-admin');
  });

  it.each(Object.entries(CALLS))('without %s is told that it lacks it', async (right, call) => {
    const { client, id } = await startTestDirectory(
      PERMANENT,
      RIGHTS.filter((held) => held !== right),
    );
    await expect(call(client, id)).rejects.toMatchObject({ code: 'right_missing', details: { right } });
  });

  it('that may ask for users but not see them is not told that there are none', async () => {
    const { client, id } = await startTestDirectory(PERMANENT, ['query-users']);
    const missing = { code: 'right_missing', details: { right: 'view-users' } };
    await expect(client.users({ first: 0, max: 10 })).rejects.toMatchObject(missing);
    await expect(client.user(id)).rejects.toMatchObject(missing);
    await expect(client.status(id)).rejects.toMatchObject(missing);
  });

  it('with another secret, name or realm is told so', async () => {
    const { place, id } = await startTestDirectory(PERMANENT);
    const wrong: [KeycloakPlace, string][] = [
      [{ ...place, secret: async () => 'another' }, 'wrong_secret'],
      [{ ...place, clientId: 'nobody' }, 'wrong_secret'],
      [{ ...place, clientId: CITIZENS.clientId }, 'wrong_secret'],
      [{ ...place, realm: 'nowhere' }, 'no_realm'],
      [{ ...place, url: `${place.url}/auth` }, 'not_keycloak'],
      [{ ...place, url: `${place.url}/realms/master` }, 'not_keycloak'],
    ];
    for (const [other, code] of wrong) await expect(clientAt(other).user(id), code).rejects.toMatchObject({ code });
  });

  it('of a realm that is switched off, or deleted meanwhile, is told so', async () => {
    const { realm, place, client, id } = await startTestDirectory(PERMANENT);
    expect(await client.user(id)).not.toBeNull();
    await realm.admin.send('PUT', realm.path(''), { enabled: false });
    await expect(clientAt(place).user(id)).rejects.toMatchObject({ code: 'no_realm' });
    await realm.remove();
    await expect(client.user(id)).rejects.toMatchObject({ code: 'no_realm' });
  });

  it('gets a new token where the one it has was ended by the realm', async () => {
    const { realm, client, id } = await startTestDirectory(PERMANENT);
    const old = await client.token();
    await expect
      .poll(async () => {
        await realm.admin.send('PUT', realm.path(''), { notBefore: Math.floor(Date.now() / 1000) });
        return (await asBearer(realm, old)).status;
      })
      .toBe(401);
    expect(await client.user(id)).toMatchObject({ username: 'lina' });
    expect(await client.token()).not.toBe(old);
  });

  it('gets a new token where the one it has ended on the way', async () => {
    const { realm, client, id } = await startTestDirectory(PERMANENT);
    await realm.admin.send('PUT', realm.path(''), { accessTokenLifespan: 2 });
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const old = await client.token();
      await expect.poll(async () => (await asBearer(realm, old)).status).toBe(401);
      await client.clear(id);
      expect(await client.token()).not.toBe(old);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a federation', () => {
  /** LDAP that is configured and switched off: its users are there, and can't be written to. */
  async function federated(): Promise<TestDirectory> {
    const at = await startTestDirectory(PERMANENT);
    const { id } = await asRealm(at);
    const config = {
      enabled: ['false'],
      editMode: ['READ_ONLY'],
      vendor: ['other'],
      connectionUrl: ['ldap://127.0.0.1:1'],
    };
    const names = { usernameLDAPAttribute: ['uid'], rdnLDAPAttribute: ['uid'], uuidLDAPAttribute: ['entryUUID'] };
    const more = {
      userObjectClasses: ['inetOrgPerson'],
      usersDn: ['ou=people'],
      authType: ['none'],
      importEnabled: ['true'],
    };
    const federationLink = await at.realm.admin.send('POST', at.realm.path('/components'), {
      name: 'ldap',
      providerId: 'ldap',
      providerType: 'org.keycloak.storage.UserStorageProvider',
      parentId: id,
      config: { ...config, ...names, ...more },
    });
    await at.realm.admin.send('PUT', at.realm.path(`/users/${at.id}`), { federationLink });
    return at;
  }
  const asRealm = async ({ realm, client }: TestDirectory): Promise<{ id: string }> =>
    (await asBearer(realm, await client.token())).data;

  it('that is switched off leaves its users to be seen, and no act to be done', async () => {
    const { client, id } = await federated();
    const { user, standing } = await seeUser(client, id);
    expect({ user, standing }).toMatchObject({ user: { enabled: false }, standing: { federated: true } });
    expect(await unlock(client, id)).toMatchObject({ outcome: 'disabled_by_administrator' });
    await expect(client.update(id, { enabled: true })).rejects.toMatchObject({ code: 'read_only' });
    await expect(client.update(id, { requiredActions: ['UPDATE_PASSWORD'] })).rejects.toMatchObject({
      code: 'read_only',
    });
    expect(await client.user(id)).toEqual(user);
  });
});

describe('a server', () => {
  it('that is paused is given up after ten seconds, and found again', async () => {
    const server = await startTestKeycloak();
    try {
      const { client, id } = await startTestDirectory(PERMANENT, RIGHTS, server);
      await client.token();
      server.pause();
      const asked = performance.now();
      await expect(unlock(client, id)).rejects.toMatchObject({ code: 'slow' });
      expect(performance.now() - asked).toBeGreaterThan(9_900);
      expect(performance.now() - asked).toBeLessThan(13_000);
      expect(client.waitMs).toBeGreaterThan(0);
      server.resume();
      await expect.poll(() => client.user(id)).toMatchObject({ username: 'lina' });
      expect(client.waitMs).toBe(0);
    } finally {
      await server.stop();
    }
  });

  it('that was started again has forgotten temporary locks and failures, but no permanent lock', async () => {
    const server = await startTestKeycloak();
    try {
      const forGood = await startTestDirectory(PERMANENT, RIGHTS, server);
      const forAnHour = await startTestDirectory(TEMPORARY, RIGHTS, server);
      await lock(forGood, 'permanent');
      await lock(forAnHour, 'temporary');
      await server.restart();
      expect(await seeUser(forAnHour.client, forAnHour.id)).toMatchObject({
        status: { numFailures: 0 },
        standing: { state: { kind: 'free' } },
      });
      expect(await seeUser(forGood.client, forGood.id)).toMatchObject({
        status: { disabled: false },
        standing: { state: { kind: 'permanent' } },
      });
      expect((await unlock(forGood.client, forGood.id)).outcome).toBe('done');
      const again = await signInByGrant(forGood.realm.issuer, CITIZENS, { username: 'lina', password: PASSWORD });
      expect(again.kind).toBe('signed_in');
      await server.stop();
      await expect(unlock(forGood.client, forGood.id)).rejects.toMatchObject({ code: 'unreachable' });
    } finally {
      await server.stop();
    }
  });

  it('whose answer to an act is lost has done it: the next reading tells', async () => {
    const at = await startTestDirectory(PERMANENT);
    await lock(at, 'permanent');
    const { url, close } = await losingAnswers('PUT');
    const lossy = clientAt({ ...at.place, url });
    await expect(unlock(lossy, at.id)).rejects.toMatchObject({ code: 'unreachable' });
    expect((await unlock(at.client, at.id)).outcome).toBe('already');
    await close();
  });
});

/** A way to the real server on which answers to one method are lost. */
async function losingAnswers(method: string): Promise<{ url: string; close: () => Promise<void> }> {
  const { url } = inject('keycloak');
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const answer = await axios.request({
      baseURL: url,
      url: request.url ?? '',
      method: request.method ?? 'GET',
      headers: {
        authorization: request.headers.authorization,
        'content-type': request.headers['content-type'] ?? 'application/json',
      },
      data: await text(request),
      responseType: 'text',
      validateStatus: () => true,
    });
    if (request.method === method) response.socket?.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.data);
  };
  const proxy = createServer((request, response) => void pass(request, response));
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close: async () => {
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
