import { type Kysely, sql } from 'kysely';

/** Alerts about the system, which go on and end by themselves. */
const statements = [
  // Since when what it tells is over; null while it goes on. What somebody did is over at once.
  'ALTER TABLE alerts ADD COLUMN over_at timestamptz(3)',
  'UPDATE alerts SET over_at = last_at',
  // Its entry could not be written yet: an alert that the ledger takes no entries must not wait for one.
  'ALTER TABLE alerts ADD COLUMN entry_owed boolean NOT NULL DEFAULT false',
  'CREATE INDEX alerts_going_on ON alerts (kind, cause) WHERE over_at IS NULL',
  'CREATE INDEX alerts_owed ON alerts (id) WHERE entry_owed',

  // How much room the database had, once an hour for some weeks: what a forecast is made of.
  `CREATE TABLE disk_samples (
     at timestamptz(3) PRIMARY KEY,
     free_bytes bigint NOT NULL
   )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
