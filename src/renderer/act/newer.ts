import { useQuery } from '@tanstack/react-query';
import type { AccountDetail } from '../../contract/index.ts';
import { call, type OperationFailed } from '../lib/operations.ts';
import type { Open } from './desk.ts';

export interface Newer {
  /** The account as it is now, where that is not what the clerk saw. */
  newer: AccountDetail | null;
  error: OperationFailed | null;
  readAgain: () => void;
}

/**
 * Reads the account again once somebody else has changed it, for this dialog alone: what the pane behind keeps may be
 * older. Reading what one has opened leaves no further entry.
 */
export function useNewer(open: Open): Newer {
  const { opening_id, account } = open.subject.seen;
  const setback = open.is === 'filling' ? open.setback : null;
  const moves = open.is === 'filling' ? open.moves : 0;
  const wanted = setback?.kind === 'stale' || setback?.kind === 'not_locked' || moves > 0;
  const { data, error, refetch } = useQuery<AccountDetail, OperationFailed>({
    queryKey: ['readAccount', { account_id: account.id, opening_id }, 'newer', account.version, setback?.kind, moves],
    queryFn: () => call('readAccount', { account_id: account.id, opening_id }),
    enabled: wanted,
    gcTime: 0,
  });
  return {
    newer: data !== undefined && data.account.version > account.version ? data : null,
    error,
    readAgain: () => void refetch(),
  };
}
