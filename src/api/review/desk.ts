import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/** A supervisor as they last asked for their queue. */
export interface Reviewer {
  subject: string;
  scope: readonly string[];
  /** Also a clerk. */
  serves: boolean;
}

/** Whoever has not asked for their queue for so many days is away; the others of their place stand in for them. */
const AWAY_DAYS = 7;
/** Where nobody is known yet: cities have vehicle administration offices, and those have supervisors. */
const CITY_DIGITS = 4;

export async function presentReviewers(db: Kysely<Database>): Promise<Reviewer[]> {
  const { rows } = await sql<Reviewer>`
    SELECT subject, scope, serves FROM reviewers
     WHERE seen_at > now() - make_interval(days => ${sql.lit(AWAY_DAYS)})`.execute(db);
  return rows;
}

/**
 * The place whose supervisors review an act: the nearest one that has somebody other than the clerk themself, and not only
 * one who serves beside them. The prefix of a division, as scopes are.
 *
 * @param below only places above this one; without it, all that the division lies in
 * @returns null where no such place has anybody
 */
export function deskFor(
  { division, actor }: { division: string; actor: string },
  reviewers: readonly Reviewer[],
  below?: string,
): string | null {
  const places = [6, 4, 2, 0].map((digits) => division.slice(0, digits));
  const found = places.find((place) => {
    if (below !== undefined && place.length >= below.length) return false;
    const others = reviewers.filter(({ subject, scope }) => subject !== actor && scope.includes(place));
    return others.length > 1 || others.some(({ serves }) => !serves);
  });
  return found ?? null;
}

/** As {@link deskFor}, for an act that nobody reviews yet. */
export const firstDesk = (act: { division: string; actor: string }, reviewers: readonly Reviewer[]): string =>
  deskFor(act, reviewers) ?? act.division.slice(0, CITY_DIGITS);
