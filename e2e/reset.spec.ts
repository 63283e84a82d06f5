import { citizenAt, lockOut } from './fixture/citizen.ts';
import { expect, signIn, test } from './fixture/index.ts';

test('a forced reset voids password and session; the code works once; a weak password is refused; the new one works', async ({
  console: clerk,
  system,
  browser,
}) => {
  const { page } = clerk;
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 10);

  // Signed in on the phone, then locked out on the computer.
  await citizen.signIn(citizen.password);
  await expect(citizen.page).toHaveURL(/\/home$/);
  const computer = await citizenAt(system, await browser.newContext(), 10);
  await lockOut(computer);

  await page.getByRole('textbox', { name: '查找公民账号' }).fill(citizen.document);
  await expect(page.getByText(/次密码，系统自动锁定/)).toBeVisible();
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/登记手机 .+ 在手里吗/)).toBeVisible();
  await dialog.getByRole('radio', { name: /身份证/ }).check({ force: true });
  await dialog.getByRole('radio', { name: /密码可能被他人知道/ }).check({ force: true });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: '已强制重置' })).toBeVisible();
  await expect(page.getByText('旧密码失效，账号已解锁')).toBeVisible();

  // The session on the phone is over, and the old password no longer opens anything.
  await citizen.page.reload();
  await expect(citizen.page.getByText('之前的登录已经结束')).toBeVisible();
  await citizen.signIn(citizen.password);
  await expect(citizen.page.getByRole('heading', { name: '暂时不能登录' })).toBeVisible();

  // The code came to the phone, in a message of its own; the clerk's screen never shows it.
  const message = citizen.page.getByText(/^重置码 /);
  await expect(message).toBeVisible();
  const [, code = ''] =
    /重置码 ([0-9A-Z*~$=]{3} [0-9A-Z*~$=]{3} [0-9A-Z*~$=]{3})/.exec((await message.textContent()) ?? '') ?? [];
  expect(code).not.toBe('');
  await expect(page.getByText(code)).toHaveCount(0);
  await citizen.page.goto(`${system.citizens}/redeem`);
  await citizen.page.locator('input[name=name]').fill(citizen.document);
  await citizen.page.locator('input[name=code]').fill(code.toLowerCase());
  await citizen.page.locator('form.form button[type=submit]').click();

  const choose = async (password: string) => {
    await citizen.page.locator('input[name=password]').fill(password);
    await citizen.page.locator('form.form button[type=submit]').click();
  };
  await choose('12345678');
  await expect(citizen.page).not.toHaveURL(/\/home$/);
  await choose('qiutian-manbu-7319-shizi');
  await expect(citizen.page).toHaveURL(/\/home$/);
  await expect(page.getByText(/已换新密码并登录/)).toBeVisible();

  // Once: the same code opens nothing any more.
  await computer.page.goto(`${system.citizens}/redeem`);
  await computer.page.locator('input[name=name]').fill(citizen.document);
  await computer.page.locator('input[name=code]').fill(code);
  await computer.page.locator('form.form button[type=submit]').click();
  await expect(computer.page.locator('input[name=password]')).toHaveCount(0);

  await computer.signIn('qiutian-manbu-7319-shizi');
  await expect(computer.page).toHaveURL(/\/home$/);
});
