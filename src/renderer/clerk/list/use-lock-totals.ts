import { useEffect, useState } from 'react';
import type { LockTotals } from '../../../contract/index.ts';
import { useConnectionState, useStreamEvents } from '../../lib/live.tsx';
import { useConsoleQuery } from '../../lib/operations.ts';
import { afterHearing, afterReading, deltaOf, UNREAD } from './totals.ts';

/** Totals of a place from the counters, kept up by the stream; '' is the whole scope. Undefined until they are known. */
export function useLockTotals(place: string): LockTotals | undefined {
  const { data, refetch } = useConsoleQuery('lockTotals', place === '' ? {} : { places: [place] }, { staleTime: 0 });
  const [tally, setTally] = useState(UNREAD);
  if (tally.read !== data) setTally(afterReading(tally, data, place));
  const live = useConnectionState() === 'live';
  useEffect(() => {
    // The stream may have begun after the counters were read.
    if (live) void refetch();
  }, [live, refetch]);
  useStreamEvents((events) => {
    if (events.some(({ event }) => event === 'reset')) void refetch();
    const deltas = events.map(deltaOf).filter((delta) => delta !== null);
    if (deltas.length > 0) setTally((before) => afterHearing(before, deltas, place));
  });
  return tally.now;
}
