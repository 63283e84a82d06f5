/** Who is signed in, on a workstation that several people share. */
import { readdir, readFile } from 'node:fs/promises';
import { type Console, expect, signIn, sessionState as state, test } from './fixture/index.ts';

const mark = ({ page }: Console) => page.evaluate(() => Object.assign(window, { marked: true }));
const isMarked = ({ page }: Console) => page.evaluate(() => 'marked' in window);

test('promise 17: the next clerk must sign in, and finds nothing of the one before', async ({ console, system }) => {
  await signIn(console, system, 'limin');
  await mark(console);
  await console.page.evaluate(() => navigator.clipboard.writeText('3201'));

  const began = Date.now();
  const signOutPage = console.nextBrowserPage();
  await console.page.keyboard.press('Control+Shift+L');
  await console.page.waitForFunction(() => !('marked' in window) && 'lockdesk' in window);
  expect(await state(console)).toMatchObject({ state: 'signed_out', reason: 'hand_over', hand_over: { name: '李敏' } });
  expect(Date.now() - began).toBeLessThan(5000);
  expect(await console.page.evaluate(() => window.lockdesk.operations.me({}))).toMatchObject({
    failure: { code: 'session_ended' },
  });
  expect(await console.page.evaluate(() => window.lockdesk.session.formerStaff())).toMatchObject([{ name: '李敏' }]);

  // The browser ended its session too: the next one is asked, though they use the same browser.
  const browserPage = await signOutPage;
  await expect(browserPage.getByRole('heading', { name: '已退出登录' })).toBeVisible();
  await browserPage.close();
  const signInPage = console.nextBrowserPage();
  await console.page.evaluate(() => window.lockdesk.session.signIn(null));
  await expect((await signInPage).locator('input[name=password]')).toBeVisible();
});

test('a session that ran out keeps the page for the same person, and gives another a new one', async ({
  openConsole,
  system,
}) => {
  const console = await openConsole({ config: { idle_s: 4 } });
  await signIn(console, system, 'limin');
  await mark(console);
  await expect.poll(() => state(console)).toMatchObject({ ending: { cause: 'idle' } });
  await expect.poll(() => state(console)).toMatchObject({ state: 'signed_out', reason: 'idle' });

  await signIn(console, system, 'limin');
  expect(await isMarked(console)).toBe(true);
  await expect.poll(() => state(console)).toMatchObject({ state: 'signed_out' });
  await signIn(console, system, 'zhangwei');
  // Main has another person; the page that was theirs before is being replaced by a new one.
  await expect(async () => expect(await isMarked(console)).toBe(false)).toPass();
});

test('a key or a click in the window keeps the session', async ({ openConsole, system }) => {
  const console = await openConsole({ config: { idle_s: 4 } });
  await signIn(console, system, 'limin');
  await expect.poll(() => state(console)).toMatchObject({ ending: { cause: 'idle' } });
  await console.page.keyboard.press('Shift');
  await expect.poll(() => state(console)).toMatchObject({ state: 'signed_in', ending: null });
});

test('a page that crashes comes back by itself, signed in, and says why', async ({ console, system }) => {
  await signIn(console, system, 'limin');
  const page = await console.crashPage();
  await page.waitForFunction(() => 'lockdesk' in window);
  expect(await page.evaluate(() => window.lockdesk.session.state())).toMatchObject({ state: 'signed_in' });
});

test('promise 12: a console leaves no token and no citizen on the disk', async ({ console, system }) => {
  await signIn(console, system, 'limin');
  await console.page.evaluate(() => window.lockdesk.operations.searchAccounts({ text: '320106199003078888' }));
  const found = await readdir(console.userData, { recursive: true, withFileTypes: true });
  const files = found.filter((each) => each.isFile());
  expect(files.map(({ name }) => name)).toContain('console.log');
  for (const { parentPath, name } of files) {
    const text = await readFile(`${parentPath}/${name}`, 'latin1');
    expect(text, name).not.toMatch(/eyJ|320106199003078888/);
  }
});
