import { describe, expect, it } from 'vitest';
import { BruteForceStatus, KeycloakUser } from './shapes.ts';
import { standingOf, type UserState } from './state.ts';

const NOW = new Date('2026-11-23T06:00:00Z');
const at = (seconds: number) => NOW.getTime() / 1000 + seconds;

const FREE: UserState = { kind: 'free' };
const DISABLED: UserState = { kind: 'disabled_by_administrator' };
const BY_USER: UserState = { kind: 'permanent', by: 'user' };
const until = (seconds: number): UserState => ({ kind: 'temporary', until: new Date(at(seconds) * 1000) });
const marked = { disabledReason: ['permanentLockout'] };

/** Keycloak's largest number, as it is read. */
const NEVER: number = JSON.parse('9223372036854775807');

const STATES: [string, object, object, UserState][] = [
  ['no record', { enabled: true }, {}, FREE],
  ['zeros for no record', { enabled: true }, { disabled: false, failedLoginNotBefore: 0, lastFailure: 0 }, FREE],
  ['failures that lock nobody yet', { enabled: true }, { disabled: false, numFailures: 2 }, FREE],
  ['a lock', { enabled: true }, { disabled: true, failedLoginNotBefore: at(60) }, until(60)],
  ['a lock without the verdict', { enabled: true }, { failedLoginNotBefore: at(60) }, until(60)],
  ['a lock that has ended', { enabled: true }, { disabled: false, failedLoginNotBefore: at(-1) }, FREE],
  ['the end itself', { enabled: true }, { failedLoginNotBefore: at(0) }, FREE],
  [
    'a server whose clock is behind ours',
    { enabled: true },
    { disabled: true, failedLoginNotBefore: at(-2) },
    until(-2),
  ],
  ['a server whose clock is ahead', { enabled: true }, { disabled: false, failedLoginNotBefore: at(2) }, FREE],
  ['the marker', { enabled: false, attributes: marked }, { disabled: true, failedLoginNotBefore: NEVER }, BY_USER],
  ['the marker after a restart', { enabled: false, attributes: marked }, {}, BY_USER],
  ['the marker left on an enabled user', { enabled: true, attributes: marked }, {}, FREE],
  ['another reason', { enabled: false, attributes: { disabledReason: ['left'] } }, {}, DISABLED],
  ['disabled', { enabled: false }, {}, DISABLED],
  ['disabled while locked', { enabled: false }, { disabled: true, failedLoginNotBefore: at(60) }, DISABLED],
  ['disabled, the record says never', { enabled: false }, { disabled: true, failedLoginNotBefore: NEVER }, DISABLED],
  [
    'read-only and locked for good',
    { enabled: true },
    { failedLoginNotBefore: NEVER },
    { kind: 'permanent', by: 'record' },
  ],
  [
    'the largest number of another kind',
    { enabled: true },
    { failedLoginNotBefore: 2 ** 31 - 1 },
    { kind: 'permanent', by: 'record' },
  ],
];

const standing = (user: object, status: object, policy: { failureFactor: number } | null = null) =>
  standingOf(KeycloakUser.parse({ id: 'u1', ...user }), BruteForceStatus.parse(status), policy, NOW);

describe('the state of a user', () => {
  it.each(STATES)('%s', (_, user, status, state) => {
    expect(standing(user, status).state).toEqual(state);
  });

  it.each([
    ['fewer failures than the policy asks for', { numFailures: 2 }, { failureFactor: 30 }, true],
    ['as many', { numFailures: 30 }, { failureFactor: 30 }, false],
    ['an unknown policy', { numFailures: 2 }, null, null],
  ])('a lock after %s', (_, status, policy, quickLogin) => {
    const lock = { disabled: true, failedLoginNotBefore: at(60), ...status };
    expect(standing({ enabled: true }, lock, policy).quickLogin).toBe(quickLogin);
  });

  it('that is free was locked by no quick failures', () => {
    expect(standing({ enabled: true }, { numFailures: 1 }, { failureFactor: 30 }).quickLogin).toBe(false);
  });

  it('tells of a federation and of a password that is due', () => {
    expect(standing({ enabled: true, federationLink: 'ldap' }, {})).toMatchObject({
      federated: true,
      resetPending: false,
    });
    const due = { enabled: true, requiredActions: ['CONFIGURE_TOTP', 'UPDATE_PASSWORD'] };
    expect(standing(due, {})).toMatchObject({ federated: false, resetPending: true });
  });
});
