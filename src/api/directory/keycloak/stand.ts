/** How far a directory outside is followed, as `directory_state` keeps it: for whoever goes on, and whoever wants to know. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** What a walk through all users of a realm has come to. */
export interface WalkReport {
  /** RFC 3339. */
  started_at: string;
  /** Null while it is under way. */
  ended_at: string | null;
  /** Users, and of them locked ones. */
  seen: number;
  locked: number;
  /** What was not as it should have been, by kind. */
  mended: {
    account_missing: number;
    account_changed: number;
    account_removed: number;
    lock_missing: number;
    lock_over: number;
  };
  /** Users that can be no accounts, and the first of them by name. */
  unmappable: number;
  unmappable_users: { user_id: string; because: string; locked: boolean }[];
}

/** A walk under way, and where it goes on. */
export interface Walk extends WalkReport {
  first: number;
}

export interface DirectoryStand {
  /** The database's time. */
  now: Date;
  /** By the directory's clock: what happened before this has been taken in. Null before the first time. */
  events_to: Date | null;
  walk: Walk | null;
  report: WalkReport | null;
}

export async function readStand(db: Kysely<Database>, directory: string): Promise<DirectoryStand> {
  const { rows } = await sql<DirectoryStand>`
    SELECT clock.now, events_to, walk, report
      FROM (SELECT now()::timestamptz(3) AS now) AS clock
      LEFT JOIN directory_state ON directory = ${directory}`.execute(db);
  const [stand] = rows;
  if (!stand) throw new Error('a clock without a row');
  return stand;
}

/** How long ago each directory was last taken in as it was then, in seconds; none of those that never were. */
export async function directoriesBehind(db: Kysely<Database>): Promise<{ directory: string; behindSeconds: number }[]> {
  const { rows } = await sql<{ directory: string; behindSeconds: number }>`
    SELECT directory, greatest(0, extract(epoch FROM now() - caught_up_at))::float8 AS "behindSeconds"
      FROM directory_state WHERE caught_up_at IS NOT NULL ORDER BY directory`.execute(db);
  return rows;
}

export interface Progress {
  eventsTo: Date;
  /** What the directory told before this is here. */
  caughtUpAt: Date;
}

/** Notes that a round went well. */
export async function noteProgress(
  db: Kysely<Database>,
  directory: string,
  { eventsTo, caughtUpAt }: Progress,
): Promise<void> {
  await sql`
    INSERT INTO directory_state (directory, events_to, caught_up_at) VALUES (${directory}, ${eventsTo}, ${caughtUpAt})
    ON CONFLICT (directory) DO UPDATE
       SET events_to = excluded.events_to, caught_up_at = excluded.caught_up_at, problem = NULL`.execute(db);
}

/** Notes why nothing is heard of the directory: a code. */
export async function noteProblem(db: Kysely<Database>, directory: string, problem: string): Promise<void> {
  await sql`
    INSERT INTO directory_state (directory, problem) VALUES (${directory}, ${problem})
    ON CONFLICT (directory) DO UPDATE SET problem = excluded.problem`.execute(db);
}

/** Notes how far a walk has come; one that has ended is the last report. */
export async function noteWalk(db: Kysely<Database>, directory: string, walk: Walk): Promise<void> {
  const { first: _, ...report } = walk;
  const over = walk.ended_at !== null;
  await sql`
    INSERT INTO directory_state (directory, walk, report)
    VALUES (${directory}, ${over ? null : JSON.stringify(walk)}, ${over ? JSON.stringify(report) : null})
    ON CONFLICT (directory) DO UPDATE
       SET walk = excluded.walk, report = coalesce(excluded.report, directory_state.report)`.execute(db);
}
