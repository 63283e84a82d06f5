import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { paceKeysAsAReader } from '../testing/burst.ts';
import { openPage } from '../testing/open-page.tsx';

const NUMBER = '11010519491231002X';
const search = page.getByRole('textbox', { name: '查找公民账号' });
const unlock = page.getByRole('button', { name: '解锁', exact: true });
const press = (keys: string) => userEvent.keyboard(keys);

beforeEach(paceKeysAsAReader);

test('a queue is served by keys alone: after each citizen the search field waits for the next', async () => {
  const fake = await openPage();
  for (let citizen = 1; citizen <= 3; citizen += 1) {
    await expect.element(search).toHaveFocus();
    await expect.element(search).toHaveValue('');
    await press(`${NUMBER}{Enter}`);
    await expect.element(unlock).toBeVisible();
    await press('u');
    await expect.element(page.getByRole('button', { name: '确认解锁' })).toHaveFocus();
    await press('{Control>}{Enter}{/Control}');
    await expect.element(page.getByRole('button', { name: '下一位' })).toHaveFocus();
    await press('{Enter}');
    expect(fake.called('unlockAccount')).toHaveLength(citizen);
  }
});

test('the next number can be read while the receipt is still there', async () => {
  const fake = await openPage();
  await expect.element(search).toHaveFocus();
  await press(`${NUMBER}{Enter}`);
  await expect.element(unlock).toBeVisible();
  await press('u');
  await press('{Control>}{Enter}{/Control}');
  await expect.element(page.getByRole('heading', { name: '已解锁' })).toBeVisible();
  await press(`320106199003078886{Enter}`);
  await expect.element(page.getByRole('heading', { name: '已解锁' })).not.toBeInTheDocument();
  expect(fake.called('searchAccounts').at(-1)).toMatchObject({ text: '320106199003078886', reading: 'scanned' });
});

test('whom no act would help is left by the key of the search', async () => {
  const fake = await openPage();
  fake.answer('openAccount', ({ account_id }) => ({ ...fake.detail(account_id), lock: null, advice: 'none' }));
  await expect.element(search).toHaveFocus();
  await press(`${NUMBER}{Enter}`);
  await expect.element(page.getByText('建议：不办理')).toBeVisible();
  await press('{Control>}k{/Control}');
  await expect.element(page.getByText('从查找开始')).toBeVisible();
  await expect.element(search).toHaveFocus();
  await expect.element(search).toHaveValue('');
});

test('an account that did not open is asked for again by Enter', async () => {
  const fake = await openPage();
  await expect.element(search).toHaveFocus();
  fake.failNext('openAccount', { code: 'network' });
  await press(`${NUMBER}{Enter}`);
  await expect.element(page.getByRole('button', { name: '重试' })).toHaveFocus();
  await press('{Enter}');
  await expect.element(unlock).toBeVisible();
  expect(fake.called('openAccount')).toHaveLength(2);
});
