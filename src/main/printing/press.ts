import type { Paper } from '../../contract/paper.ts';

/** A window in which a document is drawn, as far as printing needs it. */
export interface DrawingWindow {
  readonly gone: Promise<void>;
  pdf(): Promise<Uint8Array>;
  close(): void;
}

/** The page stopped, or did not come to an end. */
export class NotPrinted extends Error {}

/** A document of a thousand rows takes some seconds. */
const PRINTED_WITHIN_MS = 60_000;

/** Prints documents that a page draws, one at a time: hands the page what is to be drawn, and waits until it is. */
export class Press {
  readonly #open: () => DrawingWindow;
  #job: { paper: Paper; drawn: () => void } | null = null;

  constructor(open: () => DrawingWindow) {
    this.#open = open;
  }

  /** What is to be drawn now. */
  take(): Paper | null {
    return this.#job?.paper ?? null;
  }

  /** The page has drawn it. */
  drawn(): void {
    this.#job?.drawn();
  }

  /**
   * @returns a PDF
   * @throws NotPrinted, and what the signal was aborted for
   */
  async print(paper: Paper, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted();
    const drawn = Promise.withResolvers<void>();
    this.#job = { paper, drawn: drawn.resolve };
    const window = this.#open();
    const stopped = Promise.withResolvers<never>();
    const late = setTimeout(() => stopped.reject(new NotPrinted('it took too long')), PRINTED_WITHIN_MS);
    const stop = () => stopped.reject(signal.reason);
    signal.addEventListener('abort', stop);
    void window.gone.then(() => stopped.reject(new NotPrinted('the page stopped')));
    try {
      await Promise.race([drawn.promise, stopped.promise]);
      return await Promise.race([window.pdf(), stopped.promise]);
    } finally {
      this.#job = null;
      clearTimeout(late);
      signal.removeEventListener('abort', stop);
      stopped.promise.catch(() => {});
      window.close();
    }
  }
}

/**
 * How many pages a PDF of Chromium's has: its page tree stands there uncompressed, and the root of it counts them all
 * (ISO 32000-1, 7.7.3.2).
 */
export function pagesOf(pdf: Uint8Array): number {
  const text = Buffer.from(pdf).toString('latin1');
  const counts = [...text.matchAll(/\/Type\s*\/Pages\b[^>]*?\/Count\s+(\d+)/g)].map(([, count]) => Number(count));
  return Math.max(...counts, 0);
}
