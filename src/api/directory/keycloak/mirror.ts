/** Brings our tables to what was read of a realm: accounts, attempts, locks and their ends, each change with its entry. */
import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { LockKind } from '../../../contract/index.ts';
import type { Database } from '../../db/schema.ts';
import type { SystemActor } from '../../http/actor.ts';
import { policyOf } from '../../policy/policy.ts';
import type { Services } from '../../services.ts';
import { timeIssue } from '../attempt-rows.ts';
import { recentWrongPasswords, type WrongPassword } from '../attempt-store.ts';
import { beginLocks, type NewLock } from '../begin-locks.ts';
import { disableRemoved, endElsewhere, type LockOn, type Removed } from '../end-locks.ts';
import { expireLocks } from '../expiry.ts';
import { type Held, type HeldAccount, holdAccounts, type LatestLock, latestLocks } from '../held-accounts.ts';
import { trendOf } from '../lock-evidence.ts';
import { type RecordedAttempts, recordAttempts } from '../record-attempts.ts';
import { registering, takeOver } from '../register-accounts.ts';
import type { Seen } from './acts.ts';
import { changedAccounts } from './changed-accounts.ts';
import { accountOf, type PeopleMapping, type Unmappable } from './people.ts';
import type { KeycloakEvent } from './shapes.ts';
import { signInsIn } from './sign-ins.ts';
import type { UserState } from './state.ts';

export type MirrorServices = Pick<Services, 'inTransaction' | 'config' | 'keys' | 'placeOf'>;

export interface MirroredDirectory {
  /** As `accounts.directory` has it. */
  name: string;
  people: PeopleMapping;
}

/** What was read of one user. */
export interface Sighting {
  userId: string;
  /** Null where there is no such user any more. */
  seen: Seen | null;
  /** Paths of their groups, where the mapping needs them. */
  groups: readonly string[];
}

export interface Reading {
  /** By the database's clock, before the first of it was read. */
  readAt: Date;
  /** Each user once. */
  sightings: readonly Sighting[];
  events: readonly KeycloakEvent[];
}

/** What a reading changed. */
export interface Mirrored {
  /** Users about whom nothing was decided: something was done to them here since they were read, or is being done. */
  undecided: string[];
  /** Users who are no accounts. */
  unmappable: UnmappableUser[];
  created: number;
  updated: number;
  removed: number;
  locked: number;
  endedElsewhere: number;
}

export interface UnmappableUser extends Unmappable {
  locked: boolean;
}

/** How far back the wrong passwords behind a lock are looked for: Keycloak, too, forgets them after so long if not told otherwise. */
const LOOKED_BACK_MINUTES = 12 * 60;

/**
 * One transaction: all that a reading tells, or nothing of it. What is known already changes nothing, so that the same may be
 * read and told as often as one likes.
 */
export async function mirror(
  services: MirrorServices,
  directory: MirroredDirectory,
  { readAt, sightings, events }: Reading,
): Promise<Mirrored> {
  const attempts = signInsIn(directory.name, events, services);
  const ids = [...new Set([...sightings.map(({ userId }) => userId), ...events.flatMap(({ userId }) => userId ?? [])])];
  const bring = async (trx: Transaction<Database>): Promise<Mirrored> => {
    const known = await holdAccounts(trx, directory.name, ids);
    const busy = await changedSince(trx, known, readAt);
    const undecided = sightings.flatMap(({ userId }) => (busy.has(userId) ? [userId] : []));
    const decided = sightings.filter(({ userId }) => !busy.has(userId));

    const accounts = await mirrorAccounts(trx, services, directory, decided, readAt);
    const held = accounts.changed ? await holdAccounts(trx, directory.name, ids) : known;
    const keptDays = services.config.ATTEMPTS_KEPT_DAYS;
    const { clearedAt } = await recordAttempts(
      trx,
      held,
      attempts.filter(({ at }) => timeIssue(at, held.now, keptDays) === null),
      // What Keycloak does not count it refuses without looking at the password.
      { familiarDays: policyOf(services.config).numbers.familiarDays, counts: isWrongPassword },
    );
    const locks = await mirrorLocks(trx, services, directory.name, held, decided, clearedAt);
    return { undecided, ...accounts.counts, ...locks };
  };
  return registering(() => services.inTransaction(bring));
}

