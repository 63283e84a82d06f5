import { type Kysely, sql } from 'kysely';

/** Marks come by an operation, each with its entry: somebody's own account, too, where no claim tells. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE account_marks
      ADD COLUMN kind text NOT NULL DEFAULT 'relative' CHECK (kind IN ('own', 'relative'))`.execute(db);
}
