/** A realm that is followed: real wrong passwords at a real Keycloak, and what is in our tables of them. */
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkCharacter } from '../../../contract/check-character.ts';
import { signInByGrant } from '../../../standalone/keycloak/citizen.ts';
import type { Lockout } from '../../../standalone/keycloak/lockout.ts';
import { startTestKeycloak } from '../../../standalone/keycloak/testing/index.ts';
import { startTestApi, type TestApi } from '../../testing/api.ts';
import { CITIZENS, clientAt, PASSWORD, startTestDirectory, type TestDirectory } from '../../testing/keycloak.ts';
import { followDirectory } from './follow.ts';
import type { MirroredDirectory } from './mirror.ts';
import { readStand } from './stand.ts';

/** What the staff are promised: so long after the last wrong password. */
const IN_TIME = { timeout: 3_000, interval: 50 };
/** Each lock has its turn within a minute. */
const IN_TURN = { timeout: 75_000, interval: 250 };

const TEMPORARY: Lockout = { mode: 'temporary', failures: 3, waitSeconds: 3_600, longestWaitSeconds: 3_600 };
const PERMANENT: Lockout = { mode: 'permanent', failures: 3 };

let api: TestApi;
let following: AbortController;
let followed: Promise<void> = Promise.resolve();
let place: TestDirectory;
let directory: MirroredDirectory;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
afterEach(async () => {
  following.abort();
  await followed;
});

let made = 0;
let numbered = 0;

/** A citizen of the realm; their sign-in name is their document. */
interface Citizen {
  id: string;
  username: string;
}

async function begin(lockout: Lockout, server?: Parameters<typeof startTestDirectory>[2]): Promise<void> {
  place = await startTestDirectory({ lockout }, undefined, server);
  directory = {
    name: `agency-${++made}`,
    people: {
      document: { kind: 'resident_id', number: 'username' },
      name: 'last_first',
      division_otherwise: '320106',
    },
  };
}

function follow(): void {
  following = new AbortController();
  const { services } = api;
  followed = followDirectory({ services, client: place.client, directory, signal: following.signal });
}

async function newCitizens(count: number): Promise<Citizen[]> {
  const names = numbers(count);
  const ids = await place.realm.addUsers(
    names.map((username) => ({ username, password: PASSWORD, lastName: '王', firstName: '小明' })),
  );
  return names.map((username) => ({ username, id: ids.get(username) ?? '' }));
}

/** Residents' numbers, as people type them. */
function numbers(count: number): string[] {
  return Array.from({ length: count }, () => {
    const first17 = `320106198001${String(++numbered).padStart(5, '0')}`;
    return (first17 + checkCharacter(first17)).toLowerCase();
  });
}

const type = ({ username }: Citizen, password: string) =>
  signInByGrant(place.realm.issuer, CITIZENS, { username, password });

/** As a person types: the next one when the one before was counted, and once more where it was not. */
async function mistype(citizen: Citizen, times: number): Promise<void> {
  for (let time = 1; time <= times; time++) {
    const { numFailures } = await place.client.status(citizen.id);
    const isCounted = async () => (await place.client.status(citizen.id)).numFailures !== numFailures;
    await expect
      .poll(async () => {
        await type(citizen, `wrong-${time}`);
        return vi.waitUntil(isCounted, { timeout: 1_000 }).catch(() => false);
      })
      .toBe(true);
  }
}

async function locksOf({ id }: Citizen) {
  const { rows } = await sql<{ kind: string; cause: string; failures: number; known: number; ended_by: string | null }>`
    SELECT kind, cause, failures, jsonb_array_length(evidence) AS known, ended_by
      FROM locks JOIN accounts ON accounts.id = account_id
     WHERE external_id = ${id} ORDER BY started_at`.execute(api.services.db);
  return rows;
}

async function onlyCitizen(): Promise<Citizen> {
  const [citizen] = await newCitizens(1);
  if (!citizen) throw new Error('nobody was made');
  return citizen;
}

