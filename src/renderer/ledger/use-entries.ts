import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { EntrySummary, OperationOutput } from '../../contract/index.ts';
import { serverNow } from '../lib/clock.ts';
import { useStreamEvents } from '../lib/live.tsx';
import { call, type OperationFailed } from '../lib/operations.ts';
import { entriesInput, firstStretch, type LedgerFilters, type Stretch, stretchBefore, takesIn } from './filters.ts';
import { arrive, type Fresh, NO_FRESH, rowsOf, takeIn } from './rows.ts';

type Page = OperationOutput<'listEntries'>;

const PAGE = 100;

/** What is older than the rows that are listed. */
export type Older =
  /** More of the same: reading on needs no question. */
  | { is: 'more' }
  /** The search has come as far as this without filling a page. */
  | { is: 'thin'; searchedTo: string }
  /** The period is listed whole; what lies before it has not been asked for. */
  | { is: 'period_done'; from: string };

export interface Entries {
  rows: readonly EntrySummary[];
  older: Older;
  readOlder: () => void;
  readingOlder: boolean;
  olderError: OperationFailed | null;
  /** Reading the first page. */
  loading: boolean;
  error: OperationFailed | null;
  retry: () => void;
  /** How many new entries wait; `many` where the list has to be read anew. */
  fresh: number | 'many';
  takeFresh: () => void;
}

/** The entries that the filters leave, newest first, and what the stream brings meanwhile. */
export function useEntries(filters: LedgerFilters): Entries {
  const queryKey = ['listEntries', filters];
  const first = firstStretch(filters, serverNow());
  const query = useInfiniteQuery<Page, OperationFailed, InfiniteData<Page, Stretch>, typeof queryKey, Stretch>({
    queryKey,
    queryFn: ({ pageParam }) => call('listEntries', entriesInput(filters, pageParam, PAGE)),
    initialPageParam: first,
    getNextPageParam: ({ after }, _pages, stretch) => (after === null ? stretchBefore(stretch) : { ...stretch, after }),
    gcTime: 0,
  });
  const pages = query.data?.pages;
  const [fresh, setFresh] = useFresh(JSON.stringify(filters));
  const rows = useMemo(() => rowsOf(fresh, pages ?? []), [fresh, pages]);
  const queryClient = useQueryClient();

  useStreamEvents((events) => {
    if (filters.until !== undefined) return;
    const came = events.flatMap(({ event, data }) =>
      event === 'entry' && takesIn(filters, data.entry) ? [data.entry] : [],
    );
    const missed = events.some(({ event }) => event === 'reset');
    if (came.length === 0 && !missed) return;
    const listed = new Set(rows.map(({ id }) => id));
    // Nothing is listed, so nothing can move from under the pointer.
    const atOnce = pages !== undefined && rows.length === 0;
    setFresh((now) => {
      const next = arrive({ ...now, behind: now.behind || missed }, came, (id) => listed.has(id));
      return atOnce ? takeIn(next) : next;
    });
  });

  return {
    rows,
    older: olderOf(query.data, first),
    readOlder: () => void query.fetchNextPage(),
    readingOlder: query.isFetchingNextPage,
    olderError: query.isFetchNextPageError ? query.error : null,
    loading: query.isPending,
    error: pages === undefined ? query.error : null,
    retry: () => void query.refetch(),
    fresh: fresh.behind ? 'many' : fresh.waiting.length,
    takeFresh() {
      if (fresh.behind) void queryClient.resetQueries({ queryKey, exact: true });
      setFresh((now) => (now.behind ? NO_FRESH : takeIn(now)));
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

function olderOf(data: InfiniteData<Page, Stretch> | undefined, first: Stretch): Older {
  const last = data?.pages.at(-1);
  const stretch = data?.pageParams.at(-1) ?? first;
  if (last === undefined || last.after === null) return { is: 'period_done', from: stretch.from };
  return last.items.length < PAGE ? { is: 'thin', searchedTo: last.searched_to } : { is: 'more' };
}
