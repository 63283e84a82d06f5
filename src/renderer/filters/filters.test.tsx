import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { SavedFilter } from '../../contract/index.ts';
import { openPage } from '../testing/open-page.tsx';

const AUDITOR = { staff: { subject: 'hejia', name: '何佳', roles: ['auditor' as const] } };
const SUPERVISOR = { staff: { subject: 'zhoujianguo', name: '周建国', roles: ['supervisor' as const] } };
const saved = (n: number, change: Partial<SavedFilter>): SavedFilter => ({
  filter_id: `01910a3e-0009-7000-8000-00000000000${n}`,
  screen: 'ledger',
  name: '重置',
  filter: { actions: 'reset' },
  is_default: false,
  version: 1,
  place_path: [],
  ...change,
});
/** Goes there as by a link. */
const follow = async (place: string) => {
  await expect.element(page.getByRole('heading', { name: '报表' })).toBeVisible();
  // The test's frame has a query of its own, which the router adds to the last value.
  location.hash = `${place}&last=`;
};
const dialog = page.getByRole('dialog', { name: '已存筛选' });
const openFilters = page.getByRole('button', { name: /^已存筛选/ });

test('the filter in force is named, and chosen again, by keyboard', async () => {
  const fake = await openPage({ ...AUDITOR, path: '/reports' });
  await follow('/ledger?actions=reset&actor=limin');
  await expect.element(openFilters).toBeVisible();
  (openFilters.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog.getByText(/^存下：行为。.*公民、经办和日期不存/)).toBeVisible();
  await dialog.getByRole('textbox', { name: '把现在的筛选存为' }).fill('我的重置');
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog.getByRole('button', { name: '我的重置', exact: true })).toBeVisible();
  expect(fake.called('saveFilter')).toMatchObject([
    { screen: 'ledger', name: '我的重置', filter: { actions: 'reset' }, is_default: false },
  ]);
  await userEvent.keyboard('{Escape}');
  await page.getByRole('button', { name: '清除筛选' }).first().click();
  await openFilters.click();
  await dialog.getByRole('button', { name: '我的重置', exact: true }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(page.getByRole('button', { name: '已存筛选： 我的重置' })).toBeVisible();
  expect(fake.called('listEntries').at(-1)).toMatchObject({ actions: ['reset'] });
  expect(fake.called('listEntries').at(-1)).not.toHaveProperty('actor');
});

test('a list begins with the default, unless it was given a filter; cleared, it stays cleared', async () => {
  const filters = [saved(1, { is_default: true })];
  const fake = await openPage({ ...AUDITOR, path: '/ledger', filters });
  await expect.element(page.getByRole('button', { name: /^强制重置/ })).toBeVisible();
  await page.getByRole('button', { name: '清除筛选' }).first().click();
  await expect.element(page.getByRole('button', { name: /^全部行为/ })).toBeVisible();
  expect(fake.called('listEntries').at(-1)).not.toHaveProperty('actions');
});

test.each([
  ['cleared', '清除筛选'],
  ['narrowed otherwise', '解锁'],
])('opened from the rail where it stands, %s, it begins with the default again', async (_, name) => {
  await openPage({ ...AUDITOR, path: '/ledger', filters: [saved(1, { is_default: true })] });
  await page.getByRole('button', { name: /^强制重置/ }).click();
  if (name === '解锁') await page.getByRole('option', { name, exact: true }).click();
  else {
    await userEvent.keyboard('{Escape}');
    await page.getByRole('button', { name }).first().click();
  }
  await expect.element(page.getByRole('button', { name: /^强制重置/ })).not.toBeInTheDocument();
  await page.getByRole('link', { name: '台账' }).click();
  await expect.element(page.getByRole('button', { name: /^强制重置/ })).toBeVisible();
});

test('the default stays aside where a link gives a filter', async () => {
  await openPage({ ...AUDITOR, path: '/reports', filters: [saved(1, { is_default: true })] });
  await follow('/ledger?actions=unlock');
  await expect.element(page.getByRole('button', { name: /^解锁/ }).first()).toBeVisible();
  await expect.element(page.getByRole('button', { name: /^强制重置/ })).not.toBeInTheDocument();
});

test('renamed, made the default, deleted and taken back', async () => {
  const fake = await openPage({ ...AUDITOR, path: '/ledger', filters: [saved(1, {})] });
  await openFilters.click();
  await dialog.getByRole('button', { name: '改名 重置' }).click();
  await userEvent.keyboard('昨天的{Enter}');
  await expect.element(dialog.getByRole('button', { name: '昨天的', exact: true })).toBeVisible();
  await dialog.getByRole('checkbox', { name: '打开列表时使用“昨天的”' }).click();
  await expect.element(dialog.getByRole('checkbox', { name: '打开列表时使用“昨天的”' })).toBeChecked();
  await dialog.getByRole('button', { name: '删除 昨天的' }).click();
  await expect.element(dialog.getByRole('button', { name: '撤销 昨天的' })).toHaveFocus();
  await expect.element(dialog.getByText('还没有保存筛选。')).not.toBeInTheDocument();
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog.getByRole('button', { name: '昨天的', exact: true })).toHaveFocus();
  await expect.element(dialog.getByRole('checkbox', { name: '打开列表时使用“昨天的”' })).toBeChecked();
  expect(fake.filters).toEqual([saved(1, { name: '昨天的', is_default: true, version: 1 })]);
});

