/**
 * `npm run pictures`: the console's main screens as they stand on a display, on a real Electron and in both languages, for
 * the README. Where no Electron can run, says why in one line and fails.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Browser, chromium, expect } from '@playwright/test';
import { mainOf } from '../e2e/electron/main-process.ts';
import { NoElectronError } from '../e2e/electron/no-electron.ts';
import { prepareElectron } from '../e2e/electron/prepare.ts';
import { actOn } from '../e2e/fixture/acts.ts';
import { CLERKS_OWN, citizenAt, lockOut } from '../e2e/fixture/citizen.ts';
import { type Console, openConsole, removeConsole } from '../e2e/fixture/console.ts';
import { electronShell } from '../e2e/fixture/electron.ts';
import type { Shell } from '../e2e/fixture/shell.ts';
import { signIn } from '../e2e/fixture/sign-in.ts';
import { type System, startSystem } from '../e2e/fixture/system.ts';
import { chooseBrowser } from '../src/chromium-shell/browser.ts';
import type { Language } from '../src/contract/common.ts';

const FOLDER = path.join(import.meta.dirname, '../docs/pictures');
/** The demo's offices are in China: times on its screens are theirs. */
const TIME_ZONE = 'Asia/Shanghai';
const ROW = 'table.locked tbody tr[aria-selected]';
/** A citizen reads the message on the way to a chair, and signs in: half a minute, more or less. */
const WALK_MS = 90_000;
/** Between two looks at the display; what is in motion has moved on by then. */
const LOOK_MS = 150;
const MOST_LOOKS = 100;

await using opened = new AsyncDisposableStack();
try {
  const electron = await prepareElectron(console.error);
  opened.defer(electron.close);
  // The display, for whatever is started from here.
  Object.assign(process.env, electron.env);
  console.error(`The pictures are taken of ${electron.on}`);

  const { env, ...chosen } = await chooseBrowser(true);
  const browser = await chromium.launch({ ...chosen, env: { ...process.env, ...env } });
  opened.defer(() => browser.close());
  const system = await startSystem({ traffic: true });
  opened.defer(system.close);
  const shell = electronShell(electron.chosen, browser);
  await unlockThemself(system, shell, browser);
  for (const language of ['zh-CN', 'en'] as const) await takePictures(system, shell, language);
} catch (error) {
  if (!(error instanceof NoElectronError)) throw error;
  console.error(`No pictures were taken: ${error.message}`);
  process.exitCode = 1;
}

/** What a clerk does on their own account stands first in the supervisor's queue. */
async function unlockThemself(system: System, shell: Shell, browser: Browser): Promise<void> {
  const clerk = await openConsole(system, { settings: { workstation_id: 'GL-03' } }, shell);
  await signIn(clerk, system, 'limin');
  const own = await citizenAt(system, await browser.newContext(), CLERKS_OWN);
  await lockOut(own);
  await actOn(clerk.page, own, 'u', 'A017');
  await clerk.close();
  await removeConsole(clerk);
}

/** A citizen of the list is unlocked, signs in again, and the supervisor finds the act. */
async function takePictures(system: System, shell: Shell, language: Language): Promise<void> {
  await using consoles = new AsyncDisposableStack();
  const open = async () => {
    const settings = { language, theme: 'light', workstation_id: 'GL-03' } as const;
    const console = await openConsole(system, { settings, env: { TZ: TIME_ZONE } }, shell);
    consoles.defer(async () => {
      await console.close();
      await removeConsole(console);
    });
    await console.page.emulateMedia({ reducedMotion: 'reduce' });
    return console;
  };
  const folder = path.join(FOLDER, language);
  await mkdir(folder, { recursive: true });
  const take = async (name: string, of: Console) => writeFile(path.join(folder, `${name}.png`), await pictureOf(of));

  const clerk = await open();
  const { page } = clerk;
  await signIn(clerk, system, 'limin');
  // Somebody with a resident's ID card, by which the clerk then verifies them.
  await page
    .locator(ROW)
    .filter({ hasText: /3201\*{10}.*(密码错误|Wrong passwords)/s })
    .nth(2)
    .dblclick();
  await expect(page.locator('.actbar__do [aria-keyshortcuts=U]:not([aria-disabled])')).toBeVisible();
  await take('account', clerk);

  await page.keyboard.press('u');
  await page.getByRole('dialog').getByRole('radio').first().check({ force: true });
  await expect(page.locator('.dialog__foot .btn--primary:not([aria-disabled])')).toBeVisible();
  await take('unlock', clerk);

  await page.keyboard.press('Control+Enter');
  const receipt = page.getByRole('complementary');
  await expect(receipt.getByText(/^(已登录|Signed in)/)).toBeVisible({ timeout: WALK_MS });
  await take('receipt', clerk);

  const supervisor = await open();
  await signIn(supervisor, system, 'zhoujianguo');
  await supervisor.page.locator('nav a[href$="#/ledger"]').click();
  await supervisor.page
    .getByRole('row', { name: /解锁.+李敏|Unlock.+李敏/ })
    .first()
    .click();
  await expect(supervisor.page.getByText('032417')).toBeVisible();
  await take('ledger', supervisor);

  await supervisor.page.locator('nav a[href$="#/review"]').click();
  await supervisor.page
    .getByRole('button', { name: /解锁：李\*|Unlock: 李\*/ })
    .first()
    .click();
  await expect(supervisor.page.locator('#detail').getByText('032417')).toBeVisible();
  await take('review', supervisor);
}

/** The window as the display shows it, frame included where a window manager gives it one, once nothing moves any more. */
async function pictureOf(console: Console): Promise<Buffer> {
  // Nothing lies under the pointer.
  await console.page.mouse.move(0, 0);
  let before = '';
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const now = await look(console);
    if (now === before) return Buffer.from(now, 'base64');
    before = now;
    await setTimeout(LOOK_MS);
  }
  throw new Error('the window does not come to rest');
}

function look(console: Console): Promise<string> {
  return mainOf(console).evaluate(async ({ BrowserWindow, desktopCapturer, screen }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) throw new Error('the window is gone');
    window.moveTop();
    const { size } = screen.getPrimaryDisplay();
    const [display] = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: size });
    if (display === undefined) throw new Error('no display can be seen');
    return display.thumbnail.crop(window.getBounds()).toPNG().toString('base64');
  });
}
