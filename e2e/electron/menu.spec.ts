/** The application's menu, in both languages. */
import { main as en } from '../../src/words/en/main.ts';
import { main as zh } from '../../src/words/zh-CN/main.ts';
import { type Console, expect, signIn, test } from '../fixture/index.ts';
import { mainOf } from './main-process.ts';

interface Item {
  label: string;
  accelerator?: string;
}

/** What lies below each head of the menu, as Electron built it. */
const menuOf = (console: Console): Promise<[string, Item[]][]> =>
  mainOf(console).evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).map(({ label, submenu }) => [
      label,
      (submenu?.items ?? [])
        .filter(({ type }) => type !== 'separator')
        .map(({ label, accelerator }) => ({ label, ...(accelerator && { accelerator: String(accelerator) }) })),
    ]),
  );

/** Chooses an item as a person does. */
const choose = (console: Console, label: string) =>
  mainOf(console).evaluate(({ Menu, BrowserWindow }, label) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    const below = items.flatMap(({ submenu }) => submenu?.items ?? []);
    [...items, ...below].find((item) => item.label === label)?.click({}, BrowserWindow.getAllWindows()[0]);
  }, label);

/** Presses keys at the window and not in the page: what the page leaves, the menu hears. */
async function press(console: Console, keyCode: string, modifiers: 'control'[]): Promise<void> {
  // Keys reach a window that has the focus, which it is given late where others come up on the same display.
  const hasFocus = () =>
    mainOf(console).evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.focus();
      return window?.isFocused();
    });
  await expect.poll(hasFocus).toBe(true);
  await mainOf(console).evaluate(
    ({ BrowserWindow }, { keyCode, modifiers }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      for (const type of ['keyDown', 'keyUp'] as const) contents?.sendInputEvent({ type, keyCode, modifiers });
    },
    { keyCode, modifiers },
  );
}

for (const [language, { menu }] of [
  ['zh-CN', zh],
  ['en', en],
] as const) {
  test(`every item has its words and its keys: ${language}`, async ({ openConsole }) => {
    const console = await openConsole({ settings: { language } });
    const found = await menuOf(console);
    expect(found.map(([head]) => head)).toEqual([menu.file, menu.edit, menu.view, menu.help]);
    const items = found.flatMap(([, items]) => items);
    expect(items).toContainEqual({ label: menu.hand_over, accelerator: 'CmdOrCtrl+Shift+L' });
    expect(items).toContainEqual({ label: menu.settings, accelerator: 'CmdOrCtrl+,' });
    expect(items).toContainEqual({ label: menu.find, accelerator: 'CmdOrCtrl+K' });
    for (const label of [menu.quit, menu.undo, menu.redo, menu.cut, menu.copy, menu.paste, menu.select_all]) {
      expect(items.map((item) => item.label)).toContain(label);
    }
    expect(items.map(({ label }) => label)).not.toContain('');
  });
}

test('the language chosen in the menu is that of page and menu, at once and the next time', async ({ openConsole }) => {
  const console = await openConsole({ settings: { language: 'zh-CN' } });
  await choose(console, 'English');
  await expect(console.page.locator('html')).toHaveAttribute('lang', 'en');
  expect((await menuOf(console)).map(([head]) => head)).toContain(en.menu.file);
  await console.close();
  const again = await openConsole({ userData: console.userData });
  await expect(again.page.locator('html')).toHaveAttribute('lang', 'en');
  expect((await menuOf(again)).map(([head]) => head)).toContain(en.menu.file);
});

test('items that concern the page reach it', async ({ console, system }) => {
  await signIn(console, system, 'limin');
  const search = console.page.getByRole('textbox', { name: '查找公民账号' });
  await expect(search).toBeFocused();
  await choose(console, zh.menu.settings);
  await expect(console.page).toHaveURL(/#\/settings/);
  await choose(console, zh.menu.find);
  await expect(search).toBeFocused();
  await choose(console, zh.menu.keys);
  await expect(console.page.getByRole('dialog')).toBeVisible();
});

test('the menu’s own keys work at the window, with the page’s focus in a field', async ({ console, system }) => {
  await signIn(console, system, 'limin');
  await expect(console.page.getByRole('textbox', { name: '查找公民账号' })).toBeFocused();
  // A key that the page leaves to the menu.
  await press(console, ',', ['control']);
  await expect(console.page).toHaveURL(/#\/settings/);
});
