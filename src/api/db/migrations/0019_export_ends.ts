import { type Kysely, sql } from 'kysely';

/** What became of each export is kept for an hour, so that whoever lost the answer can ask again; one left alone is ended. */
const statements = [
  `ALTER TABLE export_tickets
     -- When its file was last coming; null until it is asked for.
     ADD coming_at timestamptz(3),
     -- The second entry, and what it says.
     ADD end_id uuid,
     ADD ended jsonb,
     ADD ended_at timestamptz(3)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
