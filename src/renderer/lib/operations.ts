import { QueryClient, type UseQueryOptions, useQuery } from '@tanstack/react-query';
import type { ConsoleOperation, ConsoleQuery, Failure, OperationInput, OperationOutput } from '../../contract/index.ts';

/** An operation that gave no result. The screen words it by `failure.code`. */
export class OperationFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.title);
    this.failure = failure;
  }
}

/** Calls one operation through the bridge. @throws OperationFailed */
export async function call<N extends ConsoleOperation>(name: N, input: OperationInput<N>): Promise<OperationOutput<N>> {
  const answer = await window.lockdesk.operations[name](input);
  if (!answer.ok) throw new OperationFailed(answer.failure);
  return answer.value;
}

type QueryOptions<N extends ConsoleQuery> = Pick<
  UseQueryOptions<OperationOutput<N>, OperationFailed>,
  'enabled' | 'initialData' | 'placeholderData' | 'refetchInterval' | 'staleTime' | 'gcTime'
>;

/** The answer of a query, read once and again on `invalidateQueries({ queryKey: [name] })`. */
export function useConsoleQuery<N extends ConsoleQuery>(
  name: N,
  input: OperationInput<N>,
  options: QueryOptions<N> = {},
) {
  return useQuery<OperationOutput<N>, OperationFailed>({
    queryKey: [name, input],
    queryFn: () => call(name, input),
    ...options,
  });
}

/** Retries live in main only; the page asks once. Whether the network is there is main's to say, not the browser's. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        staleTime: Number.POSITIVE_INFINITY,
      },
      mutations: { retry: false, networkMode: 'always', gcTime: 0 },
    },
  });
}
