import type { Page } from 'playwright';
import { alternateValues, ratioOf } from '../harness/compare.ts';
import { countFinding, figure, timeFinding, toldFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { openEmptyPage } from '../stage/empty-page.ts';
import { type OpenConsole, startOffice } from '../stage/office.ts';
import { ROW, watched, watchFor, watchPress } from '../stage/page-clock.ts';
import { tasksDuring } from '../stage/tasks.ts';
import type { Row } from './row.ts';

/** What a person feels as a stop. */
const TASK_MAX_MS = 50;
const NODES_MAX = 400;
const SCROLLER = '.pane__scroll:has(table.locked)';
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

    const cpu = new Map<Page, number[]>();
    const scroll = async (page: Page, selector: string) => {
      const tasks = await tasksDuring(page, () => turn(page, selector, turns));
      cpu.set(page, [...(cpu.get(page) ?? []), Math.max(...tasks.map(({ cpuMs }) => cpuMs))]);
      return Math.max(...tasks.map(({ ms }) => ms));
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
      toldFinding('longest task by the processor’s time', `${figure(median(cpu.get(page) ?? []))} ms`),
      countFinding('nodes of rows', await nodesOfRows(page), { atMost: NODES_MAX }, 'nodes'),
      countFinding('pages read to reach the oldest by End', end.pages, { atMost: 1 }, ''),
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

/** Presses End in the list, and waits for the row that is the last by the total of the counters. */
async function goToEnd({ page }: OpenConsole, asked: () => number): Promise<{ ms: number; pages: number }> {
  await page.locator(ROW).first().click();
  const count = await page.locator('table.locked').getAttribute('aria-rowcount');
  const before = asked();
  await watchPress(page, 'end', 'keydown', 'table.locked');
  await watchFor(page, 'oldest', `${ROW}[aria-rowindex="${count}"]`);
  await page.keyboard.press('End');
  const ms = (await watched(page, 'oldest')) - (await watched(page, 'end'));
  return { ms, pages: asked() - before };
}
