import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import type { QueuePart, ReviewQueue, ReviewSummary } from '../../contract/index.ts';
import { call, type OperationFailed, useConsoleQuery } from '../lib/operations.ts';

const PAGE = 50;

export interface Queue {
  rows: readonly ReviewSummary[];
  /** As the first page had them; null until it is there. */
  first: Pick<ReviewQueue, 'counts' | 'today' | 'substitutions'> | null;
  more: boolean;
  readMore: () => void;
  loading: boolean;
  error: OperationFailed | null;
  /** There is more than was listed when the list was read. */
  fresh: boolean;
  readAnew: () => void;
}

/** What waits for this supervisor. Rows stay where they are until the list is read anew. */
export function useQueue(part: QueuePart): Queue {
  const query = useInfiniteQuery<ReviewQueue, OperationFailed, InfiniteData<ReviewQueue>, string[], string | undefined>(
    {
      queryKey: ['listReviews', part],
      queryFn: ({ pageParam }) =>
        call('listReviews', { part, limit: PAGE, ...(pageParam !== undefined && { after: pageParam }) }),
      initialPageParam: undefined,
      getNextPageParam: ({ after }) => after ?? undefined,
      gcTime: 0,
    },
  );
  const attention = useConsoleQuery('attention', {});
  const pages = query.data?.pages;
  const first = pages?.[0] ?? null;
  const byId = new Map(pages?.flatMap(({ items }) => items).map((item) => [item.entry.id, item]));
  return {
    rows: [...byId.values()],
    first,
    more: query.hasNextPage,
    readMore: () => void query.fetchNextPage(),
    loading: query.isPending,
    error: pages === undefined ? query.error : null,
    fresh: first !== null && attention.data !== undefined && attention.data.reviews > first.counts.all,
    readAnew: () => void query.refetch(),
  };
}
