import { useInfiniteQuery } from '@tanstack/react-query';
import type { OperationOutput } from '../../../contract/index.ts';
import { call, type OperationFailed } from '../../lib/operations.ts';

interface Asked {
  accountId: string;
  openingId: string;
  onlyFailures: boolean;
}

/** Sign-in attempts of an opened account, newest first, page by page. */
export function useAttempts({ accountId, openingId, onlyFailures }: Asked) {
  const input = { account_id: accountId, opening_id: openingId, only_failures: onlyFailures };
  return useInfiniteQuery<
    OperationOutput<'listAttempts'>,
    OperationFailed,
    OperationOutput<'listAttempts'>['items'],
    unknown[],
    string | null
  >({
    queryKey: ['listAttempts', input],
    queryFn: ({ pageParam: after }) => call('listAttempts', { ...input, ...(after !== null && { after }) }),
    initialPageParam: null,
    getNextPageParam: ({ after }) => after,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}
