import { type Kysely, sql } from 'kysely';

/** The ledger's tree above its leaves, and what was signed of it last. */
const statements = [
  // Hashes of full tiles of c2sp.org/tlog-tiles: level 1 over 256 leaves, level 2 over 256 of those, and so on.
  `CREATE TABLE tree_nodes (
     level smallint NOT NULL,
     index bigint NOT NULL,
     hash bytea NOT NULL CHECK (octet_length(hash) = 32),
     PRIMARY KEY (level, index)
   )`,
  // One row, empty until the first signature. Its nodes are in tree_nodes; leaves beyond its size are not signed yet.
  `CREATE TABLE ledger_head (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     size bigint NOT NULL DEFAULT 0,
     root bytea NOT NULL DEFAULT sha256('') CHECK (octet_length(root) = 32),
     -- The signed note, as it is served.
     checkpoint text,
     signed_at timestamptz(3)
   )`,
  `INSERT INTO ledger_head DEFAULT VALUES`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
