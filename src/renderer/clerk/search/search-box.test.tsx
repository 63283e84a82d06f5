import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { paceKeysAsAReader } from '../../testing/burst.ts';
import { openPage } from '../../testing/open-page.tsx';

const FIRST = '11010519491231002X';
const SECOND = '320106199003078886';
const search = page.getByRole('textbox', { name: '查找公民账号' });
const person = page.getByRole('heading', { name: '王*明', level: 2 });
const press = (keys: string) => userEvent.keyboard(keys);

describe('a number that a reader types keeps its first characters', () => {
  test('when the account before opens in its midst', async () => {
    const fake = await openPage();
    await expect.element(search).toHaveFocus();
    const open = fake.holdNext('openAccount');
    await press(`${FIRST}{Enter}`);
    await expect.poll(() => fake.called('openAccount')).toHaveLength(1);
    await press(SECOND.slice(0, 4));
    open();
    await expect.element(person).toBeVisible();
    await press(`${SECOND.slice(4)}{Enter}`);
    await expect.poll(() => fake.called('searchAccounts')).toHaveLength(2);
    expect(fake.called('searchAccounts')).toMatchObject([{ text: FIRST }, { text: SECOND }]);
  });

  test('when the field still shows the number before, masked', async () => {
    const fake = await openPage();
    await expect.element(search).toHaveFocus();
    fake.holdNext('openAccount');
    await press(`${FIRST}{Enter}`);
    await expect.element(search).toHaveValue('1101**********002X');
    await press(`${SECOND}{Enter}`);
    await expect.poll(() => fake.called('searchAccounts')).toHaveLength(2);
    expect(fake.called('searchAccounts')).toMatchObject([{ text: FIRST }, { text: SECOND }]);
  });

  test('when the machine holds the rest back for a while', async () => {
    const fake = await openPage();
    await expect.element(search).toHaveFocus();
    const holdBack = paceKeysAsAReader();
    await press(SECOND.slice(0, 4));
    holdBack(300);
    await press(`${SECOND.slice(4)}{Enter}`);
    await expect.poll(() => fake.called('searchAccounts')).toMatchObject([{ text: SECOND, reading: 'scanned' }]);
  });

  test('when it begins with a letter, and the focus is elsewhere', async () => {
    const fake = await openPage();
    await page.getByText('王*明').first().click();
    await expect.element(person).toBeVisible();
    paceKeysAsAReader();
    await press('E12345678{Enter}');
    await expect.poll(() => fake.called('searchAccounts')).toMatchObject([{ text: 'E12345678', reading: 'scanned' }]);
  });
});
