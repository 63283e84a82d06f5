/**
 * Follows a realm: what happens there is in our tables within seconds. Events say whom to look at, their records say what is
 * true: events can be missing, and failures can be forgotten at a restart.
 */
import { sql } from 'kysely';
import { pause } from '../../ledger/election.ts';
import { seeUser } from './acts.ts';
import { Backlog, type Waiting } from './backlog.ts';
import type { KeycloakClient } from './client.ts';
import { databaseNow } from './database-now.ts';
import { EventReader } from './event-reader.ts';
import { KeycloakFault } from './fault.ts';
import type { Following } from './following.ts';
import { LocksInTurn } from './locks-in-turn.ts';
import { type Mirrored, type MirroredDirectory, mirror, type Sighting } from './mirror.ts';
import { needsGroups } from './people.ts';
import type { KeycloakEvent, KeycloakRealm } from './shapes.ts';
import { noteProblem, noteProgress, readStand } from './stand.ts';
import { isProven } from './state.ts';
import { walkDisabled, walkWhenDue } from './walk.ts';

/** From the beginning of one round to that of the next. */
const ROUND_MS = 500;
const LONGEST_REST_MS = 10_000;
const AGAIN_AFTER_ERROR_MS = 1_000;

/** Users read in one round: it is over within a second, and one transaction holds their accounts. */
const READ_MAX = 150;
/** Failures are counted after they are told of: whoever had one is read again until nothing more has come of it. */
const FRESH_MS = 10_000;
const AGAIN_MS = 2_500;
/** Whoever only seems to be locked for good is looked at so many times. */
const LOOKS = 3;
const LOOK_AGAIN_MS = 1_000;
/** So long after a lock's end nobody is locked by it any more. */
const AFTER_END_MS = 1_000;
/** A user whom Keycloak does not tell of though it tells of others. */
const POSTPONED_MS = 30_000;

/** Locks that ended elsewhere at once: not a person at a console but a server that forgot. */
const MANY_ENDED = 2;

const POLICY_MS = 60_000;

/** Follows until the signal is aborted, whatever goes wrong meanwhile. Only one may follow a directory at a time. */
export async function followDirectory(following: Following): Promise<void> {
  await Promise.all([follow(following), walkDisabled(following), walkWhenDue(following)]);
}

async function follow({ services, client, directory, signal }: Following): Promise<void> {
  let follower: Follower | null = null;
  while (!signal.aborted) {
    const began = performance.now();
    let restMs = AGAIN_AFTER_ERROR_MS;
    try {
      follower ??= await begin({ services, client, directory });
      const { more } = await follower.round();
      restMs = restAfter(performance.now() - began, more);
    } catch (error) {
      if (signal.aborted) return;
      services.log.warn({ err: error, directory: directory.name }, 'a directory could not be followed');
      const problem = error instanceof KeycloakFault ? error.code : 'database';
      await noteProblem(services.db, directory.name, problem).catch(() => {});
    }
    await pause(Math.max(restMs, client.waitMs), signal);
  }
}

/** A server that answers slowly is asked for half of the time only. */
function restAfter(tookMs: number, more: boolean): number {
  if (tookMs > ROUND_MS) return Math.min(tookMs - ROUND_MS, LONGEST_REST_MS);
  return more ? 0 : ROUND_MS - tookMs;
}

type Means = Omit<Following, 'signal'>;

/** Begins where the last one ended; the first of all begins as long ago as the longest temporary lock may have begun. */
async function begin(means: Means): Promise<Follower> {
  const { services, client, directory } = means;
  const [stand, realm] = await Promise.all([readStand(services.db, directory.name), client.realm()]);
  const longestS = Math.max(realm.maxFailureWaitSeconds, realm.minimumQuickLoginWaitSeconds);
  return new Follower(means, stand.events_to ?? new Date(stand.now.getTime() - longestS * 1_000));
}

class Follower {
  readonly #services: Following['services'];
  readonly #client: KeycloakClient;
  readonly #directory: MirroredDirectory;
  readonly #events: EventReader;
  readonly #locks: LocksInTurn;
  readonly #backlog = new Backlog();
  /** When users failed last, as far as that is fresh. */
  readonly #failed = new Map<string, number>();
  /** How often those who only seem to be locked for good were looked at. */
  readonly #looks = new Map<string, number>();
  /** Of nobody, or of accounts that need not be read for it. */
  #told: KeycloakEvent[] = [];
  #policy: { realm: KeycloakRealm | null; until: number } = { realm: null, until: 0 };

  constructor({ services, client, directory }: Means, from: Date) {
    this.#services = services;
    this.#client = client;
    this.#directory = directory;
    this.#events = new EventReader(client, from);
    this.#locks = new LocksInTurn(services.db, directory.name);
  }

  /** @throws KeycloakFault; what was to be done is done in a later round */
  async round(): Promise<{ more: boolean }> {
    const { db } = this.#services;
    const readAt = await databaseNow(db);
    await this.#readPolicy();
    const { events, more } = await this.#events.next(readAt);
    await this.#take(events);
    const nowMs = performance.now();
    for (const userId of await this.#locks.next(nowMs)) this.#backlog.add(userId, nowMs);

    const waiting = this.#backlog.take(nowMs, READ_MAX);
    await this.#read(waiting, readAt);

    const lateMs = this.#backlog.lateMs(nowMs);
    const eventsTo = this.#backlog.oldestEvent() ?? this.#events.from;
    await noteProgress(db, this.#directory.name, {
      eventsTo: eventsTo < this.#events.from ? eventsTo : this.#events.from,
      caughtUpAt: new Date(readAt.getTime() - lateMs),
    });
    return { more: more || lateMs > 0 };
  }

