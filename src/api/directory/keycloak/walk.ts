/** Walks through a realm's users by pages: what no event has told of is found so. */
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { pause } from '../../ledger/election.ts';
import { type Seen, seeUser } from './acts.ts';
import { databaseNow } from './database-now.ts';
import type { Following } from './following.ts';
import { type Mirrored, mirror, type Sighting } from './mirror.ts';
import { needsGroups } from './people.ts';
import type { KeycloakUser } from './shapes.ts';
import { Slots } from './slots.ts';
import { type DirectoryStand, noteWalk, readStand, type Walk } from './stand.ts';
import { isProven, type QuickLoginPolicy, standingOf } from './state.ts';

const PAGE = 200;
/** Calls on their way at once: the follower comes first. */
const AT_ONCE = 2;
const NAMED_MAX = 100;
/** Whoever only seems to be locked for good is looked at so many times. */
const LOOKS = 3;
const LOOK_AGAIN_MS = 500;

const LOOK_MS = 60_000;
const AGAIN_MS = 5_000;

/** By the offices' clock: hours at which they are closed, and few people sign in. */
const NIGHT: readonly number[] = [1, 2, 3, 4];
const HOUR_MS = 3_600_000;
/** The hours of one night are one time. */
const AFTER_HOURS = 12;
/** Whoever was away at night does not wait for the next one. */
const LATEST_HOURS = 36;

/** Looks through those who are disabled, once: whoever was locked for good while nobody followed is among them. */
export async function walkDisabled(following: Following): Promise<void> {
  const { client, signal } = following;
  let first = 0;
  await persist(following, async () => {
    const policy = await client.realm();
    for (let more = true; more && !signal.aborted; ) {
      const page = await walkPage(following, policy, () => client.disabledUsers({ first, max: PAGE }));
      first += page.users.length;
      more = page.users.length === PAGE;
    }
  });
}

/** Walks through all users each night, and at the very first: whoever never failed must be found, too. */
export async function walkWhenDue(following: Following): Promise<void> {
  const { services, directory, signal } = following;
  while (!signal.aborted) {
    await persist(following, async () => {
      const stand = await readStand(services.db, directory.name);
      if (isDue(stand, services.config.TIME_ZONE)) await walkAll(following, stand);
    });
    await pause(LOOK_MS, signal);
  }
}

/** Does it again until it went well, or the signal is aborted. */
async function persist({ services, client, directory, signal }: Following, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) return;
      services.log.warn(
        { err: error, directory: directory.name },
        'a walk through a directory’s users was interrupted',
      );
      await pause(Math.max(AGAIN_MS, client.waitMs), signal);
    }
  }
}

/** Whether a walk is under way, or it is time for one. */
export function isDue(
  { now, walk, report }: Pick<DirectoryStand, 'now' | 'walk' | 'report'>,
  timeZone: string,
): boolean {
  if (walk !== null || report?.ended_at == null) return true;
  const hours = (now.getTime() - Date.parse(report.ended_at)) / HOUR_MS;
  if (hours >= LATEST_HOURS) return true;
  const hour = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(now);
  return hours >= AFTER_HOURS && NIGHT.includes(Number(hour));
}

const newWalk = (now: Date): Walk => ({
  started_at: now.toISOString(),
  ended_at: null,
  first: 0,
  seen: 0,
  locked: 0,
  mended: { account_missing: 0, account_changed: 0, account_removed: 0, lock_missing: 0, lock_over: 0 },
  unmappable: 0,
  unmappable_users: [],
});

/** Goes on where a walk was interrupted. Who is gone from the realm is looked for only by one that was not. */
async function walkAll(following: Following, { now, walk: left }: DirectoryStand): Promise<void> {
  const { services, client, directory, signal } = following;
  const policy = await client.realm();
  const met = left === null ? new Set<string>() : null;
  let walk = left ?? newWalk(now);
  for (let more = true; more; ) {
    const { first } = walk;
    const { users, locked, mirrored } = await walkPage(following, policy, () => client.users({ first, max: PAGE }));
    if (signal.aborted) return;
    for (const { id } of users) met?.add(id);
    walk = goneOn(walk, users.length, locked, mirrored);
    await noteWalk(services.db, directory.name, walk);
    more = users.length === PAGE;
  }
  if (met) walk.mended.account_removed += await findRemoved(following, met);
  const ended_at = (await databaseNow(services.db)).toISOString();
  await noteWalk(services.db, directory.name, { ...walk, ended_at });
  services.log.info({ directory: directory.name, ...walk, ended_at }, 'walked through a directory’s users');
}

