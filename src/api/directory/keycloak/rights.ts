/** What the service account may do, and what of the realm is in the way or dangerous: codes for whoever sets it up. */
import { decodeJwt } from 'jose';
import { KeycloakFault, RIGHTS, type Right } from './fault.ts';
import { AccessTokenClaims, type KeycloakRealm } from './shapes.ts';

/** The client of a realm whose roles are the rights over that realm. */
const MANAGEMENT = 'realm-management';

/** Come with our own by themselves, and open nothing. */
const HARMLESS: ReadonlySet<string> = new Set(['query-groups']);

/** Types of events that locks and attempts are followed by. */
export const FOLLOWED_EVENTS = [
  'LOGIN',
  'LOGIN_ERROR',
  'UPDATE_PASSWORD',
  'USER_DISABLED_BY_TEMPORARY_LOCKOUT',
  'USER_DISABLED_BY_PERMANENT_LOCKOUT',
] as const;

/** Whoever follows them may be away over the longest holiday, eight days. */
const EVENTS_KEPT_S = 10 * 86_400;

export interface HeldRights {
  missing: Right[];
  /** Held beside those needed, as Keycloak names them: `manage-events` can delete what it logs, `realm-admin` is everything. */
  dangerous: string[];
}

/** @param token an access token of the service account's own. @throws KeycloakFault where it is none of Keycloak's */
export function rightsIn(token: string): HeldRights {
  const held = new Set(claimsOf(token).resource_access[MANAGEMENT]?.roles);
  const needed: ReadonlySet<string> = new Set(RIGHTS);
  return {
    missing: RIGHTS.filter((right) => !held.has(right)),
    dangerous: [...held].filter((right) => !needed.has(right) && !HARMLESS.has(right)).sort(),
  };
}

/** Unverified: it came from Keycloak itself, and nobody is let in by it. */
function claimsOf(token: string): AccessTokenClaims {
  try {
    return AccessTokenClaims.parse(decodeJwt(token));
  } catch {
    throw new KeycloakFault('not_keycloak', 'read a token');
  }
}

export type RealmConcern =
  | 'realm_off'
  /** Nobody is ever locked. */
  | 'protection_off'
  /** Two failures in quick succession lock, in every mode. */
  | 'quick_login'
  | 'events_off'
  | 'event_types_missing'
  /** Kept for less than ten days, or for less than a lock can last. */
  | 'events_expire_soon'
  /** Kept until the disk is full. */
  | 'events_never_expire'
  /** No link can be sent. */
  | 'no_mailer';

export function concernsOf(realm: KeycloakRealm): RealmConcern[] {
  const stored = new Set(realm.enabledEventTypes);
  const kept = realm.eventsExpiration;
  const concerns: Record<RealmConcern, boolean> = {
    realm_off: !realm.enabled,
    protection_off: !realm.bruteForceProtected,
    quick_login: realm.bruteForceProtected && realm.quickLoginCheckMilliSeconds > 0,
    events_off: !realm.eventsEnabled,
    event_types_missing: stored.size > 0 && FOLLOWED_EVENTS.some((type) => !stored.has(type)),
    events_expire_soon: realm.eventsEnabled && kept > 0 && kept < Math.max(EVENTS_KEPT_S, realm.maxFailureWaitSeconds),
    events_never_expire: realm.eventsEnabled && kept === 0,
    no_mailer: realm.smtpServer.host === null || realm.smtpServer.from === null,
  };
  return (Object.keys(concerns) as RealmConcern[]).filter((concern) => concerns[concern]);
}
