/** Users who come from an LDAP that Keycloak may only read. */
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { signInByGrant } from '../../../standalone/keycloak/citizen.ts';
import type { Lockout } from '../../../standalone/keycloak/lockout.ts';
import { asBearer, CITIZENS, failTwice, startTestDirectory, type TestDirectory } from '../../testing/keycloak.ts';
import { type LdapServer, startLdap } from '../../testing/ldap.ts';
import { reset, seeUser, unlock } from './acts.ts';
import { FOLLOWED_EVENTS } from './rights.ts';

const ZHAO = { uid: 'zhaolei', password: 'baihe-2026', email: 'zhaolei@citizen.example' };
const CODE = { way: 'code', code: 'EINMAL-472913' } as const;
const Made = z.object({ id: z.string() });

let ldap: LdapServer;
let at: TestDirectory;
let federationLink: string;
/** Of zhaolei. */
let id: string;

async function begin(lockout: Lockout): Promise<void> {
  ldap = await startLdap(ZHAO);
  at = await startTestDirectory({ lockout });
  const ask = async (below: string) => (await asBearer(at.realm, await at.client.token(), below)).data;
  const realm = Made.parse(await ask(''));
  federationLink = await at.realm.admin.send('POST', at.realm.path('/components'), component(realm.id));
  // Whoever is looked up there is brought in.
  const [zhao] = z.array(Made).parse(await ask('/users?username=zhaolei&exact=true'));
  id = zhao?.id ?? '';
}
afterEach(() => ldap.close());

const component = (parentId: string) => ({
  name: 'ldap',
  providerId: 'ldap',
  providerType: 'org.keycloak.storage.UserStorageProvider',
  parentId,
  config: {
    enabled: ['true'],
    editMode: ['READ_ONLY'],
    importEnabled: ['true'],
    vendor: ['other'],
    usernameLDAPAttribute: ['uid'],
    rdnLDAPAttribute: ['uid'],
    uuidLDAPAttribute: ['entryUUID'],
    userObjectClasses: ['inetOrgPerson'],
    connectionUrl: [ldap.url],
    usersDn: [ldap.base],
    authType: ['none'],
  },
});

const signIn = () => signInByGrant(at.realm.issuer, CITIZENS, { username: ZHAO.uid, password: ZHAO.password });
const kind = async () => (await seeUser(at.client, id)).standing.state.kind;

describe('a temporary lock', () => {
  const LOCKOUT: Lockout = { mode: 'temporary', failures: 2, waitSeconds: 3_600, longestWaitSeconds: 3_600 };

  it('is ended as others’ are', async () => {
    await begin(LOCKOUT);
    await failTwice(at, id, ZHAO.uid);
    await expect.poll(kind).toBe('temporary');
    expect(await unlock(at.client, id)).toMatchObject({
      outcome: 'done',
      before: { user: { federationLink, email: ZHAO.email }, standing: { federated: true } },
    });
    expect(await signIn()).toMatchObject({ kind: 'signed_in' });
  });

  it('stays where a code is asked for: the password is not Keycloak’s to set', async () => {
    await begin(LOCKOUT);
    await failTwice(at, id, ZHAO.uid);
    await expect.poll(kind).toBe('temporary');
    const locked = await seeUser(at.client, id);
    await expect(reset(at.client, id, CODE)).rejects.toMatchObject({ code: 'read_only' });
    await expect(at.client.update(id, { temporaryPassword: CODE.code })).rejects.toMatchObject({ code: 'read_only' });
    expect(await seeUser(at.client, id)).toEqual(locked);
  });
});

it('a permanent lock has no marker there: it can’t be told from an administrator’s disabling, and is refused', async () => {
  await begin({ mode: 'permanent', failures: 2 });
  const query = { types: FOLLOWED_EVENTS, from: new Date(0), first: 0, max: 1, direction: 'desc' } as const;
  await failTwice(at, id, ZHAO.uid);
  await expect.poll(() => at.client.events(query)).toMatchObject([{ type: 'USER_DISABLED_BY_PERMANENT_LOCKOUT' }]);
  // For a moment Keycloak shows a marker that it has not kept.
  await expect.poll(kind).toBe('disabled_by_administrator');
  expect(await unlock(at.client, id)).toMatchObject({
    outcome: 'disabled_by_administrator',
    after: { user: { enabled: false }, standing: { federated: true } },
  });
  expect(await signIn()).toMatchObject({ kind: 'refused' });
});
