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

test('no process of the console was started without its walls', async ({ console }) => {
  test.skip(process.platform !== 'linux', 'the kernel tells it by /proc on Linux');
  const metrics = await mainOf(console).evaluate(({ app }) =>
    app.getAppMetrics().map(({ pid, type }) => ({ pid, type })),
  );
  expect(metrics.map(({ type }) => type)).toContain('Tab');
  for (const { pid, type } of metrics) {
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
    expect(command, type).not.toMatch(/--no-sandbox|--disable-web-security|--disable-site-isolation/);
  }
});
