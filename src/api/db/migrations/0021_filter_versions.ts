import { type Kysely, sql } from 'kysely';

/** Versions of saved filters, none given twice: one that was deleted and saved again must not be what it was once. */
const statements = [
  `CREATE SEQUENCE saved_filter_versions AS integer`,
  `SELECT setval('saved_filter_versions', coalesce(max(version), 0) + 1, false) FROM saved_filters`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
