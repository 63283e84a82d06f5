import { type OperationFailed, useConsoleQuery } from '../lib/operations.ts';
import { isSettled } from './track.ts';

const ASK_EVERY_MS = 2000;

/** What has become of an act, asked every two seconds while it is shown, until nothing more is to come. */
export function useProgress(entryId: string) {
  return useConsoleQuery(
    'followAct',
    { entry_id: entryId },
    {
      // Says where the citizen signed in: not kept beyond the receipt.
      gcTime: 0,
      refetchInterval: ({ state: { data, error } }) =>
        (data && isSettled(data)) || isRefused(error) ? false : ASK_EVERY_MS,
    },
  );
}

/** Asked again, it would be refused again, and each refusal is an entry. */
const isRefused = (error: OperationFailed | null): boolean => error?.failure.code === 'entry_not_found';

export type Progress = ReturnType<typeof useProgress>;
