/**
 * What the API says to the database, taken down while it does one thing, to be said again by a server that does nothing
 * else: the peer then runs the same prepared statements for as long as the API does, whatever they become.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';

interface Statement {
  name?: string;
  text: string;
  values: unknown[];
  /** How many of the statements before it had been answered when it was sent; for others it did not wait. */
  answered: number;
}

export interface Recording {
  statements: Statement[];
  /** Strings in the values for which whoever asks gives others: ids of the account, for example. */
  given: string[];
  /** Strings that one statement answered and a later one sends: the id of the entry, for example. */
  learned: { from: number; column: string; word: string }[];
}

/** Tells the statements of the act from those of whatever else works on the same connections. */
const recorded = new AsyncLocalStorage<(config: QueryConfig, answer: Promise<QueryResult>) => void>();
const listenedTo = new WeakSet<PoolClient>();

function listen(client: PoolClient): void {
  if (listenedTo.has(client)) return;
  listenedTo.add(client);
  client.query = new Proxy(client.query, {
    apply(query, self, args: unknown[]) {
      const answer: unknown = Reflect.apply(query, self, args);
      const [config] = args;
      if (isQuery(config) && answer instanceof Promise) recorded.getStore()?.(config, answer);
      return answer;
    },
  });
}

const isQuery = (config: unknown): config is QueryConfig =>
  typeof config === 'object' && config !== null && 'text' in config;

/** @param given what the act was called with, as it stands in the statements */
export async function recordStatements(pool: Pool, given: string[], act: () => Promise<unknown>): Promise<Recording> {
  const said: { statement: Statement; answer: Promise<QueryResult> }[] = [];
  let answered = 0;
  const count = () => {
    answered++;
  };
  pool.on('acquire', listen);
  await recorded.run(({ name, text, values = [] }, answer) => {
    said.push({ statement: { ...(name !== undefined && { name }), text, values, answered }, answer });
    answer.then(count, count);
  }, act);
  pool.off('acquire', listen);

  const statements = said.map(({ statement }) => statement);
  const learned: Recording['learned'] = [];
  const known = new Set(given);
  for (const [from, { answer }] of said.entries()) {
    const { rows } = await answer;
    const later = JSON.stringify(statements.slice(from + 1).map(({ values }) => values));
    for (const [column, word] of Object.entries<unknown>(rows[0] ?? {})) {
      if (typeof word !== 'string' || !IDENTIFIER.test(word) || known.has(word)) continue;
      if (!later.includes(word)) continue;
      known.add(word);
      learned.push({ from, column, word });
    }
  }
  if (statements.length === 0) throw new Error('nothing was said to the database');
  return { statements, given, learned };
}

const IDENTIFIER = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** Of a recording, only the statements that match; what they learned from others stays as it was recorded. */
export function only({ statements, given }: Recording, pattern: RegExp): Recording {
  const matching = statements.filter(({ text }) => pattern.test(text)).map((one) => ({ ...one, answered: 0 }));
  return { statements: matching, given, learned: [] };
}

/** How often the API waited for the database. */
export const roundTrips = ({ statements }: Recording): number =>
  new Set(statements.map(({ answered }) => answered)).size;