interface WalkedPage {
  users: KeycloakUser[];
  locked: number;
  mirrored: Mirrored;
}

async function walkPage(
  { services, client, directory }: Following,
  policy: QuickLoginPolicy,
  read: () => Promise<KeycloakUser[]>,
): Promise<WalkedPage> {
  const readAt = await databaseNow(services.db);
  const users = await read();
  const slots = new Slots(AT_ONCE);
  const sightings = await Promise.all(
    users.map((user) =>
      slots.run(async (): Promise<Sighting> => {
        const [status, groups] = await Promise.all([
          client.status(user.id),
          needsGroups(directory.people) ? client.groups(user.id) : [],
        ]);
        const seen = { user, status, standing: standingOf(user, status, policy, new Date()) };
        return { userId: user.id, seen: await looked(client, seen, policy), groups };
      }),
    ),
  );
  const locked = sightings.filter(({ seen }) => /temporary|permanent/.test(seen?.standing.state.kind ?? '')).length;
  const mirrored = await mirror(services, directory, { readAt, sightings, events: [] });
  return { users, locked, mirrored };
}

/** Looks again at whoever only seems to be locked for good; see {@link isProven}. */
async function looked(client: Following['client'], first: Seen, policy: QuickLoginPolicy): Promise<Seen> {
  let seen = first;
  for (let look = 1; look < LOOKS && !isProven(seen.standing); look++) {
    await delay(LOOK_AGAIN_MS);
    seen = await seeUser(client, first.user.id, policy);
  }
  return seen;
}

function goneOn(walk: Walk, seen: number, locked: number, mirrored: Mirrored): Walk {
  const { mended } = walk;
  const named = mirrored.unmappable.map(({ userId, ...rest }) => ({ user_id: userId, ...rest }));
  return {
    ...walk,
    first: walk.first + seen,
    seen: walk.seen + seen,
    locked: walk.locked + locked,
    mended: {
      account_missing: mended.account_missing + mirrored.created,
      account_changed: mended.account_changed + mirrored.updated,
      account_removed: mended.account_removed + mirrored.removed,
      lock_missing: mended.lock_missing + mirrored.locked,
      lock_over: mended.lock_over + mirrored.endedElsewhere,
    },
    unmappable: walk.unmappable + named.length,
    // Those who are locked first: they are missing where somebody looks for them.
    unmappable_users: [...walk.unmappable_users, ...named]
      .sort((a, b) => Number(b.locked) - Number(a.locked))
      .slice(0, NAMED_MAX),
  };
}

/** Accounts whose user was not met, and is not there. @returns how many */
async function findRemoved(following: Following, met: ReadonlySet<string>): Promise<number> {
  const { services, client, directory, signal } = following;
  let removed = 0;
  for (let after: string | undefined = ''; after !== undefined && !signal.aborted; ) {
    const readAt = await databaseNow(services.db);
    const rows: { external_id: string; disabled: boolean }[] = (
      await sql<{ external_id: string; disabled: boolean }>`
        SELECT external_id, disabled FROM accounts
         WHERE directory = ${directory.name} AND external_id > ${after}
         ORDER BY external_id LIMIT ${PAGE}`.execute(services.db)
    ).rows;
    after = rows.length < PAGE ? undefined : rows.at(-1)?.external_id;
    const missing = rows.filter(({ external_id, disabled }) => !disabled && !met.has(external_id));
    const users = await Promise.all(missing.map(({ external_id }) => client.user(external_id)));
    const sightings = missing.flatMap(({ external_id }, at) =>
      users[at] === null ? [{ userId: external_id, seen: null, groups: [] }] : [],
    );
    removed += (await mirror(services, directory, { readAt, sightings, events: [] })).removed;
  }
  return removed;
}
