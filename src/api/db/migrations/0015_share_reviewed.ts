import { type Kysely, sql } from 'kysely';

/** How much of what was done has been reviewed. */
const statements = [
  `ALTER TABLE report_counts
     ADD COLUMN shown integer NOT NULL DEFAULT 0,
     ADD COLUMN reviewed integer NOT NULL DEFAULT 0`,
  // Whether reports count it among what was shown. Acts from before are counted neither as shown nor as reviewed.
  `ALTER TABLE reviews ADD COLUMN counted boolean NOT NULL DEFAULT true`,
  `ALTER TABLE reviews ALTER COLUMN counted SET DEFAULT false`,
  `CREATE INDEX reviews_to_count ON reviews (entry_id)
     WHERE NOT counted AND state <> 'watched' AND action IN ('unlock', 'reset')`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
