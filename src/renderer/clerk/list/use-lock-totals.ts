import { useEffect, useMemo, useState } from 'react';
import type { LockTotals } from '../../../contract/index.ts';
import { useConnectionState, useStreamEvents } from '../../lib/live.tsx';
import { useConsoleQuery } from '../../lib/operations.ts';
import { type Delta, deltaOf, withDeltas } from './totals.ts';

/** Beyond this many the counters are read anew. */
const DELTAS_MAX = 500;

/** Totals of a place from the counters, kept up by the stream; '' is the whole scope. Undefined until they are known. */
export function useLockTotals(place: string): LockTotals | undefined {
  const { data, refetch } = useConsoleQuery('lockTotals', place === '' ? {} : { places: [place] }, { staleTime: 0 });
  const [deltas, setDeltas] = useState<readonly Delta[]>([]);
  const live = useConnectionState() === 'live';
  useEffect(() => {
    // The stream may have begun after the counters were read.
    if (live) void refetch();
  }, [live, refetch]);
  useStreamEvents((events) => {
    if (events.some(({ event }) => event === 'reset')) void refetch();
    const fresh = events.map(deltaOf).filter((delta) => delta !== null);
    if (fresh.length === 0) return;
    setDeltas((before) => [...before.filter(({ index }) => index >= (data?.index ?? 0)), ...fresh]);
    if (deltas.length > DELTAS_MAX) void refetch();
  });
  return useMemo(() => data && withDeltas(data, deltas, place), [data, deltas, place]);
}
