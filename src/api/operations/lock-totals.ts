import { sql } from 'kysely';
import type { LockTotals } from '../../contract/index.ts';
import { placeName, placesWithin } from '../divisions/divisions.ts';
import type { Handler } from '../http/handler.ts';
import { placesToRead } from '../queries/places.ts';

interface Counter {
  /** Of the ledger, at the counters' snapshot. */
  index: number;
  /** Null in the only row where nothing is counted. */
  place: string | null;
  kind: string;
  cause: string;
  count: number;
}

/** Reads counters, never locks: the same cost whatever their number. */
export const lockTotals: Handler<'lockTotals'> = async ({ actor, services }, input) => {
  const places = placesToRead(actor.scope, input.places);
  const [only, ...others] = places;
  const listed = only !== undefined && others.length === 0 ? placesWithin(only) : places;
  const { rows } = await sql<Counter>`
    SELECT next_index AS index, place, kind, cause, count
      FROM sequencer_state
      LEFT JOIN lock_counters ON place = ANY(${[...places, ...listed]}::text[])`.execute(services.db);

  const groups = new Map<string, LockTotals['groups'][number]>();
  const counts = new Map(listed.map((place) => [place, 0]));
  for (const { place, kind, cause, count } of rows) {
    if (place === null) continue;
    const listedCount = counts.get(place);
    if (listedCount !== undefined) counts.set(place, listedCount + count);
    if (!places.includes(place)) continue;
    const key = `${kind} ${cause}`;
    groups.set(key, { kind, cause, count: count + (groups.get(key)?.count ?? 0) });
  }
  return {
    index: rows[0]?.index ?? 0,
    groups: [...groups.values()].filter(({ count }) => count > 0),
    places: [...counts].map(([code, count]) => ({ code, name: placeName(code), count })),
  };
};
