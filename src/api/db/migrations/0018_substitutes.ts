import { type Kysely, sql } from 'kysely';

/** Who reviews for whom while they are away. Both are in the ledger; here is what is not over, and what nobody cleared away. */
const statements = [
  `CREATE TABLE substitutes (
     -- The entry that names the substitute.
     entry_id uuid PRIMARY KEY,
     absent text NOT NULL,
     absent_name text NOT NULL,
     substitute text NOT NULL CHECK (substitute <> absent),
     substitute_name text NOT NULL,
     -- Scope of who is away, as their token told when they named somebody.
     places text[] NOT NULL,
     -- Days of the offices' calendar, both included.
     from_day date NOT NULL,
     until_day date NOT NULL CHECK (until_day >= from_day)
   )`,
  `CREATE INDEX substitutes_absent ON substitutes (absent, until_day)`,
  `CREATE INDEX substitutes_substitute ON substitutes (substitute, until_day)`,
  // Who may be named, out of all the staff.
  `CREATE INDEX staff_supervisors ON staff (subject) WHERE 'supervisor' = ANY (roles)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
