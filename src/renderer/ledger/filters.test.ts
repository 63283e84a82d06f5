import { describe, expect, test } from 'vitest';
import type { EntrySummary } from '../../contract/index.ts';
import { entriesInput, firstStretch, LedgerFilters, stretchBefore, takesIn } from './filters.ts';
import { someEntry } from './testing/entries.ts';

const filters = (change: Partial<LedgerFilters> = {}): LedgerFilters => ({ period: 'month', ...change });
const localDay = (text: string) => new Date(`${text}T00:00:00`).toISOString();

describe('the address', () => {
  test('says nothing for 31 days up to now', () => {
    expect(LedgerFilters.parse({})).toEqual({ period: 'month' });
  });

  test('what it can’t mean is left out', () => {
    const read = LedgerFilters.parse({ period: 'year', until: 'x', actions: 'everything', account: '1', outcome: 7 });
    expect(JSON.parse(JSON.stringify(read))).toEqual({ period: 'month' });
  });
});

describe('the period', () => {
  const now = new Date('2026-11-18T10:27:41').getTime();

  test('begins at midnight and is open to what comes', () => {
    expect(firstStretch(filters({ period: 'day' }), now)).toEqual({ from: localDay('2026-11-18'), to: null });
    expect(firstStretch(filters(), now)).toEqual({ from: localDay('2026-10-19'), to: null });
  });

  test('ends with the day that was asked for', () => {
    expect(firstStretch(filters({ period: 'week', until: '2026-03-03' }), now)).toEqual({
      from: localDay('2026-02-25'),
      to: localDay('2026-03-04'),
    });
  });

  test('the one before leaves no gap', () => {
    const first = firstStretch(filters(), now);
    const before = stretchBefore(first);
    expect(before.to).toBe(first.from);
    expect(before.from).toBe(localDay('2026-09-18'));
    expect(stretchBefore({ ...before, after: 'c' }).newer).toEqual(before);
  });
});

test('the question names only what narrows it', () => {
  const stretch = { from: localDay('2026-11-18'), to: null };
  expect(entriesInput(filters(), stretch, 100)).toEqual({ from: stretch.from, limit: 100 });
  expect(
    entriesInput(
      filters({ actions: 'acts', outcome: 'refused', office: '320106-01' }),
      { ...stretch, after: 'c' },
      100,
    ),
  ).toEqual({
    from: stretch.from,
    after: 'c',
    office: '320106-01',
    actions: ['unlock', 'reset'],
    outcomes: ['refused'],
    limit: 100,
  });
});

describe('what has just come', () => {
  const entry: EntrySummary = someEntry({ action: 'unlock', outcome: 'done' });

  test.each([
    ['everything', {}, true],
    ['its action', { actions: 'acts' }, true],
    ['another action', { actions: 'reset' }, false],
    ['its outcome', { outcome: 'done' }, true],
    ['another outcome', { outcome: 'refused' }, false],
    ['its office', { office: '320106-01' }, true],
    ['another office', { office: '320502-01' }, false],
    ['another actor', { actor: 'somebody' }, false],
    ['another account', { account: 'e9d6f5f0-0000-4000-8000-000000000000' }, false],
    ['a period that is over', { until: '2026-01-01' }, false],
  ] as const)('a list of %s takes it in: %s', (_name, change, expected) => {
    expect(takesIn(filters(change), entry)).toBe(expected);
  });
});
