/**
 * What the API says to the database, taken down while it does one thing, to be said again by a server that does nothing
 * else: the peer then runs the same prepared statements for as long as the API does, whatever they become.
 */
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
  learned: { from: number; column: string; recorded: string }[];
}

/** @param given what the act was called with, as it stands in the statements */
export async function recordStatements(pool: Pool, given: string[], act: () => Promise<unknown>): Promise<Recording> {
  const said: { statement: Statement; answer: Promise<QueryResult> }[] = [];
  let answered = 0;
  const listen = (client: PoolClient) => {
    const query = client.query.bind(client);
    Object.assign(client, {
      query: (config: QueryConfig) => {
        const answer = query(config);
        said.push({ statement: { ...config, values: config.values ?? [], answered }, answer });
        const count = () => {
          answered++;
        };
        answer.then(count, count);
        return answer;
      },
    });
  };
  pool.on('connect', listen);
  await act();
  pool.off('connect', listen);

  const statements = said.map(({ statement }) => statement);
  const learned: Recording['learned'] = [];
  const known = new Set(given);
  for (const [from, { answer }] of said.entries()) {
    const { rows } = await answer;
    const later = JSON.stringify(statements.slice(from + 1).map(({ values }) => values));
    for (const [column, recorded] of Object.entries<unknown>(rows[0] ?? {})) {
      if (typeof recorded !== 'string' || !IDENTIFIER.test(recorded) || known.has(recorded)) continue;
      if (!later.includes(recorded)) continue;
      known.add(recorded);
      learned.push({ from, column, recorded });
    }
  }
  if (statements.length === 0) throw new Error('nothing was said to the database');
  return { statements, given, learned };
}

const IDENTIFIER = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** Of a recording, only the statements that match; what they learned from others is then given by whoever asks. */
export function only({ statements, given, learned }: Recording, pattern: RegExp): Recording {
  return {
    statements: statements.filter(({ text }) => pattern.test(text)).map((one) => ({ ...one, answered: 0 })),
    given: [...given, ...learned.map(({ recorded }) => recorded)],
    learned: [],
  };
}

/** How often the API waited for the database. */
export const roundTrips = ({ statements }: Recording): number =>
  new Set(statements.map(({ answered }) => answered)).size;
