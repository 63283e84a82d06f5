import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/** What one clerk did in the last 30 days. */
export interface ClerkMeasures {
  office_code: string;
  actor_subject: string;
  acts: number;
  other_document: number;
  out_of_hours: number;
  disputed: number;
}

const DAYS = 30;

/** Of everyone who worked in these offices, from days that are summed up already. */
export async function clerkMeasures(
  db: Kysely<Database>,
  offices: readonly string[],
  timeZone: string,
): Promise<ClerkMeasures[]> {
  const { rows } = await sql<ClerkMeasures>`
    SELECT office_code, actor_subject, sum(acts) AS acts, sum(other_document) AS other_document,
           sum(out_of_hours) AS out_of_hours, sum(disputed) AS disputed
      FROM clerk_days
     WHERE office_code = ANY (${[...new Set(offices)]}::text[])
       AND day > (now() AT TIME ZONE ${timeZone})::date - ${sql.lit(DAYS)}
     GROUP BY office_code, actor_subject`.execute(db);
  return rows;
}

/** 0 where there is nothing. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? upper) + upper) / 2 : upper;
}
