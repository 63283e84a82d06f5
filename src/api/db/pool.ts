import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.ts';

const INT8 = 20;

/** How long one statement, a wait for a lock, and an open transaction without work may take. */
const STATEMENT_MS = 10_000;
const LOCK_MS = 3_000;
const IDLE_IN_TRANSACTION_MS = 10_000;
/** How long a request waits for a free connection before it is answered `database_unavailable`. */
const CONNECT_MS = 5_000;

/** Connections to the database; `pg` types as `schema.ts` says. */
export function makePool(url: string, max: number): pg.Pool {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === INT8 ? readInt8 : pg.types.getTypeParser(oid, format ?? 'text'),
  };
  return new pg.Pool({
    connectionString: url,
    max,
    types,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    application_name: 'lockdesk-api',
  });
}

export function makeDb(pool: pg.Pool): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** Counts and ledger indices: far below 2^53 for as long as anything of this lives. */
function readInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('bigint beyond 2^53');
  return value;
}