  async #readPolicy(): Promise<void> {
    const now = performance.now();
    if (now < this.#policy.until) return;
    this.#policy = { realm: await this.#client.realm(), until: now + POLICY_MS };
  }

  /** Events are told with the user whom they name, so that there is an account for them. */
  async #take(events: readonly KeycloakEvent[]): Promise<void> {
    const nowMs = performance.now();
    const signedIn = events.flatMap(({ type, userId }) => (type === 'LOGIN' && userId !== null ? [userId] : []));
    // Given once and not again: where the database can't be asked, all are read.
    const quiet = await this.#quiet(signedIn).catch(() => new Set<string>());
    for (const event of events) {
      const { userId, type, error } = event;
      if (userId === null || (type === 'LOGIN' && quiet.has(userId))) {
        this.#told.push(event);
        continue;
      }
      this.#backlog.add(userId, nowMs, [event]);
      if (error === 'invalid_user_credentials') this.#failed.set(userId, nowMs);
    }
  }

  /** Accounts that are known, neither locked nor waiting for a new password: that they have signed in is no reason to look. */
  async #quiet(userIds: readonly string[]): Promise<Set<string>> {
    if (userIds.length === 0) return new Set();
    const { rows } = await sql<{ external_id: string }>`
      SELECT external_id FROM accounts
       WHERE directory = ${this.#directory.name} AND external_id = ANY (${[...new Set(userIds)]}::text[])
         AND NOT disabled AND reset_pending_since IS NULL
         AND NOT EXISTS (SELECT FROM locks WHERE account_id = accounts.id AND ended_at IS NULL)`.execute(
      this.#services.db,
    );
    return new Set(rows.map(({ external_id }) => external_id));
  }

  async #read(waiting: readonly Waiting[], readAt: Date): Promise<void> {
    const looked = await Promise.allSettled(waiting.map(({ userId }) => this.#see(userId)));
    const sightings: Sighting[] = [];
    const events = [...this.#told];
    const unread: { waiting: Waiting; reason: unknown }[] = [];
    looked.forEach((look, at) => {
      const one = waiting[at];
      if (!one) return;
      if (look.status === 'rejected') {
        unread.push({ waiting: one, reason: look.reason });
        return;
      }
      if (this.#seems(look.value)) {
        this.#backlog.add(one.userId, performance.now() + LOOK_AGAIN_MS, one.events);
        return;
      }
      sightings.push(look.value);
      events.push(...one.events);
    });
    const nowMs = performance.now();
    try {
      const mirrored = await mirror(this.#services, this.#directory, { readAt, sightings, events });
      this.#told = [];
      this.#plan(sightings, mirrored, nowMs);
      if (mirrored.endedElsewhere >= MANY_ENDED) this.#locks.hurry();
    } catch (error) {
      const again = new Set(sightings.map(({ userId }) => userId));
      for (const { userId, events } of waiting) if (again.has(userId)) this.#backlog.add(userId, nowMs, events);
      this.#postpone(unread, nowMs);
      throw error;
    }
    this.#postpone(unread, nowMs);
  }

  /** Whether it takes a further look; see {@link isProven}. */
  #seems({ userId, seen }: Sighting): boolean {
    if (seen === null || isProven(seen.standing)) {
      this.#looks.delete(userId);
      return false;
    }
    const looks = (this.#looks.get(userId) ?? 0) + 1;
    this.#looks.set(userId, looks);
    return looks < LOOKS;
  }

  async #see(userId: string): Promise<Sighting> {
    const client = this.#client;
    try {
      const [seen, groups] = await Promise.all([
        seeUser(client, userId, this.#policy.realm),
        needsGroups(this.#directory.people) ? client.groups(userId) : [],
      ]);
      return { userId, seen, groups };
    } catch (error) {
      if (error instanceof KeycloakFault && error.code === 'gone') return { userId, seen: null, groups: [] };
      throw error;
    }
  }

  /** When those who were read are to be read again. */
  #plan(sightings: readonly Sighting[], { undecided, unmappable }: Mirrored, nowMs: number): void {
    for (const { userId, seen } of sightings) {
      const failedAt = this.#failed.get(userId) ?? Number.NEGATIVE_INFINITY;
      if (nowMs - failedAt < FRESH_MS) this.#backlog.add(userId, nowMs + AGAIN_MS);
      else this.#failed.delete(userId);
      const state = seen?.standing.state;
      if (state?.kind !== 'temporary') continue;
      this.#backlog.add(userId, nowMs + state.until.getTime() - Date.now() + AFTER_END_MS);
    }
    for (const userId of undecided) this.#backlog.add(userId, nowMs + ROUND_MS);
    for (const { userId, because, locked } of unmappable) {
      const { name } = this.#directory;
      if (locked) this.#services.log.warn({ directory: name, user: userId, because }, 'somebody locked is no account');
    }
  }

  /** @throws the first fault where nobody could be read: then it is not about them */
  #postpone(unread: readonly { waiting: Waiting; reason: unknown }[], nowMs: number): void {
    const passing = this.#client.waitMs > 0;
    for (const { waiting, reason } of unread) {
      const { userId, events } = waiting;
      this.#backlog.add(userId, passing ? nowMs : nowMs + POSTPONED_MS, events);
      this.#services.log.warn({ err: reason, directory: this.#directory.name }, 'a user could not be read');
    }
    if (passing && unread[0]) throw unread[0].reason;
  }
}
