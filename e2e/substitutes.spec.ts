import { actOn } from './fixture/acts.ts';
import { citizenAt, lockOut } from './fixture/citizen.ts';
import { expect, signIn, test } from './fixture/index.ts';
import { see } from './fixture/see.ts';

// What other specs leave to be reviewed would be the substitute's too.
test.use({ systemOf: 'substitutes' });

test('while a supervisor is away, another one reviews for them, and both see until when; by keyboard', async ({
  console: clerk,
  openConsole,
  system,
  browser,
}) => {
  test.setTimeout(240_000);
  await signIn(clerk, system, 'limin');
  const own = await citizenAt(system, await browser.newContext(), 17);
  await lockOut(own);
  await actOn(clerk.page, own, 'u', 'A018');

  const substitute = await openConsole();
  await signIn(substitute, system, 'chenjing');
  const absent = await openConsole();
  const { page } = absent;
  await signIn(absent, system, 'zhoujianguo');
  await page.getByRole('link', { name: /复核/ }).press('Enter');
  await expect(page.getByRole('button', { name: /解锁：李\*.+办理本人账号/ })).toBeVisible();
  await page.getByRole('button', { name: '请人代复核' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: '请人代复核' });
  await expect(dialog.getByRole('combobox', { name: '由谁代' })).toHaveValue('chenjing');
  const today = await dialog.getByRole('textbox', { name: '从' }).inputValue();
  await dialog.getByRole('textbox', { name: '到' }).fill(today);
  await see(page, 'naming a substitute');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`陈静 代您复核，到 ${today}`)).toBeVisible();
  await see(page, 'a supervisor who is away');

  const { page: theirs } = substitute;
  await theirs.getByRole('link', { name: /复核/ }).press('Enter');
  await expect(theirs.getByText(`您代 周建国 复核，到 ${today}`)).toBeVisible();
  const item = theirs.getByRole('button', { name: /解锁：李\*.+代 周建国，到.+办理本人账号/ });
  await item.press('Enter');
  await expect(theirs.locator('#detail').getByText(`代 周建国，到 ${today}`)).toBeVisible();
  await see(theirs, 'an act of whom one stands in for');
  await theirs.keyboard.press('a');
  await expect(theirs.getByRole('button', { name: '撤销' })).toBeVisible();
  await expect(theirs.getByRole('button', { name: '撤销' })).toHaveCount(0);
  await expect(item).toHaveCount(0);

  await page.getByRole('button', { name: '收回' }).press('Enter');
  await expect(page.getByText(/代您复核，到/)).toHaveCount(0);
  await page.getByRole('link', { name: '台账' }).press('Enter');
  await page.getByRole('row', { name: /代复核.+周建国.+请人代复核/ }).press('Enter');
  await expect(page.getByText(`陈静 代 周建国，${today} 至 ${today}`)).toBeVisible();
  await expect(page.getByRole('row', { name: /代复核.+周建国.+本人收回/ })).toBeVisible();
  await see(page, 'the entry that names a substitute');
});
