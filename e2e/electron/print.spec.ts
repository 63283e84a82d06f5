/** What main asks Electron to print, and what becomes of it where no printer takes it. */
import { actOn } from '../fixture/acts.ts';
import { citizenAt, lockOut } from '../fixture/citizen.ts';
import { type Console, expect, signIn, test } from '../fixture/index.ts';
import { mainOf } from './main-process.ts';

/** Prints in the printer's place, says what Chromium would, and keeps what was asked for. */
const answerPrinting = (console: Console, failure: string | null) =>
  mainOf(console).evaluate(({ BrowserWindow }, failure) => {
    const printed: Electron.WebContentsPrintOptions[] = [];
    Object.assign(globalThis, { printed });
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const print: Electron.WebContents['print'] = (options, done) => {
      if (options) printed.push(options);
      done?.(failure === null, failure ?? '');
    };
    if (contents) Object.assign(contents, { print });
  }, failure);

const printed = (console: Console): Promise<Electron.WebContentsPrintOptions[]> =>
  mainOf(console).evaluate(() => Reflect.get(globalThis, 'printed'));

test('by the system’s dialog, or by the printer that was chosen for good, and it says where none took it', async ({
  openConsole,
  system,
  browser,
}) => {
  const console = await openConsole();
  const { page } = console;
  await signIn(console, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 5);
  await lockOut(citizen);
  await actOn(page, citizen, 'u', 'A037');
  const preview = page.getByRole('region', { name: '凭条预览' });

  await answerPrinting(console, null);
  await page.keyboard.press('p');
  await expect(preview.getByText('凭条已送去打印。')).toBeVisible();
  const paper = { pageSize: { width: 80_000, height: 120_000 }, margins: { marginType: 'none' } };
  expect(await printed(console)).toEqual([{ ...paper, color: false }]);

  await answerPrinting(console, 'Print job canceled');
  await page.keyboard.press('p');
  await expect(preview.getByText('没有打印：已取消。')).toBeVisible();

  await page.evaluate(() => window.lockdesk.settings.change({ slip_printer: 'XP-80C' }));
  await answerPrinting(console, null);
  await page.keyboard.press('p');
  await expect(preview.getByText('凭条已送去打印。')).toBeVisible();
  expect(await printed(console)).toEqual([{ ...paper, color: false, silent: true, deviceName: 'XP-80C' }]);
});

test('a chosen printer that is not there: Electron itself refuses, and the clerk reads why', async ({
  openConsole,
  system,
  browser,
}) => {
  const { page, ...console } = await openConsole({ settings: { slip_printer: 'No-Such-Printer' } });
  await signIn({ page, ...console }, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 15);
  await lockOut(citizen);
  await actOn(page, citizen, 'u', 'A037');
  await page.keyboard.press('p');
  // One sentence where the machine has other printers, the other where it has none.
  await expect(page.getByText(/没有打印：.*(这台电脑没有打印机|选的打印机现在找不到)/)).toBeVisible();
});
