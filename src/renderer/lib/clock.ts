/**
 * One clock for the whole page. It shows the server's time, because locks end by the server's clock and workstations run
 * late or early; and it ticks once a second for everybody together, so that a hundred countdowns cost one timer.
 */
import { useSyncExternalStore } from 'react';

let aheadMs = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Milliseconds of the epoch, by the server's clock as far as it is known. */
export const serverNow = (): number => Date.now() + aheadMs;

/** Sets the clock by an answer that said the server's time; half the way there and back is taken off. */
export function setClock(serverTime: string, askedAt: number, answeredAt: number): void {
  aheadMs = Math.round(Date.parse(serverTime) - (askedAt + answeredAt) / 2);
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function tick(): void {
  tell();
  timer = setTimeout(tick, 1000 - (serverNow() % 1000));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) timer = setTimeout(tick, 1000 - (serverNow() % 1000));
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearTimeout(timer);
  };
}

/**
 * What a reader makes of the time, kept up to date. Renders again only when that changes: a reader that gives minutes
 * costs one rendering a minute. It must give a primitive.
 */
export function useClock<T extends string | number | boolean | null>(read: (nowMs: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(serverNow()));
}
