import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openPage } from '../testing/open-page.tsx';

const SUPERVISOR = { staff: { subject: 'zhoujianguo', name: '周建国', roles: ['supervisor' as const] } };

test('figures, chart and tables of 31 days; another period is asked for by keyboard', async () => {
  const fake = await openPage({ ...SUPERVISOR, path: '/reports' });
  await expect.element(page.getByRole('heading', { name: '报表' })).toBeVisible();
  await expect.element(page.getByRole('definition').first()).toMatchTextContent('2,345');
  await expect.element(page.getByRole('img', { name: /^锁定 [\d,]+ 次，办理/ })).toBeVisible();
  expect(page.getByRole('region', { name: '逐期数字' }).getByRole('row').elements()).toHaveLength(32);
  const reviewed = page.getByRole('definition').filter({ hasText: /占列入的/ });
  await expect.element(reviewed).toMatchTextContent(/^\D*9占办理的/);
  await expect.element(page.getByRole('columnheader', { name: '列入复核率' }).first()).toBeVisible();
  const [first] = fake.called('readReport') as { from: string; to: string }[];
  expect((Date.parse(first?.to ?? '') - Date.parse(first?.from ?? '')) / 86_400_000).toBe(30);

  (page.getByRole('button', { name: /近 31 天/ }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}{ArrowUp}{Enter}');
  await expect.element(page.getByRole('button', { name: /近 7 天/ })).toBeVisible();
  await expect.poll(() => page.getByRole('region', { name: '逐期数字' }).getByRole('row').elements()).toHaveLength(8);
});

test('by reason in words, an unknown one as it was written; clerks within a city alone', async () => {
  const fake = await openPage({ ...SUPERVISOR, path: '/reports' });
  const by = page.getByRole('button', { name: /分类/ });
  await by.click();
  await page.getByRole('option', { name: '办理原因' }).click();
  await expect.element(page.getByRole('rowheader', { name: '忘记密码，现已想起' })).toBeVisible();
  await expect.element(page.getByRole('rowheader', { name: 'invented_later' })).toBeVisible();
  await by.click();
  await page.getByRole('option', { name: '经办' }).click();
  await expect.element(page.getByText(/请先选一个市或区县/)).toBeVisible();
  await page.getByRole('button', { name: /全部/ }).click();
  await page
    .getByRole('option', { name: /^南京市/ })
    .last()
    .click();
  await expect.element(page.getByRole('rowheader', { name: '李敏' })).toBeVisible();
  expect(fake.called('readReport').at(-1)).toMatchObject({ place: '3201' });
});

test('clerks have no such screen', async () => {
  await openPage({ path: '/reports' });
  await expect.element(page.getByText('需要主管或审计权限')).toBeVisible();
  await expect.element(page.getByRole('link', { name: '报表' })).not.toBeInTheDocument();
});
