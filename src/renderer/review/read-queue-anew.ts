import type { QueryClient } from '@tanstack/react-query';

/** What waits for a supervisor is another list once they stand in for somebody, or no longer do. */
export function readQueueAnew(queryClient: QueryClient): void {
  for (const name of ['listReviews', 'attention']) void queryClient.invalidateQueries({ queryKey: [name] });
}
