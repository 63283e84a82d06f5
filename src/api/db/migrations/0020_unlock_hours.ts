import { type Kysely, sql } from 'kysely';

/** Unlocks by office and hour of the day, kept by the leader with the reports' rollups. */
const statements = [
  // One row a day of the offices' calendar, place (province, city, county) and office. Of the country ('') a row is a
  // province: its offices are too many for any page.
  `CREATE TABLE unlock_hours (
     day date NOT NULL,
     place text NOT NULL,
     key text NOT NULL,
     -- From 0 to 23 o'clock by the offices' clock.
     unlocks integer[] NOT NULL CHECK (cardinality(unlocks) = 24),
     PRIMARY KEY (day, place, key)
   )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
