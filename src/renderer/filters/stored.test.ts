import { expect, test } from 'vitest';
import { KNOWN_FILTERS, LedgerFilters, storedFilters } from '../ledger/filters.ts';
import { isSame, readStored } from './stored.ts';

test('what a list does not know any more is told by its field, and the rest stands', () => {
  const filter = { actions: 'invented_later', outcome: 'refused', place: '3201' };
  expect(readStored(filter, KNOWN_FILTERS)).toEqual({ kept: { outcome: 'refused' }, lost: ['actions', 'place'] });
});

test('nobody and no day is kept of a filter', () => {
  const filters = LedgerFilters.parse({
    period: 'day',
    actions: 'reset',
    office: '320106-01',
    account: '5f0c2a8e-1f55-4f3e-9c64-3b6d0d6a1234',
    actor: 'limin',
    until: '2026-11-18',
  });
  expect(storedFilters(filters)).toEqual({ period: 'day', actions: 'reset', office: '320106-01' });
  expect(storedFilters(LedgerFilters.parse({}))).toEqual({});
});

test('two filters are the same in any order', () => {
  expect(isSame({ kind: 'temporary', sort: 'newest' }, { sort: 'newest', kind: 'temporary' })).toBe(true);
  expect(isSame({ kind: 'temporary' }, {})).toBe(false);
});
