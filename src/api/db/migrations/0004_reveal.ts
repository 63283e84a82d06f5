import { type Kysely, sql } from 'kysely';

/** Entries tell which number of an account was revealed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE entries ADD COLUMN field text`.execute(db);
}
