import type { Page } from 'playwright';
import { alternateValues, ratioOf } from '../harness/compare.ts';
import { countFinding, figure, timeFinding, toldFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { openEmptyPage } from '../stage/empty-page.ts';
import { ROW, SCROLLER } from '../stage/list.ts';
import { type OpenConsole, startOffice } from '../stage/office.ts';
import { tasksDuring } from '../stage/tasks.ts';
import type { Row } from './row.ts';

/** What a person feels as a stop. */
const TASK_MAX_MS = 50;
const NODES_MAX = 400;
/** One turn of the wheel, and how long until the next. */
const TURN_PX = 400;
const TURN_MS = 60;

export const list: Row = {
  name: 'list',
  number: 12,
  promise: 'Going through the list of the locked: no task is felt, few nodes, and End reaches the oldest',
  against: 'an empty scroller of the same height in the same Chromium',
  async run(bench) {
    const { repeats, turns } = bench.pick({ full: { repeats: 7, turns: 60 }, quick: { repeats: 2, turns: 15 } });
    await using office = await startOffice(bench, await bench.database('large'));
    await using console = await office.open();
    await console.signIn();
    const { page } = console;
    await page.locator(ROW).first().waitFor();
    await using empty = await openEmptyPage();
    await showEmptyScroller(empty.page);

    const scroll = async (page: Page, selector: string) => {
      const tasks = await tasksDuring(page, () => turn(page, selector, turns));
      return Math.max(...tasks);
    };
    const longest = await alternateValues({
      repeats,
      steps: 1,
      warmUp: 1,
      a: () => scroll(page, SCROLLER),
      b: () => scroll(empty.page, '#scroller'),
    });
    const { a, b } = ratioOf(longest, median);
    const end = await goToEnd(console, () => office.answered('listLockedAccounts').length);
    return [
      timeFinding('longest task, median of the repeats', a, { atMost: TASK_MAX_MS }, 'ms'),
      toldFinding('beside the empty scroller', `${figure(a / b)}×`, `${figure(a)} ms : ${figure(b)} ms`),
      countFinding('nodes of rows', await nodesOfRows(page), { atMost: NODES_MAX }, 'nodes'),
      countFinding('pages read to reach the oldest by End', end.pages, { atMost: 1 }, ''),
      countFinding('rows between the last one shown and the oldest', end.missing, { atMost: 0 }, ''),
      toldFinding('End, until the oldest is painted', `${figure(end.ms)} ms`),
    ];
  },
};

/** Down and up again, as a hand on the wheel does. */
async function turn(page: Page, selector: string, turns: number): Promise<void> {
  await page.locator(selector).hover();
  for (const direction of [1, -1]) {
    for (let turned = 0; turned < turns; turned++) {
      await page.mouse.wheel(0, direction * TURN_PX);
      await page.waitForTimeout(TURN_MS);
    }
  }
}

async function showEmptyScroller(page: Page): Promise<void> {
  await page.setContent(
    '<div id="scroller" style="height: 600px; overflow: auto"><div style="height: 200000px"></div></div>',
  );
}

/** Elements and texts. */
function nodesOfRows(page: Page): Promise<number> {
  return page.evaluate(() => {
    const body = document.querySelector('table.locked tbody');
    if (!body) throw new Error('the list is gone');
    const walker = document.createTreeWalker(body);
    let nodes = 0;
    while (walker.nextNode()) nodes++;
    return nodes;
  });
}

async function goToEnd({ page }: OpenConsole, asked: () => number) {
  await page.locator(ROW).first().click();
  const before = asked();
  const ms = await page.evaluate(async (row) => {
    const count = Number(document.querySelector('table.locked')?.getAttribute('aria-rowcount'));
    const began = performance.now();
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'End', bubbles: true, cancelable: true }),
    );
    const last = () => Number([...document.querySelectorAll(row)].at(-1)?.getAttribute('aria-rowindex'));
    while (last() !== count) await new Promise(requestAnimationFrame);
    return performance.now() - began;
  }, ROW);
  const missing = await page.evaluate((row) => {
    const rows = [...document.querySelectorAll(row)];
    const shown = Number(rows.at(-1)?.getAttribute('aria-rowindex'));
    return Number(document.querySelector('table.locked')?.getAttribute('aria-rowcount')) - shown;
  }, ROW);
  return { ms, missing, pages: asked() - before };
}
