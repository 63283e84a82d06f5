import type { Settings } from '../src/contract/console.ts';
import { expectAccessible } from './fixture/axe.ts';
import { citizenAt, lockOut } from './fixture/citizen.ts';
import { expect, signIn, test } from './fixture/index.ts';

const looks = (['zh-CN', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
);

for (const look of looks) {
  test(`no axe finding on any screen: ${look.language}, ${look.theme}`, async ({
    openConsole,
    system,
    browser,
  }, info) => {
    test.setTimeout(180_000);
    const settings: Partial<Settings> = look;
    const console = await openConsole({ settings });
    const { page } = console;
    const see = async (screen: string) => {
      await info.attach(screen, { body: await page.screenshot(), contentType: 'image/png' });
      await expectAccessible(page, screen);
    };
    const search = page.locator('header input');
    const detail = page.getByRole('heading', { level: 2 }).nth(1);

    await see('sign-in');
    await signIn(console, system, 'limin');
    await expect(search).toBeFocused();
    await see('list');

    const citizen = await citizenAt(system, await browser.newContext(), looks.indexOf(look) + 6);
    await lockOut(citizen);
    await search.fill(citizen.document);
    await expect(detail).toBeVisible();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await see('all keys');
    await page.keyboard.press('Escape');
    await see('a locked account');

    for (const [key, screen] of [
      ['r', 'forced reset'],
      ['u', 'unlock'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      await see(screen);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await page.keyboard.press('u');
    await page.getByRole('dialog').getByRole('radio').first().check({ force: true });
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await see('receipt of an unlock');

    await page.keyboard.press('Control+k');
    await search.fill(citizen.document);
    await expect(page.getByRole('heading', { level: 2 }).last()).toBeVisible();
    await see('an account that is not locked');
    await page.keyboard.press('r');
    await page.getByRole('dialog').getByRole('radio').first().check({ force: true });
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await see('receipt of a forced reset');

    await page.keyboard.press('Control+k');
    await search.fill('li');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: /查找结果|Search results/ }).first()).toBeVisible();
    await see('several hits');
    await search.fill('110101199003074610');
    await page.keyboard.press('Enter');
    await see('nobody found');

    await page.locator('nav a[href$="#/mine"]').click();
    await expect(page.getByRole('grid')).toBeVisible();
    await see('my acts');
    await page.getByRole('row').nth(1).click();
    await see('one entry');
    await page.locator('a[href$="#/settings"]').click();
    await see('settings');
  });
}
