import { describe, expect, it } from 'vitest';
import { RIGHTS } from './fault.ts';
import { concernsOf, FOLLOWED_EVENTS, type RealmConcern, rightsIn } from './rights.ts';
import { KeycloakRealm } from './shapes.ts';

const tokenWith = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
const tokenFor = (...roles: string[]) => tokenWith({ resource_access: { 'realm-management': { roles } } });

describe('rights', () => {
  it('are those needed and no others', () => {
    expect(rightsIn(tokenFor(...RIGHTS, 'query-groups'))).toEqual({ missing: [], dangerous: [] });
  });

  it('that are missing', () => {
    expect(rightsIn(tokenFor('view-users', 'query-users')).missing).toEqual([
      'manage-users',
      'view-events',
      'view-realm',
    ]);
    expect(rightsIn(tokenWith({})).missing).toEqual([...RIGHTS]);
    expect(rightsIn(tokenWith({ resource_access: { account: { roles: RIGHTS } } })).missing).toEqual([...RIGHTS]);
  });

  it('that are dangerous', () => {
    const token = tokenFor(...RIGHTS, 'realm-admin', 'manage-events', 'some-day');
    expect(rightsIn(token).dangerous).toEqual(['manage-events', 'realm-admin', 'some-day']);
  });

  it.each(['', 'opaque', 'a.b.c'])('of no token: %j', (token) => {
    expect(() => rightsIn(token)).toThrow(expect.objectContaining({ code: 'not_keycloak' }));
  });
});

const GOOD = {
  realm: 'agency',
  enabled: true,
  bruteForceProtected: true,
  maxFailureWaitSeconds: 900,
  quickLoginCheckMilliSeconds: 0,
  eventsEnabled: true,
  eventsExpiration: 30 * 86_400,
  smtpServer: { host: 'mail.test', from: 'no-reply@mail.test' },
};

const CONCERNS: [object, RealmConcern[]][] = [
  [{}, []],
  [{ enabledEventTypes: [...FOLLOWED_EVENTS, 'REGISTER'] }, []],
  [{ enabled: false }, ['realm_off']],
  [{ bruteForceProtected: false, quickLoginCheckMilliSeconds: 1_000 }, ['protection_off']],
  [{ quickLoginCheckMilliSeconds: 1_000 }, ['quick_login']],
  [{ eventsEnabled: false, eventsExpiration: 0 }, ['events_off']],
  [{ enabledEventTypes: ['LOGIN'] }, ['event_types_missing']],
  [{ eventsExpiration: 3_600 }, ['events_expire_soon']],
  [{ maxFailureWaitSeconds: 60 * 86_400 }, ['events_expire_soon']],
  [{ eventsExpiration: undefined }, ['events_never_expire']],
  [{ smtpServer: {} }, ['no_mailer']],
  [{ smtpServer: { host: 'mail.test' } }, ['no_mailer']],
];

describe('a realm', () => {
  it.each(CONCERNS)('with %j', (changed, concerns) => {
    expect(concernsOf(KeycloakRealm.parse({ ...GOOD, ...changed }))).toEqual(concerns);
  });
});
