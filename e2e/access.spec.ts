/** Who may do what: learnt from who signs in, signed by keyboard, and to be read in the ledger afterwards. */
import { expect, signIn, test } from './fixture/index.ts';

test('a supervisor signs for a clerk, by keyboard; the ledger tells what was signed, and nobody signs for themself', async ({
  openConsole,
  system,
}) => {
  const clerk = await openConsole();
  await signIn(clerk, system, 'limin');
  await clerk.close();

  const supervisor = await openConsole();
  const { page } = supervisor;
  await signIn(supervisor, system, 'zhoujianguo');
  await page.getByRole('link', { name: '权限' }).press('Enter');
  await expect(page.getByRole('heading', { name: '权限复核' })).toBeVisible();
  const limin = page.getByRole('row', { name: /^李敏/ });
  await expect(limin).toContainText('窗口经办');
  await expect(page.getByRole('row', { name: /^周建国/ })).toContainText('本人的权限由他人复核');

  await limin.getByRole('radio', { name: '有疑问' }).press('Space');
  await limin.getByRole('textbox', { name: '疑问' }).fill('范围是否仍要南京全市');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('已签署 1 人')).toBeVisible();
  await expect(limin).toContainText('有疑问，周建国');
  await expect(limin).toContainText('上次有疑问');
  await page.getByRole('button', { name: '看台账记录' }).press('Enter');
  const entry = page.getByRole('region', { name: '所选记录' });
  await expect(entry).toContainText('权限复核');
  await expect(entry).toContainText('李敏：有疑问');
  await expect(entry).toContainText('范围是否仍要南京全市');
  await supervisor.close();

  const administrator = await openConsole();
  await signIn(administrator, system, 'maxiaoyan');
  await administrator.page.getByRole('link', { name: '权限' }).press('Enter');
  await administrator.page.getByRole('button', { name: '全部人员' }).press('Enter');
  await administrator.page.getByRole('option', { name: '上次有疑问' }).press('Enter');
  await expect(administrator.page.getByRole('row', { name: /^李敏/ })).toContainText('范围是否仍要南京全市');
  await expect(administrator.page.getByRole('row')).toHaveCount(2);
});
