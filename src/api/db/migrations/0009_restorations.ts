import { type Kysely, sql } from 'kysely';

/** What is known and declared of entries that a restore or a failover has lost. */
const statements = [
  // Checkpoints that were signed and that the ledger does not come to, as signers, consoles and exports still hold them.
  `CREATE TABLE held_checkpoints (
     size bigint NOT NULL,
     root bytea NOT NULL CHECK (octet_length(root) = 32),
     -- Number of the last restoration before it was signed, as it tells itself.
     restoration integer NOT NULL,
     note text NOT NULL,
     -- Subject of who handed it in; null of the signer's own.
     held_by text,
     reported_at timestamptz(3) NOT NULL DEFAULT now(),
     -- Number of the restoration that declares it lost; the ledger is not signed on while there is one without.
     settled_by integer,
     PRIMARY KEY (size, root, restoration)
   )`,
  `CREATE INDEX held_checkpoints_unsettled ON held_checkpoints (restoration DESC, size DESC) WHERE settled_by IS NULL`,
  // What one administrator has declared and another may confirm.
  `CREATE TABLE restoration_proposals (
     digest text PRIMARY KEY,
     declaration jsonb NOT NULL,
     proposed_by text NOT NULL,
     proposed_by_name text NOT NULL,
     entry_id uuid NOT NULL,
     proposed_at timestamptz(3) NOT NULL DEFAULT now()
   )`,
  `CREATE TABLE restorations (
     number integer PRIMARY KEY,
     digest text NOT NULL UNIQUE,
     declaration jsonb NOT NULL,
     mark text,
     proposed_by_name text NOT NULL,
     confirmed_by_name text NOT NULL,
     entry_id uuid NOT NULL,
     recorded_at timestamptz(3) NOT NULL
   )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
