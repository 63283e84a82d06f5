import { type Kysely, sql } from 'kysely';

/** Rollups for reports, kept by the leader from the ledger: pages of reports read these and nothing else. */
const statements = [
  // One row a place ('' the country, province, city, county), day or month, and key of a dimension ('all' has the key '').
  `CREATE TABLE report_counts (
     place text NOT NULL,
     dimension text NOT NULL,
     grain text NOT NULL CHECK (grain IN ('day', 'month')),
     starts date NOT NULL,
     key text NOT NULL,
     locks integer NOT NULL DEFAULT 0,
     unlocks integer NOT NULL DEFAULT 0,
     resets integer NOT NULL DEFAULT 0,
     repeats integer NOT NULL DEFAULT 0,
     returns integer NOT NULL DEFAULT 0,
     returns_15_minutes integer NOT NULL DEFAULT 0,
     returns_1_hour integer NOT NULL DEFAULT 0,
     returns_1_day integer NOT NULL DEFAULT 0,
     PRIMARY KEY (place, dimension, grain, starts, key)
   )`,
  // Names of offices and clerks, as the ledger has them last.
  `CREATE TABLE report_names (
     dimension text NOT NULL,
     key text NOT NULL,
     name text NOT NULL,
     PRIMARY KEY (dimension, key)
   )`,
  // Locks that have ended, until their citizen has signed in again or a week has gone by.
  `CREATE TABLE report_waiting (
     lock_id uuid PRIMARY KEY,
     account_id uuid NOT NULL,
     locked_at timestamptz(3) NOT NULL,
     ended_at timestamptz(3) NOT NULL,
     division text NOT NULL,
     -- What its return will be counted under, by dimension.
     keys jsonb NOT NULL,
     look_at timestamptz(3) NOT NULL
   )`,
  `CREATE INDEX report_waiting_due ON report_waiting (look_at)`,
  // One row: the ledger's entries before this index are counted.
  `CREATE TABLE report_state (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     next_index bigint NOT NULL DEFAULT 0,
     counted_to timestamptz(3) NOT NULL DEFAULT 'epoch'
   )`,
  `INSERT INTO report_state DEFAULT VALUES`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
