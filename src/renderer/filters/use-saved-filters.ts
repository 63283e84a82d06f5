import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Failure, FilterScreen, SavedFilter, SaveFilterInput } from '../../contract/index.ts';
import { call, type OperationFailed, useConsoleQuery } from '../lib/operations.ts';

export interface SavedFiltersRead {
  /** Undefined until they are there. */
  saved: readonly SavedFilter[] | undefined;
  /** Why they are not there. */
  failure: Failure | null;
  readAgain: () => void;
}

/** The person's filters of one list. */
export function useSavedFilters(screen: FilterScreen): SavedFiltersRead {
  const { data, error, isFetching, refetch } = useConsoleQuery('listFilters', {});
  return {
    saved: data?.items.filter((one) => one.screen === screen),
    failure: data === undefined && error !== null && !isFetching ? error.failure : null,
    readAgain: () => void refetch(),
  };
}

/** What is to become of one filter. */
export type FilterChange = { save: SaveFilterInput } | { remove: SavedFilter };

/** Keeps, changes or deletes a filter, one after the other. Done, the list has been read anew. */
export function useChangeFilters() {
  const queryClient = useQueryClient();
  return useMutation<unknown, OperationFailed, FilterChange>({
    mutationFn: (change) =>
      'save' in change ? call('saveFilter', change.save) : call('deleteFilter', { filter_id: change.remove.filter_id }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['listFilters'] }),
  });
}

/** A kept filter as it is saved again. */
export const asInput = (
  { filter_id, name, filter, is_default, version }: SavedFilter,
  screen: FilterScreen,
  change: Partial<SaveFilterInput> = {},
): SaveFilterInput => ({ filter_id, screen, name, filter, is_default, version, ...change });
