import { type RawBuilder, sql } from 'kysely';

/**
 * The places that a query reads: those asked for, as far as they lie within the scope; the whole scope where none is
 * asked for. Prefixes that contain one another are merged, so that no row is read twice. May be empty.
 */
export function placesToRead(scope: readonly string[], asked: readonly string[] | undefined): string[] {
  const within = (asked ?? ['']).flatMap((place) =>
    scope.flatMap((prefix) => {
      if (place.startsWith(prefix)) return [place];
      return prefix.startsWith(place) ? [prefix] : [];
    }),
  );
  const distinct = [...new Set(within)].sort();
  return distinct.filter((place) => !distinct.some((other) => other !== place && place.startsWith(other)));
}

type Level = 'country' | 'province' | 'city' | 'division';

/** The level of a prefix, which is also the name of the column that holds such codes. */
function levelOf(prefix: string): Level {
  return (['country', 'province', 'city', 'division'] as const)[prefix.length / 2] ?? 'division';
}

/** `city = '3201'` for a prefix; true for the country. */
export function isIn(prefix: string): RawBuilder<boolean> {
  const level = levelOf(prefix);
  return level === 'country' ? sql`true` : sql`${sql.ref(level)} = ${prefix}`;
}

/** Whether a row lies in one of the prefixes, as a filter on rows that another index finds. */
export function isInAny(prefixes: readonly string[]): RawBuilder<boolean> {
  return sql`(${sql.join([sql`false`, ...prefixes.map(isIn)], sql` OR `)})`;
}
