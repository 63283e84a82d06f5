/** What each of the console's processes takes, and that a console which stays open does not take more and more. */
import { readFile } from 'node:fs/promises';
import type { LockedAccount } from '../../src/contract/index.ts';
import { citizenAt, lockOut } from '../fixture/citizen.ts';
import { type Console, expect, signIn, test } from '../fixture/index.ts';
import { startStorm } from '../fixture/storm.ts';
import { mainOf } from './main-process.ts';

const MIB = 2 ** 20;
/** Caches are full and compilers have settled after these. */
const FIRST_EVENTS = 6_000;
const EVENTS = 60_000;
/** On a machine that does much else. */
const TAKEN_IN = { timeout: 60_000 };

/** MiB that each process has for itself and in memory, as anyone may read them; what can be given up is, first. */
async function memoryOf(console: Console): Promise<Map<string, number>> {
  const cdp = await console.page.context().newCDPSession(console.page);
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.detach();
  const processes = await mainOf(console).evaluate(({ app }) => {
    const main = process.mainModule;
    if (main === undefined) throw new Error('main is no CommonJS module');
    const { setFlagsFromString }: typeof import('node:v8') = main.require('node:v8');
    const { runInNewContext }: typeof import('node:vm') = main.require('node:vm');
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    return app.getAppMetrics().map(({ pid, type, name }) => ({ pid, what: name ?? type }));
  });
  const memory = new Map<string, number>();
  for (const { pid, what } of processes) {
    const own = /^RssAnon:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
    memory.set(what, (memory.get(what) ?? 0) + (Number(own) * 1024) / MIB);
  }
  return memory;
}

/** From now on the page counts what it hears. */
const countEvents = ({ page }: Console) =>
  page.evaluate(() => {
    const counted = { events: 0 };
    Object.assign(window, { counted });
    window.lockdesk.stream.onEvents((events) => {
      counted.events += events.length;
    });
  });

const countedEvents = ({ page }: Console): Promise<number> =>
  page.evaluate(() => Reflect.get(window, 'counted').events);

const sum = (memory: Map<string, number>) => [...memory.values()].reduce((all, each) => all + each, 0);

const tell = (memory: Map<string, number>) =>
  [...memory, ['together', sum(memory)] as const].map(([what, mib]) => `${what} ${mib.toFixed(1)}`).join(', ');

test('many events leave nothing behind in any process', async ({ openConsole, system, browser }) => {
  test.skip(process.platform !== 'linux', 'the kernel tells it by /proc on Linux');
  test.slow();
  await lockOut(await citizenAt(system, await browser.newContext(), 11));
  await using storm = await startStorm(system.api);
  const console = await openConsole({ config: { api: storm.url } });
  await signIn(console, system, 'zhangwei');
  await expect(console.page.locator('table.locked tbody tr[aria-selected]').first()).toBeVisible();
  const rows: LockedAccount[] = await console.page.evaluate(async () => {
    const answer = await window.lockdesk.operations.listLockedAccounts({ limit: 50 });
    return answer.ok ? answer.value.items : [];
  });

  await countEvents(console);
  const first = await storm.bring(FIRST_EVENTS, rows);
  await expect.poll(() => countedEvents(console), TAKEN_IN).toBe(first.events);
  const before = await memoryOf(console);
  const more = await storm.bring(EVENTS, rows);
  await expect.poll(() => countedEvents(console), TAKEN_IN).toBe(first.events + more.events);
  const after = await memoryOf(console);
  process.stdout.write(`MiB before ${more.events} events: ${tell(before)}\nMiB after them: ${tell(after)}\n`);
  // A console that kept what it heard, in the page or in main, would have grown by more: what is read takes more than its
  // text.
  expect(sum(after) - sum(before)).toBeLessThan(more.bytes / MIB);
});
