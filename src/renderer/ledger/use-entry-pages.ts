import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OperationOutput } from '../../contract/index.ts';
import { serverNow } from '../lib/clock.ts';
import { call, type OperationFailed } from '../lib/operations.ts';
import { entriesInput, firstStretch, type LedgerFilters, type PagePlace, stretchBefore, stretchOf } from './filters.ts';

export type EntriesRead = OperationOutput<'listEntries'>;
type Pages = InfiniteData<EntriesRead, PagePlace>;

const PAGE = 100;

/** From here on, each page that is read lets go of one at the other end. */
const ROWS_MAX = 600;

/** More of the same: reading on needs no question. `from` is another for each page. */
interface More {
  is: 'more';
  from: string;
}

/** The search has come as far as this without filling a page. */
interface Thin {
  is: 'thin';
  searchedTo: string;
}

/** What is newer than the rows that are listed. */
export type Newer = { is: 'none' } | More | Thin;

/** What is older than they are. */
export type Older =
  | More
  | Thin
  /** The period ends here; what lies before it has not been asked for. */
  | { is: 'period_done'; from: string };

export type End = 'newest' | 'oldest';

/** Rises when the rows are others than before, not only more: the view begins anew at `end`. */
export interface Renewed {
  times: number;
  end: End;
  /** The selection goes along, where the list has the focus. */
  turns: boolean;
}

interface Jump {
  to: End;
  /** Of which filters; one that is answered after they have changed is none of the new list's. */
  list: string;
  turns: boolean;
}

/** Pages of the ledger in a row, which grow at both ends and are let go of at the far one. */
export function useEntryPages(filters: LedgerFilters) {
  const list = JSON.stringify(filters);
  const queryKey = ['listEntries', filters];
  const queryClient = useQueryClient();
  const held = queryClient.getQueryData<Pages>(queryKey)?.pages ?? [];
  const first = firstStretch(filters, serverNow());
  const read = (place: PagePlace) => call('listEntries', entriesInput(filters, place, PAGE));
  const query = useInfiniteQuery<EntriesRead, OperationFailed, Pages, typeof queryKey, PagePlace>({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: first,
    getNextPageParam: ({ after }, _pages, place) =>
      after === null ? stretchBefore(place) : { ...stretchOf(place), after },
    getPreviousPageParam: ({ before }, _pages, place) => {
      if (before !== null) return { ...stretchOf(place), before };
      return place.newer && { ...place.newer, from_end: true };
    },
    maxPages: held.reduce((sum, { items }) => sum + items.length, 0) < ROWS_MAX ? 0 : held.length,
    gcTime: 0,
  });
  const { data } = query;

  const [renewed, setRenewed] = useState<Renewed & { list: string }>({ list, times: 0, end: 'newest', turns: false });
  const renew = (end: End, turns: boolean) => setRenewed(({ times }) => ({ list, times: times + 1, end, turns }));
  const jump = useMutation<EntriesRead, OperationFailed, Jump>({
    async mutationFn({ to, turns }) {
      await queryClient.cancelQueries({ queryKey, exact: true });
      const place: PagePlace =
        to === 'newest' ? first : { ...stretchOf(data?.pageParams.at(-1) ?? first), from_end: true };
      const page = await read(place);
      // A search that has found nothing yet has nothing to show in place of these rows.
      if (to === 'newest' || page.items.length > 0) {
        queryClient.setQueryData<Pages>(queryKey, { pages: [page], pageParams: [place] });
        renew(to, turns);
      }
      return page;
    },
  });
  const jumpsHere = jump.variables?.list === list;
  const busy = query.isFetching || (jumpsHere && jump.isPending);
  const readOn = (fetchPage: () => unknown) => {
    if (busy) return;
    jump.reset();
    void fetchPage();
  };

  return {
    pages: data?.pages,
    newer: newerOf(data),
    older: olderOf(data, first),
    readNewer: () => readOn(query.fetchPreviousPage),
    readOlder: () => readOn(query.fetchNextPage),
    goTo: (to: End, turns: boolean, onRead: (page: EntriesRead) => void) =>
      jump.mutate({ to, list, turns }, { onSuccess: onRead }),
    renew,
    renewed: renewed.list === list ? renewed : { ...renewed, times: 0 },
    readingNewer: query.isFetchingPreviousPage,
    readingOlder: query.isFetchingNextPage,
    newerError: failureAt('newest', query.isFetchPreviousPageError),
    olderError: failureAt('oldest', query.isFetchNextPageError),
    /** Reading the first page. */
    loading: query.isPending,
    error: data === undefined ? query.error : null,
    retry: () => void query.refetch(),
  };

  function failureAt(end: End, failed: boolean): OperationFailed | null {
    if (failed) return query.error;
    return jumpsHere && jump.variables?.to === end ? jump.error : null;
  }
}

function newerOf(data: Pages | undefined): Newer {
  const [page] = data?.pages ?? [];
  const [place] = data?.pageParams ?? [];
  if (page === undefined || place === undefined || (page.before === null && !place.newer)) return { is: 'none' };
  if (page.items.length >= PAGE) return { is: 'more', from: page.before ?? place.from };
  // A page that was read the other way tells how far back it came.
  const isReverse = place.before !== undefined || place.from_end;
  return { is: 'thin', searchedTo: isReverse ? page.searched_to : (page.items[0]?.recorded_at ?? page.searched_to) };
}

function olderOf(data: Pages | undefined, first: PagePlace): Older {
  const page = data?.pages.at(-1);
  const place = data?.pageParams.at(-1) ?? first;
  if (page === undefined || page.after === null) return { is: 'period_done', from: place.from };
  if (page.items.length >= PAGE) return { is: 'more', from: page.after };
  const isReverse = place.before !== undefined || place.from_end;
  return { is: 'thin', searchedTo: isReverse ? (page.items.at(-1)?.recorded_at ?? place.from) : page.searched_to };
}
