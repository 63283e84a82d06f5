/** A recording, made ready to be said again with other words in the places of those that vary. */
import type { PoolClient } from 'pg';
import type { Recording } from '../harness/recording.ts';

type Fill = (words: ReadonlyMap<string, string>) => unknown;

/** Says all of it on one connection, waiting where the API waited, and answers with the rows of every statement. */
export type Replay = (client: PoolClient, given: readonly string[]) => Promise<unknown[][]>;

export function makeReplay({ statements, given: recorded, learned }: Recording): Replay {
  const varying = [...recorded, ...learned.map(({ word }) => word)];
  const prepared = statements.map(({ name, text, values, answered }, at) => ({
    name,
    text,
    values: values.map((value) => template(value, varying)),
    answered,
    learned: learned.filter(({ from }) => from === at),
  }));

  return async (client, given) => {
    if (given.length !== recorded.length) throw new RangeError(`${recorded.length} words are to be given`);
    const words = new Map(recorded.map((word, at) => [word, given[at] ?? '']));
    const sent: Promise<unknown[]>[] = [];
    for (const { name, text, values, answered, learned } of prepared) {
      await Promise.all(sent.slice(0, answered));
      const answer = client.query<Record<string, unknown>>({ name, text, values: values.map((fill) => fill(words)) });
      sent.push(
        answer.then(({ rows }) => {
          for (const { column, word } of learned) words.set(word, String(rows[0]?.[column]));
          return rows;
        }),
      );
    }
    return Promise.all(sent);
  };
}

function template(value: unknown, varying: readonly string[]): Fill {
  if (Array.isArray(value)) {
    const items = value.map((item) => template(item, varying));
    return (words) => items.map((fill) => fill(words));
  }
  if (typeof value !== 'string' || !varying.some((word) => value.includes(word))) return () => value;
  // What varies are identifiers: nothing in them means anything to a pattern.
  const parts = value.split(new RegExp(`(${varying.join('|')})`));
  return (words) => parts.map((part) => words.get(part) ?? part).join('');
}
