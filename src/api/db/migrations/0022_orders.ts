import { type Kysely, sql } from 'kysely';

/**
 * Acts on accounts whose directory is outside: what the directory worker is to do, from the pending entry to the one that says
 * what came of it. An account has one open order at most. The key of a request that gave an order has no answer of its own:
 * the order's is.
 */
const statements = [
  `CREATE TABLE orders (
     entry_id uuid PRIMARY KEY,
     directory text NOT NULL,
     account_id uuid NOT NULL REFERENCES accounts,
     action text NOT NULL CHECK (action IN ('unlock', 'reset')),
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     taken_at timestamptz(3),
     ended_at timestamptz(3),
     answer jsonb,
     CHECK ((ended_at IS NULL) = (answer IS NULL))
   )`,
  `CREATE UNIQUE INDEX orders_open ON orders (account_id) WHERE ended_at IS NULL`,
  `CREATE INDEX orders_to_do ON orders (directory, created_at) WHERE ended_at IS NULL`,
  `CREATE INDEX orders_ended ON orders (ended_at) WHERE ended_at IS NOT NULL`,
  `ALTER TABLE idempotency_keys ALTER COLUMN answer DROP NOT NULL`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
