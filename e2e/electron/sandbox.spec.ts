/** The walls around the page, as the kernel and Electron tell them. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../fixture/index.ts';
import { mainOf } from './main-process.ts';

/** The fields of /proc/PID/status. */
async function statusOf(pid: number): Promise<Map<string, string>> {
  const lines = (await readFile(`/proc/${pid}/status`, 'utf8')).split('\n');
  return new Map(lines.map((line) => [line.split(':')[0] ?? '', line.split(':')[1]?.trim() ?? '']));
}

test('the page’s process is under seccomp, without privileges to gain, and sees no process of the system', async ({
  console,
}) => {
  test.skip(process.platform !== 'linux', 'the kernel tells it by /proc on Linux');
  const pids = await mainOf(console).evaluate(({ BrowserWindow }) => ({
    page: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    main: process.pid,
  }));
  const page = await statusOf(pids.page);
  const main = await statusOf(pids.main);
  expect(page.get('NoNewPrivs')).toBe('1');
  // SECCOMP_MODE_FILTER of seccomp(2).
  expect(page.get('Seccomp')).toBe('2');
  expect(page.get('CapEff')).toMatch(/^0+$/);
  // A process number in each namespace that it is in: its own besides the system's.
  expect(page.get('NSpid')?.split('\t').length).toBeGreaterThan(main.get('NSpid')?.split('\t').length ?? 0);
  // Nor does the whole run as root.
  expect(main.get('Uid')?.split('\t')).not.toContain('0');
});

/** The command line of a process; `null` when the process has ended. */
async function commandOf(pid: number): Promise<string | null> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH')
      return null;
    throw error;
  }
}

test('no process of the console was started without its walls', async ({ console }) => {
  test.skip(process.platform !== 'linux', 'the kernel tells it by /proc on Linux');
  const processes = () =>
    mainOf(console).evaluate(({ app }) => app.getAppMetrics().map(({ pid, type }) => ({ pid, type })));
  const ended: number[] = [];
  for (const { pid, type } of await processes()) {
    const command = await commandOf(pid);
    if (command === null) ended.push(pid);
    else expect(command, type).not.toMatch(/--no-sandbox|--disable-web-security|--disable-site-isolation/);
  }
  // Chromium ends what it no longer needs (a spare page, a utility) when it likes: such a one is gone from its list, too.
  const left = await processes();
  expect(left.map(({ type }) => type)).toContain('Tab');
  expect(left.filter(({ pid }) => ended.includes(pid))).toEqual([]);
});
