/** How long a console takes to show what a clerk begins with. */
import type { Page } from 'playwright';
import type { OpenConsole } from './office.ts';
import { ROW, watched, watchFor } from './page-clock.ts';

/** Milliseconds from the start to the painted sign-in screen, and from being signed in to the painted list. */
export async function msToList(open: () => Promise<OpenConsole>): Promise<number> {
  const began = now();
  await using console = await open();
  const { page } = console;
  const signInPainted = await firstPaint(page);
  await page.evaluate(() => {
    window.bench = {
      signedIn: new Promise((signedIn) => {
        window.lockdesk.session.onChange(({ state }) => {
          if (state === 'signed_in') signedIn(performance.timeOrigin + performance.now());
        });
      }),
    };
  });
  await watchFor(page, 'list', ROW);
  await console.signIn();
  const [signedIn, listPainted] = [await watched(page, 'signedIn'), await watched(page, 'list')];
  return signInPainted - began + (listPainted - signedIn);
}

/** When the page first showed something. */
export const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((painted) => {
        new PerformanceObserver((list) => {
          const [entry] = list.getEntriesByName('first-contentful-paint');
          if (entry) painted(performance.timeOrigin + entry.startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );

/** Milliseconds since the epoch by this process's clock, as finely as a page tells them by its own. */
export const now = (): number => performance.timeOrigin + performance.now();