const isWrongPassword = ({ outcome }: { outcome: string }): boolean => outcome === 'wrong_password';

const systemOf = (directory: string): SystemActor => ({
  kind: 'system',
  subject: versionOf(directory),
  name: null,
  roles: ['directory'],
});

/** Whose rules locked: the realm's, which has no version of its own. */
const versionOf = (directory: string): string => `keycloak:${directory}`;

/**
 * Users whose account has an order that is open, or a lock that began or ended here, since they were read: what was read of
 * them may be from before. Entries' ids tell when they were made.
 */
async function changedSince(trx: Transaction<Database>, { byExternalId }: Held, readAt: Date): Promise<Set<string>> {
  const ids = [...byExternalId.values()].map(({ id }) => id);
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ account_id: string }>`
    SELECT account_id FROM locks
     WHERE account_id = ANY (${ids}::uuid[])
       AND uuid_extract_timestamp(coalesce(end_entry_id, entry_id)) >= ${readAt}::timestamptz
     UNION
    SELECT account_id FROM orders
     WHERE account_id = ANY (${ids}::uuid[]) AND (ended_at IS NULL OR ended_at >= ${readAt}::timestamptz)`.execute(trx);
  const busy = new Set(rows.map(({ account_id }) => account_id));
  return new Set([...byExternalId.values()].flatMap(({ id, external_id }) => (busy.has(id) ? [external_id] : [])));
}

async function mirrorAccounts(
  trx: Transaction<Database>,
  services: MirrorServices,
  { name, people }: MirroredDirectory,
  sightings: readonly Sighting[],
  readAt: Date,
): Promise<{ changed: boolean; counts: Pick<Mirrored, 'unmappable' | 'created' | 'updated'> }> {
  const mapped = sightings.flatMap(({ seen, groups }) =>
    seen === null ? [] : [{ account: accountOf(seen.user, seen.standing, groups, people, readAt), seen }],
  );
  const unmappable = mapped.flatMap(({ account, seen }) =>
    'because' in account ? [{ ...account, locked: isLocked(seen.standing.state) }] : [],
  );
  const accounts = mapped.flatMap(({ account }) => ('because' in account ? [] : [account]));
  const changed = await changedAccounts(trx, name, accounts, services.keys);
  const results =
    changed.length === 0
      ? []
      : await takeOver(trx, services, { directory: name, actor: systemOf(name), requestId: null }, changed);
  const count = (status: string) => results.filter((result) => result.status === status).length;
  return {
    changed: changed.length > 0,
    counts: { unmappable, created: count('created'), updated: count('updated') },
  };
}

const isLocked = ({ kind }: UserState): boolean => kind === 'temporary' || kind === 'permanent';

/** A lock as the directory tells it. */
interface TrueLock {
  kind: LockKind;
  endsAt: Date | null;
}

/** Null where there is none, or one that is over by our clock: it decides here. */
function trueLock({ standing: { state } }: Seen, now: Date): TrueLock | null {
  if (state.kind === 'permanent') return { kind: 'permanent', endsAt: null };
  if (state.kind === 'temporary' && state.until > now) return { kind: 'temporary', endsAt: state.until };
  return null;
}

const isSame = (ours: LatestLock, theirs: TrueLock): boolean =>
  ours.kind === theirs.kind && ours.ends_at?.getTime() === theirs.endsAt?.getTime();

interface Beginning {
  account: HeldAccount;
  seen: Seen;
  lock: TrueLock;
  previous: LatestLock | undefined;
  clearedAt: Date | null;
}