test('a rename stays open until it is done, and Esc ends it, not the dialog; the focus stays with the row', async () => {
  const fake = await openPage({ ...AUDITOR, path: '/ledger', filters: [saved(1, {})] });
  await openFilters.click();
  await expect.element(dialog.getByRole('button', { name: '重置', exact: true })).toHaveFocus();
  await dialog.getByRole('button', { name: '改名 重置' }).click();
  await userEvent.keyboard('别的{Escape}');
  await expect.element(dialog.getByRole('button', { name: '重置', exact: true })).toHaveFocus();
  fake.failNext('saveFilter', { code: 'filter_changed', status: 409 });
  await dialog.getByRole('button', { name: '改名 重置' }).click();
  await userEvent.keyboard('别的{Enter}');
  await expect.element(dialog.getByText(/刚在别的窗口改过或删除/)).toBeVisible();
  await expect.element(dialog.getByRole('textbox', { name: '“重置”的新名称' })).toHaveValue('别的');
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog.getByRole('button', { name: '别的', exact: true })).toHaveFocus();
  await expect.element(dialog.getByText(/刚在别的窗口改过或删除/)).not.toBeInTheDocument();
});

test('a number of somebody’s is no name', async () => {
  const fake = await openPage({ ...AUDITOR, path: '/reports', filters: [saved(1, { name: '查过的' })] });
  await follow('/ledger?actions=reset');
  await openFilters.click();
  const name = dialog.getByRole('textbox', { name: '把现在的筛选存为' });
  await expect.element(name).toHaveFocus();
  await userEvent.keyboard('13812345678{Enter}');
  await expect.element(dialog.getByText(/看起来有证件号或手机号/)).toBeVisible();
  await dialog.getByRole('button', { name: '改名 查过的' }).click();
  await dialog.getByRole('textbox', { name: '“查过的”的新名称' }).fill('320106198801011234');
  await userEvent.keyboard('{Enter}');
  expect(fake.called('saveFilter')).toEqual([]);
});

test('where they can’t be read, it says so, and tries again', async () => {
  const fake = await openPage({ ...AUDITOR, path: '/reports', filters: [saved(1, { is_default: true })] });
  await expect.element(page.getByRole('heading', { name: '报表' })).toBeVisible();
  for (const _ of [1, 2]) fake.failNext('listFilters');
  location.hash = '/ledger';
  await openFilters.click();
  await expect.element(dialog.getByText('保存的筛选没有读出来')).toBeVisible();
  await dialog.getByRole('button', { name: '重试' }).click();
  await expect.element(dialog.getByRole('button', { name: '重置', exact: true })).toBeVisible();
});

test('values that are no longer there are left out, and it says which', async () => {
  const filters = [saved(1, { filter: { actions: 'invented_later', outcome: 'refused' } })];
  const fake = await openPage({ ...AUDITOR, path: '/ledger', filters });
  await openFilters.click();
  await dialog.getByRole('button', { name: '重置', exact: true }).click();
  await expect.element(page.getByText('“重置”里的行为现在选不了，已略去；其余照选。')).toBeVisible();
  expect(fake.called('listEntries').at(-1)).toMatchObject({ outcomes: ['refused'] });
  await page.getByRole('button', { name: '清除筛选' }).first().click();
  await expect.element(page.getByText(/现在选不了，已略去/)).not.toBeInTheDocument();
});

test('what could not be kept says so, and what was typed stays', async () => {
  const fake = await openPage({ ...AUDITOR, path: '/reports', filters: [saved(1, {})] });
  await follow('/ledger?actions=reset');
  fake.failNext('saveFilter', { code: 'filter_name_taken', status: 409 });
  await openFilters.click();
  await dialog.getByRole('textbox').fill('重置');
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog.getByText(/已有同名的筛选/)).toBeVisible();
  await expect.element(dialog.getByRole('textbox')).toHaveValue('重置');
});

test('the locked list and the queue keep theirs: place, cause and order; a part', async () => {
  const filters = [
    saved(1, {
      screen: 'locked',
      name: '鼓楼盗用',
      filter: { place: '320106', cause: 'spread_sources', sort: 'most_failures' },
      place_path: [
        { code: '32', name: '江苏省' },
        { code: '3201', name: '南京市' },
        { code: '320106', name: '鼓楼区' },
      ],
    }),
    saved(2, { screen: 'review', name: '高风险', filter: { part: 'high' } }),
  ];
  const fake = await openPage({ ...SUPERVISOR, filters });
  await openFilters.click();
  await expect.element(dialog.getByRole('button', { name: '高风险', exact: true })).not.toBeInTheDocument();
  await dialog.getByRole('button', { name: '鼓楼盗用', exact: true }).click();
  await expect
    .poll(() => fake.called('listLockedAccounts').at(-1))
    .toMatchObject({ places: ['320106'], causes: ['spread_sources'], sort: 'most_failures' });
  location.hash = '/review';
  await page.getByRole('button', { name: '已存筛选', exact: true }).click();
  await dialog.getByRole('button', { name: '高风险', exact: true }).click();
  await expect.poll(() => fake.called('listReviews').at(-1)).toMatchObject({ part: 'high' });
});
