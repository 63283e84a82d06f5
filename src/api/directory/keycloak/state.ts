/** What a user's record and failure record come to. */
import type { BruteForceStatus, KeycloakRealm, KeycloakUser } from './shapes.ts';

/** Who puts this attribute there is Keycloak, when it disables a user for too many failures. */
export const MARKER = { name: 'disabledReason', value: 'permanentLockout' };
export const UPDATE_PASSWORD = 'UPDATE_PASSWORD';

export type UserState =
  | { kind: 'free' }
  | { kind: 'temporary'; until: Date }
  /** `by` tells what holds it: the user, who was disabled, or only the record, where the user can't be written to. */
  | { kind: 'permanent'; by: 'user' | 'record' }
  /** Somebody's decision, which is never undone from here. */
  | { kind: 'disabled_by_administrator' };

export interface Standing {
  state: UserState;
  /** The user comes from a federation (LDAP, Kerberos): it may refuse what is written. */
  federated: boolean;
  /** A new password must be chosen at the next sign-in. */
  resetPending: boolean;
  /**
   * A temporary lock is one for two failures in quick succession, which can come at the second try; null where the realm's
   * policy is not known.
   */
  quickLogin: boolean | null;
}

/** The policy as far as it tells quick failures from many. */
export type QuickLoginPolicy = Pick<KeycloakRealm, 'failureFactor'>;

/** @param now when the record was read */
export function standingOf(
  user: KeycloakUser,
  status: BruteForceStatus,
  policy: QuickLoginPolicy | null,
  now: Date,
): Standing {
  const state = stateOf(user, status, now);
  return {
    state,
    federated: user.federationLink !== null,
    resetPending: user.requiredActions.includes(UPDATE_PASSWORD),
    quickLogin: policy && state.kind === 'temporary' && status.numFailures < policy.failureFactor,
  };
}

/** Whether the user is shown as locked for good. */
export const isMarked = ({ enabled, attributes }: KeycloakUser): boolean =>
  !enabled && (attributes[MARKER.name]?.includes(MARKER.value) ?? false);

function stateOf(user: KeycloakUser, status: BruteForceStatus, now: Date): UserState {
  if (!user.enabled) return isMarked(user) ? { kind: 'permanent', by: 'user' } : { kind: 'disabled_by_administrator' };
  const end = status.failedLoginNotBefore;
  if (end === null) return { kind: 'free' };
  if (end === 'never') return { kind: 'permanent', by: 'record' };
  // The server's own word goes first: its clock is the one that counts.
  return (status.disabled ?? end > now) ? { kind: 'temporary', until: end } : { kind: 'free' };
}

/**
 * Whether one look is enough. That only the record says "never" can be so for a moment while somebody signs in (26.7.4: in one
 * look of some hundred), as well as for ever.
 */
export const isProven = ({ state }: Standing): boolean => state.kind !== 'permanent' || state.by === 'user';
