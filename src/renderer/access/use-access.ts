import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { AccessMark, AccessPerson, AccessReview, Role } from '../../contract/index.ts';
import { call, type OperationFailed } from '../lib/operations.ts';

/** What the list of people is narrowed to. */
export interface AccessFilters {
  role?: Role | undefined;
  place?: string | undefined;
  mark?: AccessMark | undefined;
}

const PAGE = 100;

export interface Access {
  people: readonly AccessPerson[];
  /** As the first page had it; null until it is there. */
  first: AccessReview | null;
  /** The answer shown is that of the filters before. */
  stale: boolean;
  error: OperationFailed | null;
  /** Why the next page is not there. */
  moreError: OperationFailed | null;
  more: boolean;
  readMore: () => void;
  readAnew: () => void;
}

/** Who may do what, page by page. */
export function useAccess(filters: AccessFilters): Access {
  const query = useInfiniteQuery<
    AccessReview,
    OperationFailed,
    InfiniteData<AccessReview>,
    readonly unknown[],
    string | undefined
  >({
    queryKey: ['accessReview', filters],
    queryFn: ({ pageParam }) =>
      call('accessReview', { ...filters, limit: PAGE, ...(pageParam !== undefined && { after: pageParam }) }),
    initialPageParam: undefined,
    getNextPageParam: ({ after }) => after ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const pages = query.data?.pages;
  // Somebody who signed in meanwhile may have moved the others on by one.
  const bySubject = new Map(pages?.flatMap(({ items }) => items).map((person) => [person.subject, person]));
  return {
    people: [...bySubject.values()],
    first: pages?.[0] ?? null,
    stale: query.isPlaceholderData,
    error: pages === undefined ? query.error : null,
    moreError: pages === undefined ? null : query.error,
    more: query.hasNextPage,
    readMore: () => void query.fetchNextPage(),
    readAnew: () => void query.refetch(),
  };
}
