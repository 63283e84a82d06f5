import { type Kysely, sql } from 'kysely';

/** Who of the staff there is, as their tokens told, what they last used, and what was said of it at the last review. */
const statements = [
  `CREATE TABLE staff (
     subject text PRIMARY KEY,
     name text NOT NULL,
     staff_number text,
     office jsonb,
     roles text[] NOT NULL,
     scope text[] NOT NULL,
     -- Rises with every change of roles, scope or office: what a signature speaks of.
     version integer NOT NULL DEFAULT 1,
     first_seen_at timestamptz(3) NOT NULL DEFAULT now(),
     seen_at timestamptz(3) NOT NULL DEFAULT now(),
     changed_at timestamptz(3)
   )`,
  // When each right was last used, by right. The leader's alone: what it writes waits for no sign-in.
  `CREATE TABLE staff_uses (
     subject text PRIMARY KEY,
     uses jsonb NOT NULL
   )`,
  // One row: the ledger's entries before this index are in the table above. It begins with what the ledger has.
  `CREATE TABLE staff_uses_state (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     next_index bigint NOT NULL DEFAULT 0
   )`,
  `INSERT INTO staff_uses_state DEFAULT VALUES`,
  // The last verdict on each person. All of them are in the ledger.
  `CREATE TABLE access_verdicts (
     subject text PRIMARY KEY,
     version integer NOT NULL,
     verdict text NOT NULL,
     comment text,
     signed_by text NOT NULL,
     signed_at timestamptz(3) NOT NULL,
     entry_id uuid NOT NULL
   )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
