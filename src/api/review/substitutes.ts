/** Who reviews for whom while they are away. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Substitution } from '../../contract/index.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import { inScope } from '../http/scope.ts';

export interface SubstitutionRow {
  entry_id: string;
  absent: string;
  absent_name: string;
  substitute: string;
  substitute_name: string;
  places: string[];
  from_day: string;
  until_day: string;
  begun: boolean;
}

/** The day that it is by the offices' calendar: the database's clock decides. */
export const today = (timeZone: string): RawBuilder<string> => sql<string>`(now() AT TIME ZONE ${timeZone})::date`;

/** Columns of {@link SubstitutionRow}. */
export const substitutionColumns = (timeZone: string) => sql`
  entry_id, absent, absent_name, substitute, substitute_name, places, from_day::text, until_day::text,
  from_day <= ${today(timeZone)} AS begun`;

/** What is not over of somebody's, on either side, the soonest first. */
export async function readSubstitutions(
  db: Kysely<Database>,
  subject: string,
  { TIME_ZONE }: Pick<Config, 'TIME_ZONE'>,
): Promise<SubstitutionRow[]> {
  const { rows } = await sql<SubstitutionRow>`
    SELECT ${substitutionColumns(TIME_ZONE)}
      FROM (SELECT * FROM substitutes WHERE absent = ${subject} AND until_day >= ${today(TIME_ZONE)}
            UNION ALL
            SELECT * FROM substitutes WHERE substitute = ${subject} AND until_day >= ${today(TIME_ZONE)}) AS theirs
     ORDER BY from_day, entry_id`.execute(db);
  return rows;
}

export const toSubstitution = (row: SubstitutionRow): Substitution => ({
  entry_id: row.entry_id,
  absent: { subject: row.absent, name: row.absent_name },
  substitute: { subject: row.substitute, name: row.substitute_name },
  from: row.from_day,
  until: row.until_day,
  begun: row.begun,
});

/**
 * Whether somebody of this scope may stand in at a place: it lies in their scope, or right beside a place that does, in the
 * same province or city. Above a province there is no division, so a province's neighbour is nobody's substitute there.
 */
export function mayStandIn(scope: readonly string[], place: string): boolean {
  const above = place.slice(0, -2);
  return (
    inScope(scope, place) || (above !== '' && scope.some((own) => own.length === place.length && own.startsWith(above)))
  );
}
