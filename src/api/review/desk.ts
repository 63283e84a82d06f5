import { type Kysely, sql } from 'kysely';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import { mayStandIn, today } from './substitutes.ts';

/** A supervisor as they last asked for their queue; once more for each whom they stand in for. */
export interface Reviewer {
  subject: string;
  scope: readonly string[];
  /** Also a clerk. */
  serves: boolean;
  /** Whose scope it is, where not theirs: acts of that person are not theirs to review there. */
  insteadOf: string | null;
}

type ReviewerRow = Reviewer & { places: readonly string[] | null };

/** Whoever has not asked for their queue for so many days is away; the others of their place stand in for them. */
const AWAY_DAYS = 7;
/** Where nobody is known yet: cities have vehicle administration offices, and those have supervisors. */
const CITY_DIGITS = 4;

/** Who is there to review. Whoever has named a substitute is away in that time, and their places are the substitute's. */
export async function presentReviewers(
  db: Kysely<Database>,
  { TIME_ZONE }: Pick<Config, 'TIME_ZONE'>,
): Promise<Reviewer[]> {
  const { rows } = await sql<ReviewerRow>`
    WITH away AS (
      SELECT absent, substitute, places FROM substitutes
       WHERE ${today(TIME_ZONE)} BETWEEN from_day AND until_day
    ), present AS (
      SELECT subject, scope, serves FROM reviewers
       WHERE seen_at > now() - make_interval(days => ${sql.lit(AWAY_DAYS)}) AND subject NOT IN (SELECT absent FROM away)
    )
    SELECT subject, scope, serves, NULL AS "insteadOf", NULL AS places FROM present
    UNION ALL
    SELECT subject, scope, serves, absent, places FROM away JOIN present ON subject = substitute`.execute(db);
  return rows.map(({ places, scope, ...reviewer }) => ({
    ...reviewer,
    scope: places?.filter((place) => mayStandIn(scope, place)) ?? scope,
  }));
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
    const others = reviewers.filter(
      ({ subject, scope, insteadOf }) => subject !== actor && insteadOf !== actor && scope.includes(place),
    );
    return new Set(others.map(({ subject }) => subject)).size > 1 || others.some(({ serves }) => !serves);
  });
  return found ?? null;
}

/** As {@link deskFor}, for an act that nobody reviews yet. */
export const firstDesk = (act: { division: string; actor: string }, reviewers: readonly Reviewer[]): string =>
  deskFor(act, reviewers) ?? act.division.slice(0, CITY_DIGITS);
