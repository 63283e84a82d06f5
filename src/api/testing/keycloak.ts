/** A realm on the run's real Keycloak, and our own client for it. */
import axios from 'axios';
import { expect } from 'vitest';
import { signInByGrant } from '../../standalone/keycloak/citizen.ts';
import type { Realm, RealmSettings } from '../../standalone/keycloak/realm.ts';
import { testRealm } from '../../standalone/keycloak/testing/index.ts';
import { KeycloakClient, type KeycloakPlace } from '../directory/keycloak/client.ts';
import { RIGHTS } from '../directory/keycloak/fault.ts';

/** The client that citizens sign in by. */
export const CITIZENS = { clientId: 'citizens', redirectUri: 'http://127.0.0.1/signed-in' };
export const PASSWORD = 'lianhua-2026';

const outside = { http: axios.create({ proxy: false, maxRedirects: 0 }), ca: undefined, close: () => {} };
const NEVER = new AbortController().signal;

export const clientAt = (place: KeycloakPlace): KeycloakClient => new KeycloakClient(place, outside, NEVER);

export interface TestDirectory {
  realm: Realm;
  place: KeycloakPlace;
  client: KeycloakClient;
  /** Of lina, who has a name and a password and nothing else. */
  id: string;
}

/** @param roles what our service account is given */
export async function startTestDirectory(
  settings: RealmSettings,
  roles: readonly string[] = RIGHTS,
  server?: Parameters<typeof testRealm>[1],
): Promise<TestDirectory> {
  const realm = await testRealm(settings, server);
  await realm.addPublicClient(CITIZENS.clientId, [CITIZENS.redirectUri]);
  const { clientId, secret } = await realm.addServiceClient('lockdesk', roles);
  const ids = await realm.addUsers([{ username: 'lina', password: PASSWORD }]);
  const place = { url: realm.admin.url, realm: realm.name, clientId, secret: async () => secret };
  return { realm, place, client: clientAt(place), id: ids.get('lina') ?? '' };
}

/** Two wrong passwords, the second typed when the first is counted. */
export async function failTwice({ realm, client }: TestDirectory, id: string, username: string): Promise<void> {
  for (const numFailures of [1, 2]) {
    await signInByGrant(realm.issuer, CITIZENS, { username, password: `wrong-${numFailures}` });
    await expect.poll(() => client.status(id)).toMatchObject({ numFailures });
  }
}

/** What Keycloak answers to one of its tokens. */
export const asBearer = (realm: Realm, token: string, below = '') =>
  axios.get(`${realm.admin.url}/admin/realms/${realm.name}${below}`, {
    headers: { authorization: `Bearer ${token}` },
    validateStatus: () => true,
  });
