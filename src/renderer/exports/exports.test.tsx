import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openPage } from '../testing/open-page.tsx';

const SUPERVISOR = { staff: { subject: 'zhoujianguo', name: '周建国', roles: ['supervisor' as const] } };
const button = page.getByRole('button', { name: '导出 CSV' });
const SHA256 = 'ab'.repeat(32);

test('the ledger’s period as it is narrowed goes to a file, while the screens change', async () => {
  const fake = await openPage({ ...SUPERVISOR, path: '/ledger?outcome=refused&period=week' });
  await button.click();
  expect(fake.exports).toMatchObject([
    { operation: 'exportEntries', input: { outcomes: ['refused'], language: 'zh-CN', from: expect.any(String) } },
  ]);
  await expect.element(page.getByText('台账：请选择存放位置')).toBeVisible();
  await expect.element(button).toHaveAttribute('aria-disabled', 'true');
  fake.exportProgress.tell({ rows: 12_345, bytes: 3_450_000 });
  await page.getByRole('link', { name: '锁定' }).click();
  await expect.element(page.getByText('正在导出台账：12,345 行，3.5 MB')).toBeVisible();
  fake.exporting.resolve({ is: 'saved', export_id: 'x', file: { rows: 20_000, bytes: 5_600_000, sha256: SHA256 } });
  await expect.element(page.getByText('台账已导出：20,000 行，5.6 MB')).toBeVisible();
  await expect.element(page.getByText(SHA256)).toBeVisible();
  await page.getByRole('button', { name: '知道了' }).click();
  await expect.element(page.getByText(/台账已导出/)).not.toBeInTheDocument();
});

test('it can be cancelled by keyboard, and says that no file is left', async () => {
  const fake = await openPage({ ...SUPERVISOR, path: '/' });
  await button.click();
  expect(fake.exports).toMatchObject([{ operation: 'exportLockedAccounts', input: { sort: 'newest' } }]);
  fake.exportProgress.tell({ rows: 3, bytes: 400 });
  const cancel = page.getByRole('button', { name: '取消' });
  await expect.element(cancel).toBeVisible();
  (cancel.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('没有导出锁定账号：已取消，没有留下文件。')).toBeVisible();
});

test('clerks have no button for it', async () => {
  await openPage({ path: '/' });
  await expect.element(page.getByRole('grid', { name: '锁定账号' })).toBeVisible();
  await expect.element(button).not.toBeInTheDocument();
});
