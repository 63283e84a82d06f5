import { type Kysely, sql } from 'kysely';

/** Filters of lists that people keep for themselves. */
const statements = [
  // By person first: an id says nothing to anybody else.
  `CREATE TABLE saved_filters (
     subject text NOT NULL,
     id uuid NOT NULL,
     screen text NOT NULL,
     name text NOT NULL,
     filter jsonb NOT NULL,
     is_default boolean NOT NULL,
     version int NOT NULL,
     PRIMARY KEY (subject, id)
   )`,
  `CREATE UNIQUE INDEX saved_filters_name ON saved_filters (subject, screen, name)`,
  `CREATE UNIQUE INDEX saved_filters_default ON saved_filters (subject, screen) WHERE is_default`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