async function mirrorLocks(
  trx: Transaction<Database>,
  services: MirrorServices,
  directory: string,
  { now, byExternalId }: Held,
  sightings: readonly Sighting[],
  clearedAt: RecordedAttempts['clearedAt'],
): Promise<Pick<Mirrored, 'locked' | 'endedElsewhere' | 'removed'>> {
  const met = sightings.flatMap(({ userId, seen }) => {
    const account = byExternalId.get(userId);
    return account ? [{ account, seen }] : [];
  });
  const ids = met.map(({ account }) => account.id);
  const expired = new Set(await expireLocks(trx, ids));
  const latest = await latestLocks(trx, ids);

  const ended: LockOn[] = [];
  const removed: Removed[] = [];
  const beginning: Beginning[] = [];
  const resetsOver: HeldAccount[] = [];
  for (const { account, seen } of met) {
    if (expired.has(account.id)) account.version += 1;
    const previous = latest.get(account.id);
    const open = previous?.ended_at === null ? previous : null;
    if (seen === null) {
      if (!account.disabled) removed.push({ account, lock: open });
      continue;
    }
    if (account.reset_pending_since !== null && !seen.standing.resetPending) resetsOver.push(account);
    const lock = trueLock(seen, now);
    if (open && lock && isSame(open, lock)) continue;
    if (open) ended.push({ account, lock: open });
    if (lock) beginning.push({ account, seen, lock, previous, clearedAt: clearedAt(account) });
  }

  await disableRemoved(trx, systemOf(directory), removed);
  await endElsewhere(trx, ended);
  await endResets(trx, resetsOver);
  const wrong = await recentWrongPasswords(
    trx,
    beginning.map(({ account }) => account.id),
    LOOKED_BACK_MINUTES,
  );
  await beginLocks(
    trx,
    services,
    now,
    beginning.map((lock) => newLock(lock, directory, wrong, now)),
  );
  return { locked: beginning.length, endedElsewhere: ended.length, removed: removed.length };
}

/** The citizen has chosen the new password that was demanded. */
async function endResets(trx: Transaction<Database>, accounts: readonly HeldAccount[]): Promise<void> {
  if (accounts.length === 0) return;
  await sql`
    UPDATE accounts SET reset_pending_since = NULL, reset_entry_id = NULL
     WHERE id = ANY (${accounts.map(({ id }) => id)}::uuid[])`.execute(trx);
  for (const account of accounts) account.reset_pending_since = null;
}

/** The lock, with the wrong passwords behind it: as many as Keycloak counted, as far as we know of them. */
function newLock(
  { account, seen: { status, standing }, lock, previous, clearedAt }: Beginning,
  directory: string,
  known: readonly WrongPassword[],
  now: Date,
): NewLock {
  const wrong = known
    .filter(({ account_id, occurred_at }) => account_id === account.id && isSince(occurred_at, clearedAt))
    .map(({ account_id: _, ...rest }) => rest);
  const counted = wrong.filter((attempt) => attempt.counted);
  const evidence = status.numFailures > 0 ? counted.slice(-status.numFailures) : counted;
  const last = evidence.at(-1);
  const lastAt = last ? new Date(last.occurred_at) : null;
  const startedAt = between(previous?.ended_at ?? null, status.lastFailure ?? lastAt ?? now, now);
  return {
    lock: {
      id: randomUUID(),
      account_id: account.id,
      kind: lock.kind,
      cause: standing.quickLogin === true ? 'quick_failures' : 'many_wrong_passwords',
      policy_version: versionOf(directory),
      started_at: startedAt,
      ends_at: lock.endsAt,
      ended_at: null,
    },
    account,
    failures: status.numFailures || evidence.length,
    trend: trendOf(wrong, startedAt),
    evidence,
    last: last && lastAt ? { at: lastAt, source: last.source, attemptId: last.attempt_id } : null,
  };
}

const isSince = (occurredAt: string, clearedAt: Date | null): boolean =>
  clearedAt === null || new Date(occurredAt) > clearedAt;

function between(earliest: Date | null, at: Date, latest: Date): Date {
  if (at > latest) return latest;
  return earliest !== null && at < earliest ? earliest : at;
}
