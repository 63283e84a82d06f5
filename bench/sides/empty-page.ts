/** The peer of the console: the same Chromium, started by the same code with the same flags, showing an empty page. */
import { openBrowser } from '../../src/chromium-shell/browser.ts';
import { hello } from '../harness/child.ts';

export interface EmptyPageSaid {
  /** Where it can be driven. */
  devtools: string;
  /** Milliseconds since the epoch, by the page's own clock. */
  paintedAt: number;
}

const ADDRESS = 'https://empty.invalid/';

let close = async () => {};
await hello(() => void close().finally(() => process.exit()));
const browser = await openBrowser({ headless: true, devtools: true });
close = browser.close;
const page = browser.consolePage;
await page.route(ADDRESS, (route) =>
  route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>-</title>' }),
);
await page.goto(ADDRESS);
const paintedAt = await page.evaluate(
  () =>
    new Promise<number>((painted) => {
      requestAnimationFrame(() => setTimeout(() => painted(performance.timeOrigin + performance.now())));
    }),
);
process.send?.({ devtools: browser.devtools ?? '', paintedAt } satisfies EmptyPageSaid);
