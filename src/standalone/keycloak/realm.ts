import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { KeycloakAdmin } from './admin.ts';
import { type Lockout, lockoutFields } from './lockout.ts';
import { type NewUser, userFields } from './user.ts';

const EVENT_DAYS = 30;
const CHEAP_HASHES = 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)';
/** Of users in one call. */
const BATCH = 500;

const Made = z.object({ id: z.string() });
const Named = Made.extend({ name: z.string() });

/** Only what a test or a demo asks for. Unknown fields stay out. */
export const UserState = z.object({
  id: z.string(),
  username: z.string(),
  enabled: z.boolean(),
  email: z.string().optional(),
  attributes: z.record(z.string(), z.array(z.string())).optional(),
  requiredActions: z.array(z.string()),
});
export type UserState = z.infer<typeof UserState>;

export const LockStatus = z.object({
  disabled: z.boolean(),
  numFailures: z.number(),
  numTemporaryLockouts: z.number(),
  /** In milliseconds since 1970. */
  lastFailure: z.number(),
  /** In seconds since 1970; a permanent lock's lies beyond all times. */
  failedLoginNotBefore: z.number(),
});
export type LockStatus = z.infer<typeof LockStatus>;

const Event = z.object({
  time: z.number(),
  type: z.string(),
  userId: z.string().nullish(),
  error: z.string().nullish(),
});
export type Event = z.infer<typeof Event>;

export interface Smtp {
  host: string;
  port: number;
  from: string;
}

export interface RealmSettings {
  lockout: Lockout;
  /** Beyond our own that makes hashes cheap, as `length(12)`. */
  passwordPolicy?: string;
  smtp?: Smtp;
  /** Whether events are kept; for 30 days. */
  events?: boolean;
}

export interface ServiceClient {
  clientId: string;
  secret: string;
}

