import { type Kysely, sql } from 'kysely';

/** How far each directory outside is followed. */
const statements = [
  `CREATE TABLE directory_state (
     directory text PRIMARY KEY,
     -- By the directory's own clock: what happened there before this has been taken in.
     events_to timestamptz(3),
     -- What the directory told before this, by our clock, is here.
     caught_up_at timestamptz(3),
     -- Why nothing is heard of it.
     problem text,
     -- The walk through all of its users that is under way, and what the last one came to.
     walk jsonb,
     report jsonb
   )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
