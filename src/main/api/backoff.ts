/**
 * How long to wait before the next attempt: twice as long each time up to a ceiling, and anywhere in the upper half of
 * that, so that consoles which lost the same server do not come back in step.
 *
 * @param failures attempts that failed so far, from 1
 */
export function backoffMs(failures: number, { firstMs, mostMs }: { firstMs: number; mostMs: number }): number {
  const full = Math.min(firstMs * 2 ** (failures - 1), mostMs);
  return Math.round(full * (0.5 + Math.random() / 2));
}

/** Resolves after the time, or at once when aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
