/** Users who are looked at while they sign in: a real Keycloak then shows them as locked for good. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { signInByGrant } from '../../../standalone/keycloak/citizen.ts';
import type { Lockout } from '../../../standalone/keycloak/lockout.ts';
import { CITIZENS, failTwice, PASSWORD, startTestDirectory, type TestDirectory } from '../../testing/keycloak.ts';
import { seeUser, unlock } from './acts.ts';

const MANY = 1_000_000;
const PERMANENT: Lockout = { mode: 'permanent', failures: MANY };
const MIXED: Lockout = { mode: 'mixed', failures: MANY, temporaryLocks: 1 };

/** Does something again and again while lina signs in again and again. @returns what it came to each time */
async function whileSigningIn<T>({ realm }: TestDirectory, look: () => Promise<T>): Promise<T[]> {
  let over = false;
  const repeat = async <R>(work: () => Promise<R>): Promise<R[]> => {
    const results: R[] = [];
    while (!over) results.push(await work());
    return results;
  };
  const signIns = Array.from({ length: 4 }, (_, at) =>
    repeat(() =>
      signInByGrant(realm.issuer, CITIZENS, { username: 'lina', password: at % 2 === 0 ? PASSWORD : 'wrong' }),
    ),
  );
  const looks = repeat(look);
  await delay(5_000);
  over = true;
  await Promise.all(signIns);
  return looks;
}

/** Each kind once. Only the record says "never" at times, for a moment. */
const kindsOf = (looks: readonly Awaited<ReturnType<typeof seeUser>>[]) => [
  ...new Set(looks.map(({ standing: { state } }) => ('by' in state ? `${state.kind} by ${state.by}` : state.kind))),
];

it.each([PERMANENT, MIXED])('who is free is not taken for locked: $mode', async (lockout) => {
  const place = await startTestDirectory({ lockout });
  const looks = await whileSigningIn(place, () => seeUser(place.client, place.id));
  expect(looks.length).toBeGreaterThan(20);
  expect(kindsOf(looks)).not.toContain('permanent by user');
  expect(kindsOf(looks)).not.toContain('disabled_by_administrator');
});

it.each([PERMANENT, MIXED])('whom an administrator disabled is not revived: $mode', async (lockout) => {
  const place = await startTestDirectory({ lockout });
  await place.realm.setEnabled(place.id, false);
  const acts = await whileSigningIn(place, () => unlock(place.client, place.id));
  expect(new Set(acts.map(({ outcome }) => outcome))).toEqual(new Set(['disabled_by_administrator']));
  expect(await place.realm.user(place.id)).toMatchObject({ enabled: false });
});

it('who is locked for good is', async () => {
  const place = await startTestDirectory({ lockout: { mode: 'permanent', failures: 2 } });
  await failTwice(place, place.id, 'lina');
  await expect.poll(async () => kindsOf([await seeUser(place.client, place.id)])).toEqual(['permanent by user']);
  expect(kindsOf(await whileSigningIn(place, () => seeUser(place.client, place.id)))).toEqual(['permanent by user']);
});
