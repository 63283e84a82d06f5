/** How much memory processes take, as Linux counts it. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import type { Page } from 'playwright';

const MIB = 2 ** 20;

/** Sum in MiB of the proportional set sizes of all Chromium processes below this one, once the page's garbage is collected. */
export async function browserMemory(page: Page): Promise<number> {
  await collectGarbage(page);
  const below = await processesBelow(process.pid);
  const browsers = await Promise.all(below.map(async (pid) => ((await isChromium(pid)) ? [pid] : [])));
  return sumOfSizes(browsers.flat());
}

/** The same of one program and all that it started. */
export async function programMemory(page: Page, pid: number): Promise<number> {
  await collectGarbage(page);
  return sumOfSizes([pid, ...(await processesBelow(pid))]);
}

async function collectGarbage(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.detach();
}

async function processesBelow(ancestor: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    // The second field, the program's name, may hold anything but ends with the last bracket.
    const parent = /.*\) \S (\d+)/.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === ancestor || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}

const isChromium = async (pid: number): Promise<boolean> =>
  /chrom|edge/i.test(await readlink(`/proc/${pid}/exe`).catch(() => ''));

/** What several processes share counts once. */
async function sumOfSizes(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(pids.map(proportionalSize));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes === 0) throw new Error('no such process is running');
  return bytes / MIB;
}

async function proportionalSize(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024;
}
