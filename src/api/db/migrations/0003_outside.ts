import { type Kysely, sql } from 'kysely';

/** What those outside have seen of the ledger, and the keys that they check it by. */
const statements = [
  // One row: the newest checkpoint that the witness has cosigned.
  `CREATE TABLE witness_head (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     -- Its verifier key; empty until a witness was configured.
     witness text NOT NULL DEFAULT '',
     size bigint NOT NULL DEFAULT 0,
     -- The note as it was submitted, and the line that the witness added.
     checkpoint text,
     cosignature text,
     cosigned_at timestamptz(3),
     -- Why the last try came to nothing; null where it did not.
     problem text
   )`,
  `INSERT INTO witness_head DEFAULT VALUES`,

  // Keys that sign the ledger, one after the other; empty until the first signature.
  `CREATE TABLE ledger_keys (
     place smallint PRIMARY KEY,
     verifier_key text NOT NULL UNIQUE,
     -- The entry that names it; null of the first.
     entry_id uuid UNIQUE,
     -- A copy of that entry's leaf, for as long as the ledger is to be verified from an older key on.
     leaf bytea
   )`,

  // How far each receiver of the feed has taken the ledger.
  `CREATE TABLE feeds (
     name text PRIMARY KEY,
     next_index bigint NOT NULL DEFAULT 0,
     -- Size of the last checkpoint that it was given.
     checkpoint_size bigint NOT NULL DEFAULT 0,
     tries integer NOT NULL DEFAULT 0,
     next_try_at timestamptz(3) NOT NULL DEFAULT now()
   )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