describe('wrong passwords lock, and it is in our list within three seconds', () => {
  it('for a time', async () => {
    await begin(TEMPORARY);
    const citizen = await onlyCitizen();
    follow();
    await mistype(citizen, 3);
    await expect
      .poll(() => locksOf(citizen), IN_TIME)
      .toEqual([{ kind: 'temporary', cause: 'many_wrong_passwords', failures: 3, known: 3, ended_by: null }]);
  });

  it('for good', async () => {
    await begin(PERMANENT);
    const citizen = await onlyCitizen();
    follow();
    await mistype(citizen, 3);
    await expect
      .poll(() => locksOf(citizen), IN_TIME)
      .toEqual([{ kind: 'permanent', cause: 'many_wrong_passwords', failures: 3, known: 3, ended_by: null }]);
  });

  it('for good after a time', async () => {
    await begin({ mode: 'mixed', failures: 2, waitSeconds: 2, longestWaitSeconds: 2, temporaryLocks: 1 });
    const citizen = await onlyCitizen();
    follow();
    await mistype(citizen, 2);
    await expect.poll(() => locksOf(citizen), IN_TIME).toMatchObject([{ kind: 'temporary' }]);
    await vi.waitUntil(
      async () => {
        await type(citizen, 'wrong-again');
        return (await place.client.status(citizen.id)).failedLoginNotBefore === 'never';
      },
      { timeout: 20_000, interval: 500 },
    );
    await expect
      .poll(() => locksOf(citizen), IN_TIME)
      .toMatchObject([
        { kind: 'temporary', ended_by: 'expired' },
        { kind: 'permanent', ended_by: null },
      ]);
  });

  it('for two quick failures', async () => {
    await begin({ ...TEMPORARY, failures: 30, quickMilliseconds: 60_000, quickWaitSeconds: 600 });
    const citizen = await onlyCitizen();
    follow();
    await mistype(citizen, 2);
    await expect.poll(() => locksOf(citizen), IN_TIME).toMatchObject([{ cause: 'quick_failures', failures: 2 }]);
  });
});

describe('a lock that Keycloak itself ends is ended here', () => {
  it('at once where its citizen signs in', async () => {
    await begin(TEMPORARY);
    const citizen = await onlyCitizen();
    follow();
    await mistype(citizen, 3);
    await expect.poll(() => locksOf(citizen), IN_TIME).toHaveLength(1);
    await place.realm.clearFailures(citizen.id);
    expect(await type(citizen, PASSWORD)).toMatchObject({ kind: 'signed_in' });
    await expect.poll(() => locksOf(citizen), IN_TIME).toMatchObject([{ ended_by: 'elsewhere' }]);
  });

  it('in its turn where nobody tells of it', async () => {
    await begin(PERMANENT);
    const citizen = await onlyCitizen();
    follow();
    await mistype(citizen, 3);
    await expect.poll(() => locksOf(citizen), IN_TIME).toHaveLength(1);
    await place.realm.setEnabled(citizen.id, true);
    await expect.poll(() => locksOf(citizen), IN_TURN).toMatchObject([{ ended_by: 'elsewhere' }]);
  });
});

describe('whoever begins to follow', () => {
  it('finds who is locked already, for a time or for good, and who never failed', async () => {
    await begin(PERMANENT);
    const [forGood, never] = await newCitizens(2);
    if (!forGood || !never) throw new Error('nobody was made');
    await mistype(forGood, 3);
    await place.realm.change({ lockout: TEMPORARY });
    const forATime = await onlyCitizen();
    await mistype(forATime, 3);
    follow();
    await expect.poll(() => locksOf(forGood)).toMatchObject([{ kind: 'permanent' }]);
    await expect.poll(() => locksOf(forATime)).toMatchObject([{ kind: 'temporary' }]);
    await expect
      .poll(() =>
        api.services.db.selectFrom('accounts').select('name').where('external_id', '=', never.id).executeTakeFirst(),
      )
      .toEqual({ name: '王小明' });
    await expect
      .poll(async () => (await readStand(api.services.db, directory.name)).report)
      .toMatchObject({ seen: 4, locked: 2, unmappable: 1, unmappable_users: [{ because: 'document_number' }] });
  });

  it('finds what happened while nobody followed', async () => {
    await begin(TEMPORARY);
    const citizen = await onlyCitizen();
    follow();
    await expect.poll(async () => (await readStand(api.services.db, directory.name)).report).toMatchObject({ seen: 2 });
    following.abort();
    await followed;
    await mistype(citizen, 3);
    follow();
    await expect.poll(() => locksOf(citizen), IN_TIME).toMatchObject([{ kind: 'temporary', known: 3 }]);
  });
});

