import type { Cause, ForwardedEvent, LockKind, LockTotals } from '../../../contract/index.ts';

/** One lock that fell or ended since the counters were read. */
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

/** The counters with what the stream has brought since: they hold all entries before their index. `place` is what they were asked for, '' for the scope. */
export function withDeltas(totals: LockTotals, deltas: readonly Delta[], place: string): LockTotals {
  const later = deltas.filter(({ index, code }) => index >= totals.index && code.startsWith(place));
  if (later.length === 0) return totals;
  const groups = new Map(totals.groups.map((group) => [`${group.kind} ${group.cause}`, { ...group }]));
  for (const { kind, cause, by } of later) {
    const group = groups.get(`${kind} ${cause}`) ?? { kind, cause, count: 0 };
    groups.set(`${kind} ${cause}`, { ...group, count: group.count + by });
  }
  return {
    index: Math.max(...later.map(({ index }) => index)) + 1,
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
