import { type Kysely, sql } from 'kysely';

/** Keys of personal fields, each wrapped with a key-encryption key that the database does not have. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE data_keys (
      id smallint PRIMARY KEY,
      wrapped bytea NOT NULL,
      kek_id smallint NOT NULL,
      -- Until then it opens and finds, and nothing is sealed with it: every process has to know it first.
      active_from timestamptz(3) NOT NULL,
      -- Everything stands under it.
      rotated_at timestamptz(3),
      created_at timestamptz(3) NOT NULL DEFAULT now()
    )`.execute(db);
}
