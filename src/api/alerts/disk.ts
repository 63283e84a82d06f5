import { statfs } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';

const GB = 1024 ** 3;
/** Between two samples, and for how long they are kept. */
const SAMPLE_EVERY_MINUTES = 60;
const SAMPLES_KEPT_DAYS = 30;
/** What a forecast is made of: a week, so that nights and Sundays count; less than a day tells nothing. */
const GROWTH_DAYS = 7;
const GROWTH_LEAST_DAYS = 1;

type DiskConfig = Pick<Config, 'DATABASE_DISK_PATH' | 'DATABASE_DISK_GB' | 'DISK_ALERT_DAYS' | 'DISK_LEAST_GB'>;

export interface DiskStand {
  /** Whole days until it is full; null where too little is known, or it does not fill. */
  daysLeft: number | null;
  /** To be told: full within the days of the configuration, or less free than the least. */
  filling: boolean;
}

/**
 * Bytes that the database may still grow by: what the system tells of its disk, or what the operator says there is less
 * what it takes; the lesser of both. Null where neither is configured: the database itself does not know.
 */
export async function freeBytes(db: Kysely<Database>, config: DiskConfig): Promise<number | null> {
  const { DATABASE_DISK_PATH: path, DATABASE_DISK_GB: room } = config;
  const free: number[] = [];
  if (path !== undefined) {
    const { bavail, bsize } = await statfs(path);
    free.push(bavail * bsize);
  }
  if (room !== undefined) {
    const { rows } = await sql<{ bytes: number }>`SELECT pg_database_size(current_database()) AS bytes`.execute(db);
    free.push(Math.max(0, room * GB - (rows[0]?.bytes ?? 0)));
  }
  return free.length === 0 ? null : Math.min(...free);
}

/** Keeps a sample of the room now, once an hour, and says how long it will do. Null where it is not known. */
export async function diskStand(db: Kysely<Database>, config: DiskConfig): Promise<DiskStand | null> {
  const free = await freeBytes(db, config);
  if (free === null) return null;
  const daysLeft = await forecast(db, free);
  // A disk that is full takes no sample, and is told of all the same.
  await keepSample(db, free).catch(() => {});
  const soon = daysLeft !== null && daysLeft < config.DISK_ALERT_DAYS;
  return { daysLeft, filling: soon || free < config.DISK_LEAST_GB * GB };
}

async function keepSample(db: Kysely<Database>, free: number): Promise<void> {
  await sql`
    INSERT INTO disk_samples (at, free_bytes)
    SELECT now(), ${free}::bigint
     WHERE NOT EXISTS (SELECT FROM disk_samples WHERE at > now() - make_interval(mins => ${SAMPLE_EVERY_MINUTES}))
    ON CONFLICT DO NOTHING`.execute(db);
  await sql`DELETE FROM disk_samples WHERE at < now() - make_interval(days => ${SAMPLES_KEPT_DAYS})`.execute(db);
}

/** By the straight line that fits the week's samples best: a backup that came and went does not tip it. */
async function forecast(db: Kysely<Database>, free: number): Promise<number | null> {
  const { rows } = await sql<{ per_day: number | null; days: number | null }>`
    SELECT regr_slope(free_bytes, extract(epoch FROM at) / 86400) AS per_day,
           (extract(epoch FROM max(at) - min(at)) / 86400)::float8 AS days
      FROM disk_samples WHERE at > now() - make_interval(days => ${GROWTH_DAYS})`.execute(db);
  const { per_day: perDay = null, days = null } = rows[0] ?? {};
  if (perDay === null || perDay >= 0 || (days ?? 0) < GROWTH_LEAST_DAYS) return null;
  return Math.floor(free / -perDay);
}
