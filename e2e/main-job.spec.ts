import { citizenAt, lockOut } from './fixture/citizen.ts';
import { expect, signIn, test } from './fixture/index.ts';

// It begins with an empty list and counts what comes in.
test.use({ systemOf: 'main job' });

test('wrong passwords lock a citizen out; the clerk sees it live and unlocks with a reason; the supervisor finds it', async ({
  console: clerk,
  openConsole,
  system,
  browser,
}) => {
  const { page } = clerk;
  const search = page.getByRole('textbox', { name: '查找公民账号' });
  await signIn(clerk, system, 'limin');
  await expect(page.getByText('没有锁定账号')).toBeVisible();
  await expect(search).toBeFocused();

  // Five wrong passwords, typed into the citizens' own page. The list was empty, so the row comes in at once.
  const citizen = await citizenAt(system, await browser.newContext(), 0);
  await lockOut(citizen);
  await expect(page.getByText('共 1 个')).toBeVisible({ timeout: 1_000 });
  await expect(page.getByRole('row', { name: /密码错误超限/ })).toBeVisible({ timeout: 1_000 });
  // The page says no more than it would of an account that does not exist.
  await expect(citizen.page.getByRole('heading', { level: 1 })).toHaveText('暂时不能登录');

  // A second one does not push the first aside: it waits until the clerk takes it in.
  const second = await citizenAt(system, await browser.newContext(), 1);
  await lockOut(second);
  await expect(page.getByRole('button', { name: /1 条新锁定/ })).toBeVisible({ timeout: 1_000 });
  await expect(page.getByRole('row', { name: /密码错误超限/ })).toHaveCount(1);
  await page.getByRole('button', { name: /1 条新锁定/ }).click();
  await expect(page.getByRole('row', { name: /密码错误超限/ })).toHaveCount(2);

  // The number from the document in hand opens the account by itself, failures and verdict beside it.
  await search.fill(citizen.document);
  await expect(page.getByText('输错 5 次密码，系统自动锁定')).toBeVisible();
  await expect(page.getByText('触发锁定')).toBeVisible();
  await page.keyboard.press('u');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /身份证/ }).check({ force: true });
  await dialog.getByRole('radio', { name: /输入法或大小写错误/ }).check({ force: true });
  await page.keyboard.press('Control+Enter');

  await expect(page.getByRole('heading', { name: '已解锁' })).toBeVisible();
  await expect(page.getByText('状态正常，可以登录')).toBeVisible();
  await expect(page.getByText('通知短信已送出')).toBeVisible();
  await expect(page.getByText('还没有登录')).toBeVisible();

  // The citizen was told on their phone, signs in with the old password, and the receipt says so by itself.
  await citizen.signIn(citizen.password);
  await expect(citizen.page).toHaveURL(/\/home$/);
  await expect(citizen.page.getByText(/已于.+解锁/)).toBeVisible();
  await expect(page.getByRole('complementary', { name: '本人进度' }).getByText(/^已登录/)).toBeVisible();

  // Next citizen: nothing personal is left on the screen.
  await page.keyboard.press('Enter');
  await expect(search).toBeFocused();
  await expect(search).toHaveValue('');
  await expect(page.getByText(citizen.document.slice(-4))).toHaveCount(1); // its quiet row in the list, masked

  const supervisor = await openConsole();
  await signIn(supervisor, system, 'zhoujianguo');
  await supervisor.page.getByRole('link', { name: '台账' }).click();
  const entry = supervisor.page.getByRole('row', { name: /解锁.+李敏.+输入法或大小写错误/ });
  await expect(entry).toBeVisible();
  await entry.click();
  const detail = supervisor.page.getByRole('region', { name: '所选记录' }).first();
  await expect(detail.getByText('李敏 工号 032417')).toBeVisible();
  await expect(detail.getByText('输入法或大小写错误')).toBeVisible();
  await expect(detail.getByRole('row', { name: /状态 临时锁定 正常/ })).toBeVisible();
});
