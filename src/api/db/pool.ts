import pg from 'pg';

const INT8 = 20;

/** How long one statement, a wait for a lock, and an open transaction without work may take. */
const STATEMENT_MS = 10_000;
const LOCK_MS = 3_000;
const IDLE_IN_TRANSACTION_MS = 10_000;
/**
 * Every statement of ours reads short ranges of an index, so that the plan for unknown values is the right one for each,
 * and is made once a connection. What the planner would rather do for the average place is ruinous for a large one: read
 * a whole city by a bitmap for one page of it. And next month's partition, still empty when a plan is made, would be read
 * from end to end while it fills.
 */
const PLANNER = ['plan_cache_mode=force_generic_plan', 'enable_seqscan=off', 'enable_bitmapscan=off', 'jit=off'];
/** How long a request waits for a free connection before it is answered `database_unavailable`. */
const CONNECT_MS = 5_000;

/**
 * Connections to the database; reads values as `schema.ts` types them.
 *
 * @param answerWithinMs after which a server that says nothing is given up, and the connection with it; without it, never
 */
export function makePool(url: string, max: number, answerWithinMs?: number): pg.Pool {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === INT8 ? readInt8 : pg.types.getTypeParser(oid, format ?? 'text'),
  };
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    // Statements are sent without waiting for the answer to the one before: `begin` costs no round trip of its own.
    pipeline: true,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    ...(answerWithinMs !== undefined && { query_timeout: answerWithinMs }),
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    application_name: 'lockdesk-api',
    options: PLANNER.map((setting) => `-c ${setting}`).join(' '),
  });
  // A connection that the server ends fails the statement on it, or is replaced if it was idle. Its event, unheard,
  // would end the process.
  const heard = () => {};
  pool.on('error', heard);
  pool.on('connect', (client) => client.on('error', heard));
  return pool;
}

/** Counts and ledger indices: far below 2^53 for as long as anything of this lives. */
function readInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('bigint beyond 2^53');
  return value;
}
