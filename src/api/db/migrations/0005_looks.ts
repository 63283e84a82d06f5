import { type Kysely, sql } from 'kysely';

/** How often somebody of the staff looked at people, by stretches of some minutes. Only the last hour's count. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE looks (
      actor_subject text NOT NULL,
      since timestamptz(3) NOT NULL,
      count integer NOT NULL,
      -- A supervisor was told in this stretch.
      alerted boolean NOT NULL DEFAULT false,
      PRIMARY KEY (actor_subject, since)
    )`.execute(db);
}
