import { expect, test } from 'vitest';
import type { EntrySummary } from '../../contract/index.ts';
import { arrive, NO_FRESH, rowsOf, takeIn, WAITING_MAX } from './rows.ts';
import { entriesInTurn } from './testing/entries.ts';

const entries = entriesInTurn(6);
const at = (n: number): EntrySummary => entries[n] as EntrySummary;
const page = { items: [at(2), at(1), at(0)] };
const listed = (id: string) => page.items.some((entry) => entry.id === id);

test('what comes waits, and moves no row', () => {
  const fresh = arrive(NO_FRESH, [at(3), at(4)], listed);
  expect(rowsOf(fresh, [page])).toEqual(page.items);
  expect(fresh.waiting).toEqual([at(4), at(3)]);
});

test('taken in, it stands above what was read', () => {
  const fresh = takeIn(arrive(NO_FRESH, [at(3), at(4)], listed));
  expect(fresh.waiting).toEqual([]);
  expect(rowsOf(fresh, [page])).toEqual([at(4), at(3), ...page.items]);
});

test('what is listed already and comes again with its number neither waits nor stands twice', () => {
  const unnumbered = { ...at(2), index: null };
  const fresh = arrive(NO_FRESH, [at(2)], listed);
  expect(fresh.waiting).toEqual([]);
  expect(rowsOf(fresh, [{ items: [unnumbered, at(1), at(0)] }])).toEqual(page.items);
});

test('the same entry twice waits once', () => {
  const once = arrive(NO_FRESH, [at(3)], listed);
  expect(arrive(once, [at(3)], listed).waiting).toEqual([at(3)]);
});

test('what comes late stands where it belongs', () => {
  const first = takeIn(arrive(NO_FRESH, [at(5)], listed));
  const then = takeIn(arrive(first, [at(4)], listed));
  expect(rowsOf(then, [page])).toEqual([at(5), at(4), ...page.items]);
});

test('more than is worth keeping is read anew', () => {
  const many = entriesInTurn(WAITING_MAX + 10).slice(3);
  const fresh = arrive(NO_FRESH, many, listed);
  expect(fresh.behind).toBe(true);
  expect(fresh.waiting).toHaveLength(WAITING_MAX);
});
