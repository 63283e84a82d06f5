import { type Kysely, sql } from 'kysely';

/** Accounts whose citizen's data are gone, and accounts of which nothing may go. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE accounts
      ADD COLUMN erased_at timestamptz(3),
      -- A legal hold.
      ADD COLUMN held_at timestamptz(3)`.execute(db);
}
