/** Moments by the page's own clock: when something was painted, when a person pressed. */
import type { Page } from 'playwright';

/** Rows of the list of the locked. */
export const ROW = 'table.locked tbody tr[aria-selected]';

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

/** From now on watches for the first click or key on what the selector fits. */
export async function watchPress(page: Page, name: string, type: 'click' | 'keydown', selector: string): Promise<void> {
  await page.evaluate(
    ([name, type, selector]) => {
      window.bench ??= {};
      window.bench[name] = new Promise((pressed) => {
        const hear = (event: Event) => {
          if (!(event.target instanceof Element) || event.target.closest(selector) === null) return;
          document.removeEventListener(type, hear, true);
          pressed(performance.timeOrigin + event.timeStamp);
        };
        document.addEventListener(type, hear, true);
      });
    },
    [name, type, selector] as const,
  );
}

/** Milliseconds since the epoch by the page's clock. */
export const watched = (page: Page, name: string): Promise<number> =>
  page.evaluate((name) => window.bench[name] ?? Promise.reject(new Error(name)), name);
