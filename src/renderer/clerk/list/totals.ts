import type { Cause, ForwardedEvent, LockKind, LockTotals } from '../../../contract/index.ts';

/** One lock that fell or ended. */
export interface Delta {
  index: number;
  by: 1 | -1;
  kind: LockKind;
  cause: Cause;
  /** County. */
  code: string;
}

export function deltaOf(event: ForwardedEvent): Delta | null {
  if (event.event !== 'locked' && event.event !== 'lock_ended') return null;
  const { index, row } = event.data;
  return {
    index,
    by: event.event === 'locked' ? 1 : -1,
    kind: row.lock.kind,
    cause: row.lock.cause,
    code: row.division.code,
  };
}

/** Enough for whatever comes while counters are on their way. */
const LATELY_MAX = 1000;

/** Counters of one place, and what keeps them right. */
export interface Tally {
  read: LockTotals | undefined;
  /** As read, with all that has been heard since. */
  now: LockTotals | undefined;
  /** What was heard last: counters that are still on their way may not hold it. */
  lately: readonly Delta[];
}

export const UNREAD: Tally = { read: undefined, now: undefined, lately: [] };

/** `place` is what the counters were asked for, '' for the scope. */
export const afterReading = ({ lately }: Tally, read: LockTotals | undefined, place: string): Tally => ({
  read,
  now: read && withDeltas(read, lately, place),
  lately,
});

export const afterHearing = ({ read, now, lately }: Tally, deltas: readonly Delta[], place: string): Tally => ({
  read,
  now: now && withDeltas(now, deltas, place),
  lately: [...lately, ...deltas].slice(-LATELY_MAX),
});

/** Counters hold all entries before their index; deltas come in the ledger's order. */
function withDeltas(totals: LockTotals, deltas: readonly Delta[], place: string): LockTotals {
  const later = deltas.filter(({ index, code }) => index >= totals.index && code.startsWith(place));
  if (later.length === 0) return totals;
  const groups = new Map(totals.groups.map((group) => [`${group.kind} ${group.cause}`, { ...group }]));
  for (const { kind, cause, by } of later) {
    const group = groups.get(`${kind} ${cause}`) ?? { kind, cause, count: 0 };
    groups.set(`${kind} ${cause}`, { ...group, count: group.count + by });
  }
  return {
    index: (later.at(-1)?.index ?? totals.index) + 1,
    groups: [...groups.values()],
    places: totals.places.map((one) => ({
      ...one,
      count: one.count + later.reduce((sum, { code, by }) => sum + (code.startsWith(one.code) ? by : 0), 0),
    })),
  };
}

/** How many there are of the given kinds and causes; all where none are given. */
export function countOf(
  { groups }: LockTotals,
  { kinds, causes }: { kinds?: readonly string[] | undefined; causes?: readonly string[] | undefined } = {},
): number {
  return groups
    .filter(({ kind, cause }) => (kinds?.includes(kind) ?? true) && (causes?.includes(cause) ?? true))
    .reduce((sum, { count }) => sum + count, 0);
}
