import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openPage } from '../testing/open-page.tsx';

/** 400 % zoom of a window that is 1280 px wide. */
const WIDTH = 320;
const THREE_LINES_PX = 62;

const row = page.getByRole('row', { name: /王\*明/ }).first();
const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

test('at 200 % zoom the list keeps a scroll of its own, and no more rows in the page than can be seen', async () => {
  await openPage({ locked: 312 });
  await page.viewport(683, 384);
  await expect.element(row).toBeVisible();
  await expect.poll(() => document.querySelectorAll('.locked tbody tr').length).toBeLessThan(40);
});

test('where one pane shows at a time, Enter opens whom a click has shown', async () => {
  const fake = await openPage();
  await page.viewport(683, 768);
  await row.click();
  await expect.element(page.getByRole('button', { name: '打开账号' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('button', { name: '解锁', exact: true })).toBeVisible();
  expect(fake.called('openAccount')).toHaveLength(1);
});

describe.each(['zh-CN', 'en'] as const)('at 320 px the window never scrolls sideways, in %s', (language) => {
  test('the list, with new locks waiting', async () => {
    const fake = await openPage({ settings: { language } });
    await page.viewport(WIDTH, 640);
    await expect.element(row).toBeVisible();
    fake.lock();
    await expect.element(page.getByRole('button', { name: /^1 (条新锁定|new)/ })).toBeEnabled();
    expect(sideways()).toBe(0);
  });

  test('at a desk, chips and saved filters in one line', async () => {
    await openPage({ settings: { language } });
    const saved = page.getByRole('button', { name: /^(已存筛选|Saved filters)/ });
    await expect.element(saved).toBeVisible();
    const chips = document.querySelector('.chips')?.getBoundingClientRect();
    expect(saved.element().getBoundingClientRect().top).toBeLessThan(chips?.bottom ?? 0);
  });

  test('the access review, whose verdicts need no scrolling sideways', async () => {
    await openPage({ path: '/access', staff: { roles: ['supervisor'] }, settings: { language } });
    await page.viewport(WIDTH, 640);
    await expect.element(page.getByRole('radio').first()).toBeVisible();
    const wide = document.querySelector('.access__wide');
    expect(wide?.scrollWidth).toBe(wide?.clientWidth);
    expect(sideways()).toBe(0);
  });

  test('several hits', async () => {
    await openPage({ settings: { language } });
    await page.viewport(WIDTH, 640);
    await expect.element(row).toBeVisible();
    await userEvent.keyboard('wang{Enter}');
    await expect.element(page.getByRole('heading', { name: /查找结果|Search results/ })).toBeVisible();
    expect(sideways()).toBe(0);
  });

  test('the ledger, whose rows stay rows', async () => {
    await openPage({ path: '/ledger', staff: { roles: ['supervisor'] }, settings: { language } });
    await page.viewport(WIDTH, 640);
    await expect.element(page.getByRole('row').nth(5)).toBeVisible();
    const heights = () => [...document.querySelectorAll('.entries tr[aria-selected]')].map((one) => one.clientHeight);
    await expect.poll(() => Math.max(...heights())).toBeLessThan(THREE_LINES_PX);
    expect(sideways()).toBe(0);
  });

  test('an account, and the connection lost', async () => {
    const fake = await openPage({ settings: { language } });
    await page.viewport(WIDTH, 640);
    await row.click();
    await page.getByRole('button', { name: /打开账号|Open the account/ }).click();
    await expect.element(page.getByRole('heading', { name: '王*明' })).toBeVisible();
    expect(sideways()).toBe(0);
    fake.connect('disconnected', { next_try_at: new Date(Date.now() + 9000).toISOString() });
    await expect.element(page.getByText(/立即重连|Reconnect now/)).toBeVisible();
    expect(sideways()).toBe(0);
  });
});
