import { citizenAt, lockOut } from './fixture/citizen.ts';
import { expect, signIn, test } from './fixture/index.ts';
import { typeAsReader } from './fixture/reader.ts';

test('from the document number to the receipt by four keystrokes, in zh-CN', async ({
  console: clerk,
  system,
  browser,
}) => {
  const { page } = clerk;
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 9);
  await lockOut(citizen);

  await expect(page.getByRole('textbox', { name: '查找公民账号' })).toBeFocused();
  // Typed as fingers do, not as a reader does: the method must be chosen.
  await page.keyboard.type(citizen.document, { delay: 60 });
  await expect(page.getByText(/次密码，系统自动锁定/)).toBeVisible();

  let keystrokes = 0;
  const press = async (key: string) => {
    keystrokes += 1;
    // As long as a finger rests on a key: what comes faster is a reader's.
    await page.keyboard.press(key, { delay: 60 });
  };
  await press('u');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('radio', { name: /身份证/ })).toBeFocused();
  await press('Space'); // the method, at the first thing still missing
  await press('3'); // a reason other than the one proposed
  await press('Control+Enter');
  await expect(page.getByRole('heading', { name: '已解锁' })).toBeVisible();
  await expect(page.getByText('身份证，键盘输入，输入法或大小写错误')).toBeVisible();
  expect(keystrokes).toBeLessThanOrEqual(4);
});

test('a number from the reader needs two: U and Ctrl+Enter', async ({ console: clerk, system, browser }) => {
  const { page } = clerk;
  await page.evaluate(() => window.lockdesk.settings.change({ reader_present: true }));
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 18);
  await lockOut(citizen);

  await expect(page.getByRole('textbox', { name: '查找公民账号' })).toBeFocused();
  await typeAsReader(page, citizen.document);
  await expect(page.getByText(/次密码，系统自动锁定/)).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: '已解锁' })).toBeVisible();
  await expect(page.getByText(/^身份证，读卡器读入，/)).toBeVisible();
});
