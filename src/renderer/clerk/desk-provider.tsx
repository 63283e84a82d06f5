import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useCallback, useState, useSyncExternalStore } from 'react';
import { useStreamEvents } from '../lib/live.tsx';
import { call } from '../lib/operations.ts';
import { Desk, type DeskState } from './desk.ts';

const DeskContext = createContext<Desk | null>(null);

/** Queries about one citizen: all of them go with the citizen. */
const PERSONAL = ['readAccount', 'listAttempts', 'followAct', 'getEntry'];

export function DeskProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [desk] = useState(
    () =>
      new Desk(
        { search: (input) => call('searchAccounts', input), open: (input) => call('openAccount', input) },
        (detail) => {
          const { opening_id, account } = detail;
          queries.setQueryData(['readAccount', { account_id: account.id, opening_id }], detail);
        },
      ),
  );
  // Too much was missed to be told of, or the server was set back to a time before the openings.
  useStreamEvents((events) => {
    if (events.some(({ event }) => event === 'reset')) desk.forgetOpenings();
  });
  return <DeskContext value={desk}>{children}</DeskContext>;
}

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (desk === null) throw new Error('no DeskProvider above');
  return desk;
}

export function useDeskState(): DeskState {
  const desk = useDesk();
  return useSyncExternalStore(desk.subscribe, desk.state);
}

/** Goes on to the next citizen: nothing personal of the one before stays on the screen or in memory. */
export function useNextCitizen(): () => void {
  const desk = useDesk();
  const queries = useQueryClient();
  return useCallback(() => {
    desk.next();
    queries.removeQueries({ predicate: ({ queryKey: [name] }) => PERSONAL.includes(String(name)) });
  }, [desk, queries]);
}
