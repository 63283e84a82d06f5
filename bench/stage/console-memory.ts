/** Whether a console that stays open takes more and more memory. */

import { startStorm } from '../../e2e/fixture/storm.ts';
import { type Finding, figure, timeFinding, toldFinding } from '../harness/finding.ts';
import type { Office, OpenConsole } from './office.ts';
import { ROW } from './page-clock.ts';

/** After this a page that does nothing has settled. */
export const SETTLE_MS = 3_000;

interface Growth<C extends OpenConsole> {
  office: Office;
  events: number;
  /** Opens a console of the API at this address. */
  open(api: string): Promise<C>;
  /** MiB that it takes now. */
  memory(console: C): Promise<number>;
}

/** Memory with the list shown, before and after so many events came in by the stream. */
export async function growthFindings<C extends OpenConsole>(growth: Growth<C>): Promise<Finding[]> {
  const { office, events, open, memory } = growth;
  await using storm = await startStorm(office.api);
  await using console = await open(storm.url);
  await showList(console);
  const rows = await console.page.evaluate(async () => {
    const answer = await window.lockdesk.operations.listLockedAccounts({ limit: 50 });
    return answer.ok ? answer.value.items : [];
  });
  const before = await settled(console, memory);
  await storm.bring(events, rows);
  const after = await settled(console, memory);
  return [
    timeFinding(`growth after ${figure(events)} events`, (after / before - 1) * 100, { atMost: 5 }, '%'),
    toldFinding('before and after them', `${figure(before)} MiB, then ${figure(after)} MiB`),
  ];
}

/** MiB with the list shown, and nothing else done. */
export async function memoryWithList<C extends OpenConsole>(
  open: () => Promise<C>,
  memory: (console: C) => Promise<number>,
): Promise<number> {
  await using console = await open();
  await showList(console);
  return await settled(console, memory);
}

async function showList({ page, signIn }: OpenConsole): Promise<void> {
  await signIn();
  await page.locator(ROW).first().waitFor();
}

async function settled<C extends OpenConsole>(console: C, memory: (console: C) => Promise<number>): Promise<number> {
  await console.page.waitForTimeout(SETTLE_MS);
  return memory(console);
}
