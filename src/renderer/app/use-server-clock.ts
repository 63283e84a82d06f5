import { useEffect } from 'react';
import { setClock } from '../lib/clock.ts';
import { useConnectionState } from '../lib/live.tsx';
import { call } from '../lib/operations.ts';

/** Sets the page's clock by the server's at the start and whenever the connection comes back. */
export function useServerClock(): void {
  const live = useConnectionState() === 'live';
  useEffect(() => {
    if (!live) return;
    const askedAt = Date.now();
    call('me', {}).then(
      ({ server_time }) => setClock(server_time, askedAt, Date.now()),
      // The clock stays as it was; the connection's own state says that something is wrong.
      () => undefined,
    );
  }, [live]);
}