it('knows where a citizen belongs by their group', async () => {
  await begin(TEMPORARY);
  await place.realm.addGroup('gulou');
  const [username = ''] = numbers(1);
  const ids = await place.realm.addUsers([{ username, password: PASSWORD, groups: ['/gulou'] }]);
  directory = { ...directory, people: { ...directory.people, division: { groups: { '/gulou': '320104' } } } };
  follow();
  await mistype({ username, id: ids.get(username) ?? '' }, 3);
  const placed = async () => {
    const { rows } = await sql<{ division: string }>`
      SELECT division FROM locks WHERE directory = ${directory.name}`.execute(api.services.db);
    return rows;
  };
  await expect.poll(placed, IN_TIME).toEqual([{ division: '320104' }]);
});

it('finds that a restart has made Keycloak forget, and that what is permanent stays', async () => {
  const server = await startTestKeycloak();
  try {
    await begin(PERMANENT, server);
    const citizens = await newCitizens(5);
    const [forGood, ...others] = citizens;
    if (!forGood) throw new Error('nobody was made');
    follow();
    await mistype(forGood, 3);
    await place.realm.change({ lockout: TEMPORARY });
    for (const citizen of others) await mistype(citizen, 3);
    for (const citizen of citizens) await expect.poll(() => locksOf(citizen), IN_TIME).toHaveLength(1);
    await server.restart();
    for (const citizen of others) {
      await expect.poll(() => locksOf(citizen), IN_TURN).toMatchObject([{ ended_by: 'elsewhere' }]);
    }
    expect(await locksOf(forGood)).toMatchObject([{ kind: 'permanent', ended_by: null }]);
  } finally {
    following.abort();
    await followed;
    await server.stop();
  }
});

it('of 2,000 users 200 are locked at once while others sign in: within ten seconds the list is the truth, read user by user', async () => {
  await begin(TEMPORARY);
  const citizens = await newCitizens(2_000);
  follow();
  const doomed = citizens.slice(0, 200);
  const others = citizens.slice(200);
  let locking = true;
  const load = (async () => {
    for (let at = 0; locking; at++) {
      const citizen = others[at % others.length];
      if (citizen) await type(citizen, at % 5 === 0 ? 'wrong-once' : PASSWORD);
    }
  })();
  // Of several at the same moment Keycloak counts some only: whoever is not locked by three types on.
  const lockAll = async (mine: readonly Citizen[]) => {
    for (const citizen of mine) {
      for (let time = 1; time <= 3 || (await place.client.status(citizen.id)).failedLoginNotBefore === null; time++) {
        await type(citizen, `wrong-${time}`);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, at) => lockAll(doomed.filter((_, of) => of % 8 === at))));
  locking = false;
  await load;
  const listed = async () => {
    const { rows } = await sql<{ external_id: string }>`
      SELECT external_id FROM locks JOIN accounts ON accounts.id = account_id
       WHERE locks.directory = ${directory.name} AND ended_at IS NULL`.execute(api.services.db);
    return rows.map(({ external_id }) => external_id).toSorted();
  };
  // By a client of its own: the follower's has its calls one after the other.
  const asked = clientAt(place.place);
  const [statuses, list] = await Promise.all([
    Promise.all(citizens.map(({ id }) => asked.status(id))),
    delay(10_000).then(listed),
  ]);
  const truth = citizens.flatMap(({ id }, at) => (statuses[at]?.failedLoginNotBefore ? [id] : []));
  expect(truth.length).toBeGreaterThanOrEqual(200);
  expect(list).toEqual(truth.toSorted());
}, 300_000);
