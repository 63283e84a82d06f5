import { describe, expect, test } from 'vitest';
import type { EntrySummary } from '../../contract/index.ts';
import { afterReading, arrive, NO_FRESH, rowsOf, takeIn, WAITING_MAX } from './rows.ts';
import { entriesInTurn } from './testing/entries.ts';

const entries = entriesInTurn(6);
const at = (n: number): EntrySummary => entries[n] as EntrySummary;
const page = { items: [at(2), at(1), at(0)] };
const listed = (id: string) => page.items.some((entry) => entry.id === id);

test('what comes waits, and moves no row', () => {
  const fresh = arrive(NO_FRESH, [at(3), at(4)], listed);
  expect(rowsOf(fresh, [page], true)).toEqual(page.items);
  expect(fresh.waiting).toEqual([at(4), at(3)]);
});

test('taken in, it stands above what was read', () => {
  const fresh = takeIn(arrive(NO_FRESH, [at(3), at(4)], listed));
  expect(fresh.waiting).toEqual([]);
  expect(rowsOf(fresh, [page], true)).toEqual([at(4), at(3), ...page.items]);
});

test('what is listed already and comes again with its number neither waits nor stands twice', () => {
  const unnumbered = { ...at(2), index: null };
  const fresh = arrive(NO_FRESH, [at(2)], listed);
  expect(fresh.waiting).toEqual([]);
  expect(rowsOf(fresh, [{ items: [unnumbered, at(1), at(0)] }], true)).toEqual(page.items);
});

test('the same entry twice waits once', () => {
  const once = arrive(NO_FRESH, [at(3)], listed);
  expect(arrive(once, [at(3)], listed).waiting).toEqual([at(3)]);
});

test('what comes late stands where it belongs', () => {
  const first = takeIn(arrive(NO_FRESH, [at(5)], listed));
  const then = takeIn(arrive(first, [at(4)], listed));
  expect(rowsOf(then, [page], true)).toEqual([at(5), at(4), ...page.items]);
});

test('more than is worth keeping is read anew', () => {
  const many = entriesInTurn(WAITING_MAX + 10).slice(3);
  const fresh = arrive(NO_FRESH, many, listed);
  expect(fresh.behind).toBe(true);
  expect(fresh.waiting).toHaveLength(WAITING_MAX);
});

describe('pages that do not begin at the newest, or were let go of at the oldest', () => {
  const fresh = takeIn(arrive(NO_FRESH, [at(0), at(2), at(4)], listed));
  const middle = { items: [at(3), at(1)] };

  test('what was taken in stands only among them', () => {
    expect(rowsOf(fresh, [middle], false)).toEqual([at(3), at(2), at(1)]);
    expect(rowsOf(fresh, [middle], true)).toEqual([at(4), at(3), at(2), at(1)]);
  });

  test('what is listed at their edges keeps what came later of it', () => {
    const numbered = { ...at(3), index: 77 };
    const known = arrive(NO_FRESH, [numbered], (id) => id === numbered.id);
    expect(rowsOf(known, [middle], false)).toEqual([numbered, at(1)]);
  });
});

test('after the newest page was read, only what it cannot hold waits', () => {
  const fresh = arrive({ ...NO_FRESH, behind: true }, [at(1), at(4)], () => false);
  expect(afterReading(fresh, { items: [at(3), at(2)] })).toEqual({ waiting: [at(4)], taken: [], behind: false });
});
