import type { EntryAction } from '../../contract/index.ts';

/** What of an entry, and of the lock it names, moves a total. */
export interface LockChange {
  action: EntryAction;
  outcome: string;
  /** The account's county when a lock began. */
  division: string | null;
  moved_from: string | null;
  moved_to: string | null;
  lock_kind: string | null;
  lock_cause: string | null;
  /** County of the lock now. A lock that has ended moves no more. */
  lock_division: string | null;
}

export interface CounterChange {
  place: string;
  kind: string;
  cause: string;
  by: number;
}

/**
 * What a batch of entries adds to the totals of locks in force, by country, province, city and county. In one order, so
 * that two writers would not wait for each other in a circle. Sums don't ask which entry came first.
 */
export function counterChanges(changes: readonly LockChange[]): CounterChange[] {
  const sums = new Map<string, CounterChange>();
  for (const change of changes) {
    const { lock_kind: kind, lock_cause: cause } = change;
    if (kind === null || cause === null) continue;
    for (const [division, by] of steps(change)) {
      for (const place of ['', division.slice(0, 2), division.slice(0, 4), division]) {
        const key = `${place} ${kind} ${cause}`;
        const sum = sums.get(key) ?? { place, kind, cause, by: 0 };
        sums.set(key, { ...sum, by: sum.by + by });
      }
    }
  }
  return [...sums]
    .filter(([, { by }]) => by !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, sum]) => sum);
}

function steps({ action, outcome, division, moved_from, moved_to, lock_division }: LockChange): [string, number][] {
  if (outcome !== 'done') return [];
  switch (action) {
    case 'lock':
      return division === null ? [] : [[division, 1]];
    case 'move':
      return moved_from === null || moved_to === null
        ? []
        : [
            [moved_from, -1],
            [moved_to, 1],
          ];
    default:
      return lock_division === null ? [] : [[lock_division, -1]];
  }
}
