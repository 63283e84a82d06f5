/** A page that stops or hangs: the clerk gets a sentence and a way back, and nothing is done twice. */
import { main as words } from '../../src/words/zh-CN/main.ts';
import { unlocksIn } from '../fixture/acts.ts';
import { citizenAt, lockOut } from '../fixture/citizen.ts';
import { pageAgain } from '../fixture/electron.ts';
import { type Console, expect, signIn, test } from '../fixture/index.ts';
import { layLine } from '../fixture/line.ts';
import { mainOf } from './main-process.ts';

/** Answers main's questions in the clerk's place, and keeps what was asked. */
const answerDialogs = (console: Console, response: number) =>
  mainOf(console).evaluate(({ dialog }, response) => {
    const asked: Electron.MessageBoxOptions[] = [];
    Object.assign(globalThis, { asked });
    const answer = async (_window: Electron.BaseWindow, options: Electron.MessageBoxOptions) => {
      asked.push(options);
      return { response, checkboxChecked: false };
    };
    Object.assign(dialog, { showMessageBox: answer });
  }, response);

const asked = (console: Console): Promise<Electron.MessageBoxOptions[]> =>
  mainOf(console).evaluate(() => Reflect.get(globalThis, 'asked'));

test('a page that crashes while an act is under way comes back and says where its outcome stands; it was done once', async ({
  openConsole,
  system,
  browser,
}) => {
  const line = await layLine(system.api);
  const console = await openConsole({ config: { api: line.url } });
  await signIn(console, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 2);
  await lockOut(citizen);
  await console.page.getByRole('textbox', { name: '查找公民账号' }).fill(citizen.document);
  await expect(console.page.getByText(/次密码，系统自动锁定/)).toBeVisible();
  await console.page.keyboard.press('u');
  await console.page
    .getByRole('dialog')
    .getByRole('radio', { name: /身份证/ })
    .check({ force: true });
  const before = await unlocksIn(console.page);
  const held = line.holdNextAct();
  await console.page.keyboard.press('Control+Enter');
  await held.arrived;

  const page = await console.crashPage();
  await expect(page.getByText(/^页面刚才意外停止/)).toBeVisible();
  held.release();
  await expect.poll(() => unlocksIn(page)).toBe(before + 1);
  expect(line.acts()).toBe(1);
  await line.close();
});

test('a page that stops again and again: a dialog says so, and loads it again', async ({ console }) => {
  await answerDialogs(console, 0);
  const page = () =>
    mainOf(console).evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return contents?.isCrashed() === false && !contents.isLoading();
    });
  for (const _crash of [1, 2, 3, 4]) {
    await expect.poll(page).toBe(true);
    await mainOf(console).evaluate(
      ({ BrowserWindow }) =>
        new Promise<void>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('render-process-gone', () => resolve());
          contents?.forcefullyCrashRenderer();
        }),
    );
  }
  await expect.poll(() => asked(console)).toMatchObject([{ message: words.crash.message, detail: words.crash.detail }]);
  await expect.poll(page).toBe(true);
});

test('a page that hangs: a dialog says so, and a new page takes its place', async ({ console, system }) => {
  await signIn(console, system, 'limin');
  await answerDialogs(console, 1);
  await mainOf(console).evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.webContents.once('did-finish-load', () => resolve());
        window?.webContents.executeJavaScript('for (;;);').catch(() => {});
        // The page hangs indeed; Chromium, which would notice, never calls a page hung while a debugger looks at it.
        window?.emit('unresponsive');
      }),
  );
  expect(await asked(console)).toMatchObject([{ message: words.hang.message, detail: words.hang.detail }]);
  const page = await pageAgain(console.userData);
  await expect(page.getByText(/^页面刚才没有响应/)).toBeVisible();
});
