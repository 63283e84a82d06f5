import { useMemo, useState } from 'react';
import type { EntrySummary } from '../../contract/index.ts';
import { useStreamEvents } from '../lib/live.tsx';
import { type LedgerFilters, takesIn } from './filters.ts';
import { afterReading, arrive, type Fresh, NO_FRESH, rowsOf, TAKEN_MAX, takeIn } from './rows.ts';
import { type End, useEntryPages } from './use-entry-pages.ts';

export type Entries = ReturnType<typeof useEntries>;

/** The entries that the filters leave, newest first, and what the stream brings meanwhile. */
export function useEntries(filters: LedgerFilters) {
  const entries = useEntryPages(filters);
  const { pages, newer } = entries;
  const [fresh, setFresh] = useFresh(JSON.stringify(filters));
  const toNewest = newer.is === 'none';
  const rows: readonly EntrySummary[] = useMemo(() => rowsOf(fresh, pages ?? [], toNewest), [fresh, pages, toNewest]);
  const listed = useMemo(() => new Set(rows.map(({ id }) => id)), [rows]);
  // Pages that were read since may hold some of them.
  const waiting = fresh.waiting.filter(({ id }) => !listed.has(id)).length;

  useStreamEvents((events) => {
    if (filters.until !== undefined) return;
    const came = events.flatMap(({ event, data }) =>
      event === 'entry' && takesIn(filters, data.entry) ? [data.entry] : [],
    );
    const missed = events.some(({ event }) => event === 'reset');
    if (came.length === 0 && !missed) return;
    // Nothing is listed, so nothing can move from under the pointer.
    const atOnce = pages !== undefined && rows.length === 0;
    setFresh((now) => {
      const next = arrive({ ...now, behind: now.behind || missed }, came, (id) => listed.has(id));
      return atOnce ? takeIn(next) : next;
    });
  });

  /** `turns`: the selection goes along, where the list has the focus. */
  const goTo = (end: End, turns: boolean) =>
    entries.goTo(end, turns, (page) => {
      if (end === 'newest') setFresh((now) => afterReading(now, page));
    });

  return {
    ...entries,
    goTo,
    rows,
    /** How many new entries wait; `many` where the list has to be read anew. */
    fresh: fresh.behind ? ('many' as const) : waiting,
    takeFresh() {
      if (fresh.behind || !toNewest || fresh.taken.length + waiting > TAKEN_MAX) {
        goTo('newest', false);
        return;
      }
      setFresh(takeIn);
      entries.renew('newest', false);
    },
  };
}

/** What the stream has brought for one list; another list begins with nothing. */
function useFresh(list: string): [Fresh, (change: (fresh: Fresh) => Fresh) => void] {
  const [kept, setKept] = useState({ list, fresh: NO_FRESH });
  if (kept.list !== list) setKept({ list, fresh: NO_FRESH });
  const change = (next: (fresh: Fresh) => Fresh) =>
    setKept((now) => (now.list === list ? { list, fresh: next(now.fresh) } : now));
  return [kept.list === list ? kept.fresh : NO_FRESH, change];
}
