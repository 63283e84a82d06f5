import { type Kysely, sql, type Transaction } from 'kysely';
import { HOURLY_ROWS_MAX, type HourlyUnlocks } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { placeName } from '../divisions/divisions.ts';
import { placesToRead } from '../queries/places.ts';
import type { Services } from '../services.ts';
import { excessOf, outlierOf, USUAL_DAYS, usualOf } from './outlier.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** With most unlocks today: more are not compared, and a province has fewer. */
const COMPARED_MAX = 1000;
const FORGOTTEN_AT_ONCE = 5000;

/** An unlock at a counter. */
export interface CountedUnlock {
  /** `2026-11-18` and from 0 to 23 o'clock, by the offices' clock. */
  day: string;
  hour: number;
  /** County code of the office. */
  division: string;
  office: string;
}

/** Adds what was unlocked to its offices' hours, in one statement; in one order, so that two writers meet nowhere twice. */
export async function addUnlocks(trx: Transaction<Database>, unlocks: readonly CountedUnlock[]): Promise<void> {
  const sums = new Map<string, { day: string; place: string; key: string; unlocks: number[] }>();
  for (const { day, hour, division, office } of unlocks) {
    const province = division.slice(0, 2);
    for (const [place, key] of [
      ['', province],
      [province, office],
      [division.slice(0, 4), office],
      [division, office],
    ] as const) {
      const name = JSON.stringify([day, place, key]);
      const sum = sums.get(name) ?? { day, place, key, unlocks: HOURS.map(() => 0) };
      sum.unlocks[hour] = (sum.unlocks[hour] ?? 0) + 1;
      sums.set(name, sum);
    }
  }
  if (sums.size === 0) return;
  const added = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
  await sql`
    INSERT INTO unlock_hours (day, place, key, unlocks)
    SELECT day, place, key, unlocks
      FROM jsonb_to_recordset(${JSON.stringify(added)}::jsonb) AS added (day date, place text, key text, unlocks integer[])
    ON CONFLICT (day, place, key) DO UPDATE
       SET unlocks = (SELECT array_agg(stored + fresh ORDER BY hour)
                        FROM unnest(unlock_hours.unlocks, excluded.unlocks) WITH ORDINALITY AS added (stored, fresh, hour))`.execute(
    trx,
  );
}

const sums = (which: string) =>
  sql.raw(HOURS.map((hour) => `coalesce(sum(unlocks[${hour + 1}]) FILTER (WHERE day ${which} today), 0)`).join(', '));

interface Read {
  day: string;
  hour: number;
  key: string | null;
  name: string | null;
  today: number[];
  before: number[];
  days: number;
  offices: number;
}

/** Reads rollups, never entries: for each place and each of 29 days one range of the key. */
export async function readUnlockHours(
  db: Kysely<Database>,
  scope: readonly string[],
  timeZone: string,
): Promise<HourlyUnlocks> {
  const places = placesToRead(scope, undefined);
  const by = places.includes('') ? 'province' : 'office';
  const { rows: read } = await sql<Read>`
    WITH clock AS (
      SELECT now() AT TIME ZONE ${timeZone} AS time, (now() AT TIME ZONE ${timeZone})::date AS today
    ), summed AS (
      SELECT hours.key, ARRAY[${sums('=')}]::integer[] AS today, ARRAY[${sums('<')}]::integer[] AS before,
             count(DISTINCT day) FILTER (WHERE day < today)::integer AS days,
             sum((SELECT sum(one) FROM unnest(unlocks) AS one)) FILTER (WHERE day = today) AS total
        FROM clock
       CROSS JOIN generate_series(0, ${sql.lit(USUAL_DAYS)}) AS back
       CROSS JOIN unnest(${places}::text[]) AS read (place)
       CROSS JOIN LATERAL (
         SELECT * FROM unlock_hours
          WHERE unlock_hours.day = clock.today - back AND unlock_hours.place = read.place OFFSET 0) AS hours
       GROUP BY hours.key
      HAVING bool_or(day = today)
    )
    SELECT to_char(clock.today, 'YYYY-MM-DD') AS day, extract(hour FROM clock.time)::integer AS hour, most.*, names.name
      FROM clock
      LEFT JOIN (SELECT *, (count(*) OVER ())::integer AS offices FROM summed
                  ORDER BY total DESC, key LIMIT ${sql.lit(COMPARED_MAX)}) AS most ON true
      LEFT JOIN report_names AS names ON names.dimension = 'office' AND names.key = most.key
     ORDER BY total DESC, most.key`.execute(db);

  const found = read.flatMap(({ key, name, today, before, days }) => {
    if (key === null) return [];
    const office = { today, before, days };
    const row = {
      key,
      name: by === 'province' ? placeName(key) : name,
      hours: today,
      usual: usualOf(office),
      outlier: outlierOf(office),
    };
    return [row];
  });
  const excess = ({ outlier }: (typeof found)[number]) => (outlier ? excessOf(outlier) : 0);
  // Those that do not stand out stay in the order that they were read in.
  const rows = found.toSorted((a, b) => excess(b) - excess(a)).slice(0, HOURLY_ROWS_MAX);
  const { day = '', hour = 0, offices } = read[0] ?? {};
  return { day, hour, by, rows, more: (offices ?? 0) - rows.length };
}

/** What is too old for anything to be compared with. A day more stays: the offices' day is not the database's. */
export async function forgetUnlockHours({ db }: Pick<Services, 'db'>): Promise<{ more: boolean }> {
  const { numAffectedRows } = await sql`
    DELETE FROM unlock_hours WHERE (day, place, key) IN (
      SELECT day, place, key FROM unlock_hours WHERE day < current_date - ${sql.lit(USUAL_DAYS + 2)}::integer
       ORDER BY day LIMIT ${sql.lit(FORGOTTEN_AT_ONCE)})`.execute(db);
  return { more: numAffectedRows === BigInt(FORGOTTEN_AT_ONCE) };
}
