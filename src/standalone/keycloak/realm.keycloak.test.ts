import axios from 'axios';
import { decodeJwt } from 'jose';
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { signInByPage } from './citizen.ts';
import type { Realm } from './realm.ts';
import { testRealm } from './testing/index.ts';

let realm: Realm;

beforeEach(async () => {
  realm = await testRealm({ lockout: { mode: 'temporary' }, passwordPolicy: 'length(12)' });
});

test('a service account may what it was given the role for, and nothing else', async () => {
  const { clientId, secret } = await realm.addServiceClient('lockdesk', ['view-users', 'query-users']);
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret });
  const { data } = await axios.post(`${realm.issuer}/protocol/openid-connect/token`, form);
  const ask = async (below: string): Promise<number> => {
    const headers = { authorization: `Bearer ${data.access_token}` };
    const url = `${realm.admin.url}/admin/realms${realm.path(below)}`;
    return (await axios.get(url, { headers, validateStatus: () => true })).status;
  };
  expect(await ask('/users')).toBe(200);
  expect(await ask('/events')).toBe(403);
});

test('staff sign in with their roles, and are in their groups', async () => {
  const client = { clientId: 'console', redirectUri: 'http://127.0.0.1/signed-in' };
  await realm.addPublicClient(client.clientId, ['http://127.0.0.1/*']);
  await realm.addRole('clerk');
  await realm.addGroup('counter', { division: ['330100'] });
  const ids = await realm.addUsers([{ username: 'limin', password: 'zhinan-zhen-7', groups: ['/counter'] }]);
  const userId = ids.get('limin') ?? '';
  await realm.giveRole(userId, 'clerk');
  const outcome = await signInByPage(realm.issuer, client, { username: 'limin', password: 'zhinan-zhen-7' });
  if (outcome.kind !== 'signed_in') throw new Error(JSON.stringify(outcome));
  expect(decodeJwt(outcome.accessToken)).toMatchObject({
    iss: realm.issuer,
    sub: userId,
    realm_access: { roles: expect.arrayContaining(['clerk']) },
  });
  const Groups = z.array(z.object({ path: z.string() }));
  const groups = await realm.admin.get(realm.path(`/users/${userId}/groups`), Groups);
  expect(groups).toEqual([{ path: '/counter' }]);
});

test('a password that the realm’s policy forbids is refused', async () => {
  const ids = await realm.addUsers([{ username: 'wangming' }]);
  const userId = ids.get('wangming') ?? '';
  await expect(realm.resetPassword(userId, 'too-short')).rejects.toThrow(/: 400 /);
  await realm.resetPassword(userId, 'long-enough-now');
  expect(await realm.user(userId)).toMatchObject({ requiredActions: ['UPDATE_PASSWORD'] });
});

test('a realm that was removed is gone', async () => {
  await realm.remove();
  await expect(realm.admin.get(realm.path(''), z.unknown())).rejects.toThrow(/: 404 /);
});
