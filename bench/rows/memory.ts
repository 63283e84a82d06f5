import { alternateValues, ratioOf } from '../harness/compare.ts';
import { figure, ratioFinding, timeFinding, toldFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { browserMemory } from '../stage/browser-memory.ts';
import { openEmptyPage } from '../stage/empty-page.ts';
import { type Office, startOffice } from '../stage/office.ts';
import { ROW } from '../stage/page-clock.ts';
import { startStorm } from '../stage/storm.ts';
import type { Row } from './row.ts';

const MIB = 2 ** 20;
/** After this a page that does nothing has settled. */
const SETTLE_MS = 3_000;

export const memory: Row = {
  name: 'memory',
  number: 14,
  promise: 'Memory of all browser processes (PSS, Node apart) with the list shown, and after many events',
  against: 'an empty page in the same Chromium',
  async run(bench) {
    const sizes = bench.pick({
      full: { repeats: 7, warmUp: 0, events: 100_000 },
      quick: { repeats: 1, warmUp: 0, events: 2_000 },
    });
    await using office = await startOffice(bench, await bench.database('large'));
    const comparison = await alternateValues({ ...sizes, steps: 1, a: () => withList(office), b: withNothing });
    const growth = await growthAfter(office, sizes.events);
    return [
      ratioFinding('PSS', ratioOf(comparison, median), { atMost: 1.15 }, 'MiB'),
      timeFinding(`growth after ${figure(sizes.events)} events`, growth.percent, { atMost: 5 }, '%'),
      toldFinding('before and after them', `${figure(growth.before)} MiB, then ${figure(growth.after)} MiB`),
    ];
  },
};

async function withList(office: Office): Promise<number> {
  await using console = await office.open();
  await console.signIn();
  await console.page.locator(ROW).first().waitFor();
  await console.page.waitForTimeout(SETTLE_MS);
  return (await browserMemory(console.page)) / MIB;
}

async function withNothing(): Promise<number> {
  await using empty = await openEmptyPage();
  await empty.page.waitForTimeout(SETTLE_MS);
  return (await browserMemory(empty.page)) / MIB;
}

/** MiB with the list shown, before and after so many events came in by the stream. */
async function growthAfter(office: Office, events: number) {
  await using storm = await startStorm(office.api);
  await using console = await office.open(storm.url);
  const { page } = console;
  await console.signIn();
  await page.locator(ROW).first().waitFor();
  const rows = await page.evaluate(async () => {
    const answer = await window.lockdesk.operations.listLockedAccounts({ limit: 50 });
    return answer.ok ? answer.value.items : [];
  });
  const settled = async () => {
    await page.waitForTimeout(SETTLE_MS);
    return (await browserMemory(page)) / MIB;
  };
  const before = await settled();
  await storm.bring(events, rows);
  const after = await settled();
  return { before, after, percent: (after / before - 1) * 100 };
}
