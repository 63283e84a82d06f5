import type { Page } from 'playwright';
import { LARGE_CITY } from '../../src/api/testing/large.ts';
import { type Comparison, ratioOf } from '../harness/compare.ts';
import { ratioFinding } from '../harness/finding.ts';
import { median, percentile } from '../harness/statistics.ts';
import { callable } from '../stage/acts.ts';
import { startOffice } from '../stage/office.ts';
import { ROW, watched, watchFor, watchPress } from '../stage/page-clock.ts';
import type { Row } from './row.ts';

const CONFIRM = '.dialog__foot .btn--primary:not([aria-disabled])';
const RECEIPT = '.receipt .done';

export const clickToConfirmed: Row = {
  name: 'click-to-confirmed',
  number: 15,
  promise: 'From the click on the act’s button to the painted receipt, by the page’s own clock',
  against: 'the API’s own time for the same acts, as its log tells',
  async run(bench) {
    const { repeats, steps, warmUp } = bench.pick({
      full: { repeats: 7, steps: 8, warmUp: 5 },
      quick: { repeats: 1, steps: 3, warmUp: 1 },
    });
    const database = await bench.database('large');
    await callable(bench, database, LARGE_CITY, 2 * (warmUp + repeats * steps));
    await using office = await startOffice(bench, database);
    await using console = await office.open();
    await console.signIn();

    const clicks: number[] = [];
    while (clicks.length < warmUp + repeats * steps) clicks.push(await unlockFirst(console.page));
    const acts = office.answered('unlockAccount');
    const comparison: Comparison = {
      repeats: Array.from({ length: repeats }, (_, repeat) => {
        const from = warmUp + repeat * steps;
        return { a: clicks.slice(from, from + steps), b: acts.slice(from, from + steps) };
      }),
    };
    const p95 = ratioOf(comparison, (times) => percentile(times, 95));
    const p50 = ratioOf(comparison, median);
    return [
      ratioFinding('p95', p95, { atMost: 3 }, 'ms'),
      { ...ratioFinding('p50', p50, { atMost: 3 }, 'ms'), target: null, met: null, missedBy: null },
    ];
  },
};

/** Unlocks the first account of the list that is locked, as a clerk does. @returns milliseconds from click to receipt */
async function unlockFirst(page: Page): Promise<number> {
  await page.locator(ROW).first().click();
  await page.keyboard.press('Enter');
  await page.locator('.actbar__do [aria-keyshortcuts=U]:not([aria-disabled])').waitFor();
  await page.keyboard.press('u');
  // The method, at the first thing that is missing, and a reason by its digit.
  await page.locator('.dialog input[name=method]:focus').waitFor({ state: 'attached' });
  await page.keyboard.press('Space');
  await page.keyboard.press('3');
  await page.locator(CONFIRM).waitFor();

  await watchPress(page, 'clicked', 'click', CONFIRM);
  await watchFor(page, 'receipt', RECEIPT);
  await page.locator(CONFIRM).click();
  const ms = (await watched(page, 'receipt')) - (await watched(page, 'clicked'));
  await page.keyboard.press('Enter');
  await page.locator(RECEIPT).waitFor({ state: 'detached' });
  // Its row stays until the list is taken in anew; then the next one is the first.
  await page.locator(`${ROW}.gone`).waitFor();
  await page.locator('button.fresh').click();
  await page.locator(`${ROW}.gone`).waitFor({ state: 'detached' });
  return ms;
}
