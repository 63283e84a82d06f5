import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  Transaction,
} from 'kysely';
import pg from 'pg';
import type { Database } from './schema.ts';

/** Statements kept prepared on each connection; others are planned each time. */
const PREPARED_MAX = 500;

/** SQLSTATE classes and codes that mean: the server cannot be worked with now. */
const SERVER_GONE = /^(08|57P|53300|25006)/;
/** A migration changed a table under a prepared statement: only a new connection helps. */
const PLAN_OUTDATED = '0A000';
/** An earlier statement of the transaction had failed. */
const FAILED_BEFORE = '25P02';
/** What PostgreSQL warns from when a commit has stopped waiting for its synchronous standbys; the text is in any language. */
const UNCONFIRMED = 'SyncRepWaitForLSN';

/** The database cannot be reached, or ended the connection. Whether the last statement took effect is unknown. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super('the database cannot be reached', { cause });
    this.name = 'DatabaseUnavailable';
  }
}

export interface Db {
  /** kysely on the pool; whoever made the pool ends it. */
  db: Kysely<Database>;
  /**
   * As `db.transaction()`, but statements begun together (`Promise.all`) are sent together: each waits for the one before
   * it in the server, not on the way there and back.
   */
  inTransaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
}

export function makeDb(pool: pg.Pool): Db {
  const adapter = new PostgresAdapter();
  const compiler = new PostgresQueryCompiler();
  const driver = new PreparingDriver(pool);
  const dialect: Dialect = {
    createAdapter: () => adapter,
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => compiler,
  };
  return {
    db: new Kysely<Database>({ dialect }),
    inTransaction: async (work) => {
      const connection = await driver.acquireConnection();
      let over = false;
      try {
        connection.begin();
        const executor = new DefaultQueryExecutor(compiler, adapter, {
          provideConnection: (consumer) => {
            // Of statements begun together one may fail while another is still to be sent: it must not reach whatever
            // the connection does next.
            if (over) throw new Error('a statement came after the end of its transaction');
            return consumer(connection);
          },
        });
        const result = await work(
          new Transaction<Database>({ config: { dialect }, dialect, driver, executor }),
        ).finally(() => {
          over = true;
        });
        await connection.commit();
        return result;
      } catch (error) {
        await connection.rollback();
        throw error;
      } finally {
        connection.release();
      }
    },
  };
}

/**
 * As kysely's own driver, but: statements are prepared under a name for their text, so that the server parses and plans
 * each once a connection; `begin` travels with the first statement; failures of the connection become
 * `DatabaseUnavailable`.
 */
class PreparingDriver implements Driver {
  readonly #pool: pg.Pool;
  readonly #connections = new WeakMap<pg.PoolClient, PreparingConnection>();
  readonly #names = new Map<string, string>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async init(): Promise<void> {}
  async destroy(): Promise<void> {}

  async acquireConnection(): Promise<PreparingConnection> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw new DatabaseUnavailable(error);
    });
    const known = this.#connections.get(client);
    if (known) return known;
    const made = new PreparingConnection(client, this.#names);
    this.#connections.set(client, made);
    return made;
  }

  async releaseConnection(connection: PreparingConnection): Promise<void> {
    connection.release();
  }

  async beginTransaction(connection: PreparingConnection): Promise<void> {
    connection.begin();
  }

  async commitTransaction(connection: PreparingConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: PreparingConnection): Promise<void> {
    await connection.rollback();
  }
}

class PreparingConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #names: Map<string, string>;
  #begun: Promise<unknown> | null = null;
  #unusable = false;
  /** Something was committed here that no synchronous standby has confirmed: it is lost if this server is. */
  #unconfirmed = false;
  /** Why this transaction failed first. */
  #failure: unknown = null;

  constructor(client: pg.PoolClient, names: Map<string, string>) {
    this.#client = client;
    this.#names = names;
    client.on('notice', ({ routine }) => {
      if (routine === UNCONFIRMED) this.#unconfirmed = true;
    });
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.#send<R>({
      name: this.#nameOf(sql),
      text: sql,
      values: [...parameters],
    });
    return { rows, numAffectedRows: command === 'SELECT' ? undefined : BigInt(rowCount ?? 0) };
  }

  streamQuery(): never {
    throw new Error('streaming is not supported');
  }

  begin(): void {
    this.#failure = null;
    this.#begun = this.#send({ text: 'BEGIN' });
    // Whoever commits or rolls back learns of it; until then it must not count as unhandled.
    this.#begun.catch(() => {});
  }

  async commit(): Promise<void> {
    await this.#begun;
    const { command } = await this.#send({ text: 'COMMIT' });
    // PostgreSQL answers so where an earlier statement had failed.
    if (command !== 'COMMIT') throw new Error('the transaction had failed before its end');
  }

  async rollback(): Promise<void> {
    if (!this.#unusable) await this.#send({ text: 'ROLLBACK' });
  }

  release(): void {
    this.#client.release(this.#unusable);
  }

  async #send<R>(query: pg.QueryConfig): Promise<pg.QueryResult<R & pg.QueryResultRow>> {
    try {
      const result = await this.#client.query<R & pg.QueryResultRow>(query);
      // Whoever cancels the wait ends it as a success with a warning.
      if (this.#unconfirmed) throw new Error('no synchronous standby has confirmed it');
      return result;
    } catch (error) {
      // Of statements sent together those behind the one that failed are refused because of it: its reason is theirs.
      if (this.#failure === null || !isOf(error, FAILED_BEFORE)) this.#failure = this.#explain(error);
      throw this.#failure;
    }
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= PREPARED_MAX) return known;
    const name = `s${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }

  #explain(error: unknown): unknown {
    const state = error instanceof pg.DatabaseError ? (error.code ?? '') : null;
    // Without a SQLSTATE it was not the server that spoke; a value that cannot be sent is a mistake of ours.
    const gone =
      state === null ? !(error instanceof TypeError || error instanceof RangeError) : SERVER_GONE.test(state);
    if (gone || state === PLAN_OUTDATED) this.#unusable = true;
    return gone ? new DatabaseUnavailable(error) : error;
  }
}

const isOf = (error: unknown, state: string): boolean => error instanceof pg.DatabaseError && error.code === state;
