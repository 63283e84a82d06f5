import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { useConnectionState, useStreamEvents } from '../../lib/live.tsx';
import { call } from '../../lib/operations.ts';
import { type ListState, LockedList, type Question } from './locked-list.ts';

/** The list for one question, kept up by the stream. */
export function useLockedList(question: Question): { list: LockedList; state: ListState } {
  const [list] = useState(() => new LockedList((input) => call('listLockedAccounts', input)));
  const state = useSyncExternalStore(list.subscribe, list.state);
  const asked = JSON.stringify(question);
  // Before anything is painted: the answer is on its way while the rest of the screen is.
  useLayoutEffect(() => list.ask(JSON.parse(asked)), [list, asked]);
  useStreamEvents((events) => list.hear(events));
  const live = useConnectionState() === 'live';
  useEffect(() => {
    if (live) void list.catchUp();
  }, [live, list]);
  return { list, state };
}
