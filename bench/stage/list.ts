/** The list of the locked as it stands in the page. */
import type { Page } from 'playwright';

export const ROW = 'table.locked tbody tr[aria-selected]';
export const SCROLLER = '.pane__scroll:has(table.locked)';

declare global {
  interface Window {
    /** What the bench has asked this page to watch for. */
    bench: Record<string, Promise<number>>;
  }
}

/** From now on watches when the first element that fits is painted; {@link watched} tells. */
export async function watchFor(page: Page, name: string, selector: string): Promise<void> {
  await page.evaluate(
    ([name, selector]) => {
      window.bench ??= {};
      window.bench[name] = new Promise((painted) => {
        const look = () => {
          if (document.querySelector(selector) === null) return;
          watcher.disconnect();
          // After the frame that shows it.
          requestAnimationFrame(() => setTimeout(() => painted(performance.timeOrigin + performance.now())));
        };
        const watcher = new MutationObserver(look);
        watcher.observe(document, { subtree: true, childList: true, attributes: true });
        look();
      });
    },
    [name, selector] as const,
  );
}

/** Milliseconds since the epoch by the page's clock. */
export const watched = (page: Page, name: string): Promise<number> =>
  page.evaluate((name) => window.bench[name] ?? Promise.reject(new Error(name)), name);
