/** How much memory the browser's processes take, as Linux counts it. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import type { Page } from 'playwright';

/**
 * Sum of the proportional set sizes of all Chromium processes below this one, in bytes: what several share counts once.
 * The page's garbage is collected first.
 */
export async function browserMemory(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.detach();
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    // The second field, the program's name, may hold anything but ends with the last bracket.
    const parent = /.*\) \S (\d+)/.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === process.pid || isOurs(parents.get(pid)));
  let bytes = 0;
  for (const pid of parents.keys()) if (isOurs(pid) && (await isChromium(pid))) bytes += await proportionalSize(pid);
  if (bytes === 0) throw new Error('no Chromium is running');
  return bytes;
}

const isChromium = async (pid: number): Promise<boolean> =>
  /chrom|edge/i.test(await readlink(`/proc/${pid}/exe`).catch(() => ''));

async function proportionalSize(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024;
}
