import { alternateValues, ratioOf } from '../harness/compare.ts';
import { ratioFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { openEmptyPage } from '../stage/empty-page.ts';
import { type Office, startOffice } from '../stage/office.ts';
import { ROW, watched, watchFor } from '../stage/page-clock.ts';
import type { Row } from './row.ts';

export const coldStart: Row = {
  name: 'cold-start',
  number: 13,
  promise: 'From the start of the console to the painted list; the time at the provider’s sign-in page is left out',
  against: 'an empty page in the same Chromium',
  async run(bench) {
    await using office = await startOffice(bench, await bench.database('large'));
    const comparison = await alternateValues({
      ...bench.pick({ full: { repeats: 7, warmUp: 1 }, quick: { repeats: 2, warmUp: 0 } }),
      steps: 1,
      a: () => toList(office),
      b: toEmptyPage,
    });
    return [ratioFinding('start', ratioOf(comparison, median), { atMost: 1.25 }, 'ms')];
  },
};

/** Milliseconds to the painted sign-in screen, and from being signed in to the painted list. */
async function toList(office: Office): Promise<number> {
  const began = now();
  await using console = await office.open();
  const { page } = console;
  const signInPainted = await page.evaluate(
    () =>
      new Promise<number>((painted) => {
        new PerformanceObserver((list) => {
          const [entry] = list.getEntriesByName('first-contentful-paint');
          if (entry) painted(performance.timeOrigin + entry.startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );
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

async function toEmptyPage(): Promise<number> {
  const began = now();
  await using empty = await openEmptyPage();
  return empty.paintedAt - began;
}

const now = (): number => performance.timeOrigin + performance.now();
