import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { burstKeys } from '../testing/burst.ts';
import type { FakeOptions } from '../testing/fake-lockdesk.ts';
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

const pdf = page.getByRole('button', { name: '导出 PDF' });

test('the report of the period and place on the screen goes to a PDF; the screen says how far it is', async () => {
  const fake = await openPage({ ...SUPERVISOR, path: '/reports' });
  await expect.element(pdf).toBeVisible();
  (pdf.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  expect(fake.exports).toMatchObject([
    { operation: 'exportReport', input: { from: expect.any(String), to: expect.any(String), language: 'zh-CN' } },
  ]);
  await expect.element(page.getByText('报表：请选择存放位置')).toBeVisible();
  fake.exportProgress.tell({ step: 'printing' });
  await expect.element(page.getByText('正在导出报表：正在排版')).toBeVisible();
  fake.exporting.resolve({ is: 'saved', export_id: 'x', file: { pages: 4, bytes: 437_941, sha256: SHA256 } });
  await expect.element(page.getByText('报表已导出：4 页，437.9 kB')).toBeVisible();
  await expect.element(page.getByText(SHA256)).toBeVisible();
});

test('the report’s tables go to a CSV beside it, which holds nothing of citizens', async () => {
  const fake = await openPage({ ...SUPERVISOR, path: '/reports' });
  await button.click();
  expect(fake.exports).toMatchObject([
    { operation: 'exportReportTables', input: { from: expect.any(String), to: expect.any(String), language: 'zh-CN' } },
  ]);
  fake.exportProgress.tell({ rows: 40, bytes: 4_000 });
  await expect.element(page.getByText('正在导出报表数据：40 行，4 kB')).toBeVisible();
  await expect.element(page.getByText('文件含公民信息。')).not.toBeInTheDocument();
});

test('the access review goes to a CSV as it is narrowed; administrators, who read no ledger, are not sent there', async () => {
  const staff = { subject: 'maxiaoyan', name: '马晓燕', roles: ['administrator' as const] };
  const fake = await openPage({ staff, path: '/access' });
  await page.getByRole('button', { name: /全部角色/ }).click();
  await page.getByRole('option', { name: '窗口经办' }).click();
  await button.click();
  expect(fake.exports).toEqual([{ operation: 'exportAccessReview', input: { role: 'clerk', language: 'zh-CN' } }]);
  fake.exporting.resolve({ is: 'saved', export_id: 'x', file: { rows: 12, bytes: 5_600, sha256: SHA256 } });
  await expect.element(page.getByText('权限复核已导出：12 行，5.6 kB')).toBeVisible();
  await expect.element(page.getByText(SHA256)).toBeVisible();
  await expect.element(page.getByRole('button', { name: '看台账记录' })).not.toBeInTheDocument();
});

test.each([
  ['not_printed', '没有导出报表：排版没有完成，没有留下文件。请再试一次。'],
  ['disk_full', '没有导出报表：磁盘已满。请换一个位置，或清理后再试。'],
] as const)('%s is said in a sentence', async (is, sentence) => {
  const fake = await openPage({ ...SUPERVISOR, path: '/reports' });
  await pdf.click();
  fake.exporting.resolve({ is });
  await expect.element(page.getByText(sentence)).toBeVisible();
});

describe('an account’s file', () => {
  const search = page.getByRole('textbox', { name: '查找公民账号' });
  const NUMBER = '320106198801011237';
  const open = async (options: FakeOptions = {}) => {
    const fake = await openPage(options);
    await search.fill(NUMBER);
    burstKeys(NUMBER);
    await expect.element(page.getByRole('heading', { name: '王*明' })).toBeVisible();
    return fake;
  };

  test('is had by supervisors, of the account that they have open', async () => {
    const fake = await open(SUPERVISOR);
    await pdf.click();
    const [{ account_id } = { account_id: '' }] = fake.called('openAccount') as { account_id: string }[];
    expect(fake.exports).toEqual([
      {
        operation: 'exportAccountFile',
        input: { account_id, opening_id: expect.stringMatching(/^[\da-f-]{36}$/), language: 'zh-CN' },
      },
    ]);
  });

  test('clerks have no button for it', async () => {
    await open();
    await expect.element(pdf).not.toBeInTheDocument();
  });
});