/** A realm that was made by {@link createRealm}. Ids are Keycloak's. */
export interface Realm {
  name: string;
  issuer: string;
  admin: KeycloakAdmin;
  /** The path of something of this realm, for calls that are not here. */
  path(below: string): string;
  change(settings: Partial<RealmSettings>): Promise<void>;
  /** @returns the ids by name */
  addUsers(users: readonly NewUser[]): Promise<Map<string, string>>;
  addGroup(name: string, attributes?: Record<string, string[]>): Promise<void>;
  addRole(name: string): Promise<void>;
  giveRole(userId: string, role: string): Promise<void>;
  /** A confidential client with a service account. @param roles of `realm-management` */
  addServiceClient(clientId: string, roles: readonly string[]): Promise<ServiceClient>;
  /** A public client that people sign in by: authorization code with PKCE, and the password grant. */
  addPublicClient(clientId: string, redirectUris: readonly string[]): Promise<void>;
  user(userId: string): Promise<UserState>;
  /** An administrator's own decision, which marks nothing. */
  setEnabled(userId: string, enabled: boolean): Promise<void>;
  /** What Keycloak itself says of the lock. */
  status(userId: string): Promise<LockStatus>;
  clearFailures(userId: string): Promise<void>;
  /** To one that is to be changed at the next sign-in. */
  resetPassword(userId: string, password: string): Promise<void>;
  /** The newest first. */
  events(userId: string): Promise<Event[]>;
  removeUser(userId: string): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Makes a realm. Its users need neither a name nor an e-mail, may have any attribute, and have passwords that are cheap to
 * check: thousands of wrong ones are to be typed.
 */
export async function createRealm(admin: KeycloakAdmin, name: string, settings: RealmSettings): Promise<Realm> {
  const path = (below: string) => `/${name}${below}`;
  const fields = realmFields({ passwordPolicy: '', events: true, ...settings });
  await admin.send('POST', '', { realm: name, enabled: true, sslRequired: 'none', ...fields });
  admin.forgetToken();
  await openProfile(admin, path('/users/profile'));

  const idOfClient = async (clientId: string): Promise<string> => {
    const [client] = await admin.get(path(`/clients?clientId=${clientId}`), z.array(Made));
    if (client === undefined) throw new Error(`The realm has no client ${clientId}`);
    return client.id;
  };
  const addUsers = async (users: readonly NewUser[]) => {
    const ids = new Map<string, string>();
    const Imported = z.object({ results: z.array(z.object({ resourceName: z.string(), id: z.string() })) });
    for (let at = 0; at < users.length; at += BATCH) {
      const batch = users.slice(at, at + BATCH).map(userFields);
      const body = { ifResourceExists: 'FAIL', users: batch };
      const { results } = await admin.post(path('/partialImport'), body, Imported);
      for (const { resourceName, id } of results) ids.set(resourceName, id);
    }
    return ids;
  };
  const addServiceClient = async (clientId: string, roles: readonly string[]): Promise<ServiceClient> => {
    const secret = randomBytes(24).toString('base64url');
    const fields = { clientId, secret, publicClient: false, serviceAccountsEnabled: true, standardFlowEnabled: false };
    const client = await admin.send('POST', path('/clients'), fields);
    const { id } = await admin.get(path(`/clients/${client}/service-account-user`), Made);
    const management = await idOfClient('realm-management');
    const known = await admin.get(path(`/clients/${management}/roles`), z.array(Named));
    const given = known.filter((role) => roles.includes(role.name));
    await admin.send('POST', path(`/users/${id}/role-mappings/clients/${management}`), given);
    return { clientId, secret };
  };
  return {
    name,
    issuer: `${admin.url}/realms/${name}`,
    admin,
    path,
    change: async (changed) => {
      await admin.send('PUT', path(''), realmFields(changed));
    },
    addUsers,
    addGroup: async (group, attributes = {}) => {
      await admin.send('POST', path('/groups'), { name: group, attributes });
    },
    addRole: async (role) => {
      await admin.send('POST', path('/roles'), { name: role });
    },
    giveRole: async (userId, role) => {
      const found = await admin.get(path(`/roles/${role}`), Named);
      await admin.send('POST', path(`/users/${userId}/role-mappings/realm`), [found]);
    },
    addServiceClient,
    addPublicClient: async (clientId, redirectUris) => {
      const fields = { clientId, publicClient: true, redirectUris, directAccessGrantsEnabled: true };
      await admin.send('POST', path('/clients'), {
        ...fields,
        attributes: { 'pkce.code.challenge.method': 'S256' },
      });
    },
    user: (userId) => admin.get(path(`/users/${userId}`), UserState),
    setEnabled: async (userId, enabled) => {
      const user = await admin.get(path(`/users/${userId}`), z.looseObject({}));
      await admin.send('PUT', path(`/users/${userId}`), { ...user, enabled });
    },
    status: (userId) => admin.get(path(`/attack-detection/brute-force/users/${userId}`), LockStatus),
    clearFailures: async (userId) => {
      await admin.send('DELETE', path(`/attack-detection/brute-force/users/${userId}`));
    },
    resetPassword: async (userId, password) => {
      const credential = { type: 'password', value: password, temporary: true };
      await admin.send('PUT', path(`/users/${userId}/reset-password`), credential);
    },
    events: (userId) => admin.get(path(`/events?user=${userId}`), z.array(Event)),
    removeUser: async (userId) => {
      await admin.send('DELETE', path(`/users/${userId}`));
    },
    remove: async () => {
      await admin.send('DELETE', path(''));
    },
  };
}

function realmFields({ lockout, passwordPolicy, smtp, events }: Partial<RealmSettings>) {
  return {
    ...(lockout && lockoutFields(lockout)),
    ...(passwordPolicy !== undefined && {
      passwordPolicy: [CHEAP_HASHES, passwordPolicy].filter(Boolean).join(' and '),
    }),
    ...(smtp && { smtpServer: { ...smtp, port: String(smtp.port) } }),
    ...(events !== undefined && {
      eventsEnabled: events,
      eventsExpiration: EVENT_DAYS * 24 * 3_600,
      adminEventsEnabled: events,
    }),
  };
}

/** As Keycloak has it, everybody without an e-mail or a family name is asked for it at sign-in, and own attributes are lost. */
async function openProfile(admin: KeycloakAdmin, path: string): Promise<void> {
  const Profile = z.looseObject({ attributes: z.array(z.looseObject({ name: z.string() })) });
  const profile = await admin.get(path, Profile);
  const attributes = profile.attributes.map(({ required: _, ...attribute }) => attribute);
  await admin.send('PUT', path, { ...profile, attributes, unmanagedAttributePolicy: 'ENABLED' });
}
