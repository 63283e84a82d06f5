/** Filters that a person keeps: theirs on any workstation, and nobody else's; by keyboard. */
import type { Page } from '@playwright/test';
import { expect, signIn, test } from './fixture/index.ts';

const openFilters = (page: Page) => page.getByRole('button', { name: /^已存筛选/ });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: '已存筛选' });

test('a filter is kept, chosen on another workstation, renamed, deleted and taken back; nobody else sees it', async ({
  openConsole,
  system,
}) => {
  const before = await openConsole();
  await signIn(before, system, 'hejia');
  await before.page.getByRole('button', { name: /^全部行为/ }).press('Enter');
  await before.page.getByRole('option', { name: '强制重置' }).press('Enter');
  await openFilters(before.page).press('Enter');
  await expect(dialogOf(before.page).getByRole('textbox', { name: '把现在的筛选存为' })).toBeFocused();
  await before.page.keyboard.type('每日重置');
  await before.page.keyboard.press('Enter');
  await expect(dialogOf(before.page).getByText('已保存“每日重置”。')).toBeVisible();
  await before.page.keyboard.press('Escape');
  await expect(openFilters(before.page)).toHaveAccessibleName('已存筛选： 每日重置');
  await before.close();

  const after = await openConsole();
  const { page } = after;
  await signIn(after, system, 'hejia');
  const dialog = dialogOf(page);
  await expect(page.getByRole('button', { name: /^全部行为/ })).toBeVisible();
  await openFilters(page).press('Enter');
  await expect(dialog.getByRole('button', { name: '每日重置', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^强制重置/ })).toBeVisible();
  await expect(openFilters(page)).toBeFocused();

  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: '改名 每日重置' }).press('Enter');
  await page.keyboard.type('重置');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: '重置', exact: true })).toBeFocused();
  // From its name: at the start, rename, delete.
  for (const _ of [1, 2, 3]) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: '撤销 重置' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: '重置', exact: true })).toBeFocused();
  await dialog.getByRole('checkbox', { name: '打开列表时使用“重置”' }).press('Space');
  await expect(dialog.getByRole('checkbox', { name: '打开列表时使用“重置”' })).toBeChecked();
  await page.keyboard.press('Escape');

  const other = await openConsole();
  await signIn(other, system, 'zhoujianguo');
  await other.page.getByRole('link', { name: '台账' }).press('Enter');
  await openFilters(other.page).press('Enter');
  await expect(dialogOf(other.page).getByText('还没有保存筛选。')).toBeVisible();
  await expect(other.page.getByRole('button', { name: '重置', exact: true })).toHaveCount(0);

  // An auditor's first list is the ledger, and it begins with it; deleted for good, it no longer does.
  const again = await openConsole();
  await signIn(again, system, 'hejia');
  await expect(again.page.getByRole('button', { name: /^强制重置/ })).toBeVisible();
  await openFilters(again.page).press('Enter');
  await dialogOf(again.page).getByRole('button', { name: '删除 重置' }).press('Enter');
  await expect(dialogOf(again.page).getByText('已删除“重置”')).toBeVisible();
  await again.page.keyboard.press('Escape');
  await expect(openFilters(again.page)).toHaveAccessibleName('已存筛选');
});
