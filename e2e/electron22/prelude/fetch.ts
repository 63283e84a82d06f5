/** Fetch and its classes, by the last undici that runs on Node 16, and what they lack of Node 24's. */
import { File, FormData, fetch, Headers, Request, Response } from 'undici';

Object.assign(globalThis, { fetch, File, FormData, Headers, Request, Response });

AbortSignal.any ??= (signals: Iterable<AbortSignal>) => {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener('abort', () => controller.abort(signal.reason), { signal: controller.signal });
  }
  return controller.signal;
};
