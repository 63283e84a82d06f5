/** What entries and returns add to the rollups, without a database: sums don't ask which came first. */
import { COUNT_NAMES, type Counts } from '../../contract/index.ts';

/** Something that is counted: where, on which day, under which keys. */
export interface Counted {
  /** County code. */
  division: string;
  /** `2026-11-18`, by the offices' clock. */
  day: string;
  /** Key by dimension; whatever has none is not counted there. */
  keys: Readonly<Partial<Record<StoredDimension, string>>>;
  counts: Partial<Counts>;
}

export const STORED_DIMENSIONS = ['reason', 'cause', 'office', 'clerk'] as const;
export type StoredDimension = (typeof STORED_DIMENSIONS)[number];

/** Offices and clerks of a country are too many for any page: they are told of one city or county. */
const WITHIN_A_CITY: readonly StoredDimension[] = ['office', 'clerk'];
const CITY_DIGITS = 4;

export interface RollupChange {
  place: string;
  dimension: StoredDimension | 'all';
  grain: 'day' | 'month';
  starts: string;
  key: string;
  counts: Counts;
}

/** In one order, so that two writers would not wait for each other in a circle. */
export function rollupChanges(counted: readonly Counted[]): RollupChange[] {
  const sums = new Map<string, RollupChange>();
  for (const { division, day, keys, counts } of together(counted)) {
    for (const place of ['', division.slice(0, 2), division.slice(0, 4), division]) {
      for (const [dimension, key] of dimensionsAt(place, keys)) {
        for (const [grain, starts] of [['day', day] as const, ['month', `${day.slice(0, 7)}-01`] as const]) {
          const name = JSON.stringify([place, dimension, grain, starts, key]);
          const sum = sums.get(name) ?? { place, dimension, grain, starts, key, counts: none() };
          for (const count of COUNT_NAMES) sum.counts[count] += counts[count];
          sums.set(name, sum);
        }
      }
    }
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

/** One for all that count alike: of thousands of acts in a row, most are of the same few offices, clerks and reasons. */
function together(counted: readonly Counted[]): (Counted & { counts: Counts })[] {
  const alike = new Map<string, Counted & { counts: Counts }>();
  for (const one of counted) {
    const name = JSON.stringify([one.division, one.day, STORED_DIMENSIONS.map((dimension) => one.keys[dimension])]);
    const sum = alike.get(name) ?? { ...one, counts: none() };
    for (const count of COUNT_NAMES) sum.counts[count] += one.counts[count] ?? 0;
    alike.set(name, sum);
  }
  return [...alike.values()];
}

function dimensionsAt(place: string, keys: Counted['keys']): [RollupChange['dimension'], string][] {
  const within = STORED_DIMENSIONS.filter(
    (dimension) => place.length >= CITY_DIGITS || !WITHIN_A_CITY.includes(dimension),
  );
  const own = within.flatMap((dimension): [StoredDimension, string][] => {
    const key = keys[dimension];
    return key === undefined ? [] : [[dimension, key]];
  });
  return [['all', ''], ...own];
}

const none = (): Counts => ({
  locks: 0,
  unlocks: 0,
  resets: 0,
  repeats: 0,
  shown: 0,
  reviewed: 0,
  returns: 0,
  returns_15_minutes: 0,
  returns_1_hour: 0,
  returns_1_day: 0,
});
