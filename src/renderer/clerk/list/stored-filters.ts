/** What is kept of the locked list's filters. */
import { CAUSES, LOCK_KINDS, LockSort, type Me, type StoredFilter } from '../../../contract/index.ts';
import { type Known, oneOf } from '../../filters/stored.ts';
import type { Narrowing } from './filters.tsx';
import { type PlacePath, placeOf } from './place-pick.tsx';

type Scope = Me['scope'];

export function storedLockFilters(path: PlacePath, { cause, kind }: Narrowing, sort: LockSort): StoredFilter {
  return {
    ...(path.length > 0 && { place: placeOf(path) }),
    ...(cause !== null && { cause }),
    ...(kind !== null && { kind }),
    ...(sort !== 'newest' && { sort }),
  };
}

/** A place is known as long as it lies in the person's scope. */
export const knownLockFilters = (scope: Scope): Known => ({
  place: (place) => scope.some(({ prefix }) => place.startsWith(prefix)),
  cause: oneOf(CAUSES),
  kind: oneOf(LOCK_KINDS),
  sort: oneOf(LockSort.options),
});

export const lockFiltersOf = ({ cause, kind, sort }: StoredFilter): { narrowing: Narrowing; sort: LockSort } => ({
  narrowing: {
    cause: CAUSES.find((one) => one === cause) ?? null,
    kind: LOCK_KINDS.find((one) => one === kind) ?? null,
  },
  sort: LockSort.options.find((one) => one === sort) ?? 'newest',
});

/** A place with those around it, as the list's places begin: below the one place of a scope, else with one of its places. */
export function pathWithin(scope: Scope, path: PlacePath): PlacePath {
  const [only, ...others] = scope;
  if (only && others.length === 0) return path.filter(({ code }) => code.length > only.prefix.length);
  return path.filter(({ code }) => scope.some(({ prefix }) => code.startsWith(prefix)));
}
