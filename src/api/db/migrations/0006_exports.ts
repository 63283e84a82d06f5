import { type Kysely, sql } from 'kysely';

/** Exports that were begun and not fetched yet: whoever fetches the file takes its row away. */
const statements = [
  `CREATE TABLE export_tickets (
     -- The entry that began it.
     id uuid PRIMARY KEY,
     actor_subject text NOT NULL,
     operation text NOT NULL,
     input jsonb NOT NULL,
     created_at timestamptz(3) NOT NULL DEFAULT now()
   )`,
  `CREATE INDEX export_tickets_age ON export_tickets (created_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
