import { type Kysely, sql } from 'kysely';
import {
  COUNT_NAMES,
  type Counts,
  type ParsedInput,
  REPORT_MAX_DAYS,
  type Report,
  type ReportRow,
} from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { placeName, placesWithin } from '../divisions/divisions.ts';
import { ApiError } from '../problem.ts';
import { placesToRead } from '../queries/places.ts';
import { STORED_DIMENSIONS, type StoredDimension } from './changes.ts';
import { type Steps, segmentsOf, stepsOf } from './period.ts';

const SUMS = sql.raw(COUNT_NAMES.map((name) => `sum(${name})::float8 AS ${name}`).join(', '));

interface Read extends Counts {
  place: string;
  dimension: StoredDimension | 'all';
  starts: string;
  key: string;
  name: string | null;
}

type Asked = Pick<ParsedInput<'readReport'>, 'from' | 'to' | 'place'>;

/** The steps of a period. @throws ApiError `period_too_long` */
export function stepsAsked({ from, to }: Pick<Asked, 'from' | 'to'>): Steps {
  const steps = stepsOf(from, to);
  if (steps.days > REPORT_MAX_DAYS) throw new ApiError('period_too_long', { max_days: REPORT_MAX_DAYS });
  return steps;
}

/** Reads rollups, never entries: days at the ends of the period, months between them. Every row of each table is there. */
export async function readWholeReport(db: Kysely<Database>, scope: readonly string[], asked: Asked): Promise<Report> {
  const { from, to, place } = asked;
  const steps = stepsAsked(asked);
  const segments = segmentsOf(from, to, steps.grain);
  const places = placesToRead(scope, place === undefined ? undefined : [place]);
  const [only, ...others] = places;
  const parts = only !== undefined && others.length === 0 ? placesWithin(only) : places;

  const [inSteps, byPlace, byKey, state] = await Promise.all([
    sum('starts', places, ['all']),
    sum('place', parts, ['all']),
    sum('key', places, STORED_DIMENSIONS),
    sql<{ counted_to: Date }>`
      SELECT CASE WHEN report.next_index = ledger.next_index THEN now() ELSE report.counted_to END AS counted_to
        FROM report_state AS report, sequencer_state AS ledger`.execute(db),
  ]);
  const found = new Map(inSteps.map((row) => [row.starts, countsOf(row)]));
  const rowsOf = (dimension: StoredDimension): ReportRow[] =>
    mostFirst(
      byKey
        .filter((row) => row.dimension === dimension)
        .map(({ key, name, ...row }) => ({ ...countsOf(row), key, name })),
    );
  return {
    totals: totalOf(inSteps),
    steps: steps.starts.map((starts) => ({ starts, ...(found.get(starts) ?? totalOf([])) })),
    by: {
      place: mostFirst(byPlace.map((row) => ({ ...countsOf(row), key: row.place, name: placeName(row.place) }))),
      office: rowsOf('office'),
      reason: rowsOf('reason'),
      cause: rowsOf('cause'),
      clerk: rowsOf('clerk'),
    },
    counted_to: (state.rows[0]?.counted_to ?? new Date(0)).toISOString(),
  };

  /** Sums by one of the columns; each place, dimension and stretch of time is a range of the one index. */
  async function sum(
    by: 'starts' | 'place' | 'key',
    places: readonly string[],
    dimensions: readonly (StoredDimension | 'all')[],
  ): Promise<Read[]> {
    const starts = steps.grain === 'day' ? sql`counts.starts` : sql`date_trunc('month', counts.starts)`;
    const group = {
      starts: sql`to_char(${starts}, 'YYYY-MM-DD')`,
      place: sql`place.code`,
      key: sql`counts.key`,
    }[by];
    const { rows } = await sql<Read>`
      SELECT summed.*, names.name
        FROM (
          SELECT ${group} AS ${sql.ref(by)}, dimension.name AS dimension, ${SUMS}
            FROM unnest(${places}::text[]) AS place (code)
           CROSS JOIN unnest(${dimensions}::text[]) AS dimension (name)
           CROSS JOIN unnest(${segments.map(({ grain }) => grain)}::text[], ${segments.map(({ from }) => from)}::date[],
                             ${segments.map(({ to }) => to)}::date[]) AS segment (grain, first, last)
           CROSS JOIN LATERAL (
             SELECT * FROM report_counts
              WHERE report_counts.place = place.code AND report_counts.dimension = dimension.name
                AND grain = segment.grain AND starts >= segment.first AND starts <= segment.last
              OFFSET 0) AS counts
           GROUP BY 1, 2) AS summed
        LEFT JOIN report_names AS names
               ON names.dimension = summed.dimension AND names.key = ${by === 'key' ? sql`summed.key` : sql`NULL`}`.execute(
      db,
    );
    return rows;
  }
}

const countsOf = (row: Counts): Counts => ({
  locks: row.locks,
  unlocks: row.unlocks,
  resets: row.resets,
  repeats: row.repeats,
  shown: row.shown,
  reviewed: row.reviewed,
  returns: row.returns,
  returns_15_minutes: row.returns_15_minutes,
  returns_1_hour: row.returns_1_hour,
  returns_1_day: row.returns_1_day,
});

function totalOf(rows: readonly Counts[]): Counts {
  const sum = (name: keyof Counts) => rows.reduce((total, row) => total + row[name], 0);
  return {
    locks: sum('locks'),
    unlocks: sum('unlocks'),
    resets: sum('resets'),
    repeats: sum('repeats'),
    shown: sum('shown'),
    reviewed: sum('reviewed'),
    returns: sum('returns'),
    returns_15_minutes: sum('returns_15_minutes'),
    returns_1_hour: sum('returns_1_hour'),
    returns_1_day: sum('returns_1_day'),
  };
}

/** By acts, then by locks. */
const mostFirst = (rows: ReportRow[]): ReportRow[] =>
  rows.toSorted((a, b) => b.unlocks + b.resets - a.unlocks - a.resets || b.locks - a.locks || (a.key < b.key ? -1 : 1));
