/** What a console does with a ledger that is no longer the one that it has seen. */
import axios from 'axios';
import { createClient } from '../src/client/index.ts';
import { staffToken } from '../src/standalone/tokens.ts';
import { actOn } from './fixture/acts.ts';
import { citizenAt, lockOut } from './fixture/citizen.ts';
import { breakIn, type Intruder } from './fixture/database.ts';
import { expect, signIn, test } from './fixture/index.ts';
import { checkLedger, keepsMoreThan, ledgerAlarm } from './fixture/ledger.ts';
import { see } from './fixture/see.ts';

test.use({ systemOf: 'ledger check' });

let intruder: Intruder;
test.beforeEach(async ({ system }) => {
  intruder = await breakIn(system);
});
test.afterEach(() => intruder.close());

test('promise 8: a sound ledger shows no alarm; one that was set back is refused, to everybody, until two administrators have declared what was lost', async ({
  openConsole,
  system,
  browser,
}) => {
  test.setTimeout(240_000);
  const clerk = await openConsole();
  const { page } = clerk;
  const [first, second] = await Promise.all(
    [0, 1].map(async (at) => citizenAt(system, await browser.newContext(), at)),
  );
  if (!first || !second) throw new Error('no citizens');
  await signIn(clerk, system, 'limin');
  await lockOut(first);
  await lockOut(second);
  const before = await keepsMoreThan(clerk, 0);
  const restore = await intruder.backUp();
  await actOn(page, first, 'u', 'A001');
  await page.keyboard.press('Escape');
  const size = await keepsMoreThan(clerk, before);
  expect(await checkLedger(clerk)).toMatchObject({ refused: null });
  await expect(ledgerAlarm(page)).toHaveCount(0);

  await restore();
  await expect
    .poll(() => checkLedger(clerk))
    .toMatchObject({ kept: { size }, refused: { why: 'shrank', size: before } });
  await expect(ledgerAlarm(page)).toContainText(`服务器现在只给出 ${before} 条`);

  // Reading goes on, acting does not.
  await page.getByRole('textbox', { name: '查找公民账号' }).fill(second.document);
  await expect(page.getByText(/次密码，系统自动锁定/)).toBeVisible();
  await expect(page.getByText('台账核对通过前不能办理')).toBeVisible();
  await expect(page.getByRole('button', { name: '解锁', exact: true })).toBeDisabled();
  await see(page, 'refused');
  await page.setViewportSize({ width: 683, height: 768 });
  await see(page, 'refused, narrow');
  await page.setViewportSize({ width: 1366, height: 768 });

  // The next person at this workstation is told as well, at once, whatever their role.
  let last = clerk;
  for (const person of ['maxiaoyan', 'hejia', 'zhoujianguo'] as const) {
    await last.close();
    last = await openConsole({ userData: clerk.userData });
    await signIn(last, system, person);
    await expect(ledgerAlarm(last.page)).toBeVisible();
    if (person === 'maxiaoyan') await see(last.page, 'refused, administrator');
  }
  // What the console has handed in, two administrators declare lost.
  const administrator = async (username: string) => {
    const token = await staffToken(system.issuer, username, system.staffPassword);
    return createClient(axios.create({ baseURL: system.api, headers: { authorization: `Bearer ${token}` } }));
  };
  const proposer = await administrator('maxiaoyan');
  const { declaration } = await proposer.restorationState({});
  if (declaration === null) throw new Error('nothing to declare');
  expect(declaration).toMatchObject({ kept: { size: before }, lost: { size } });
  const { digest } = await proposer.proposeRestoration({ declaration });
  await (await administrator('sunli')).confirmRestoration({ digest });
  await expect
    .poll(() => checkLedger(last))
    .toMatchObject({ refused: null, restored: { first: before, last: size - 1 } });
  await expect(ledgerAlarm(last.page)).toHaveCount(0);
  const told = last.page.getByRole('status').filter({ hasText: '台账已恢复' });
  await expect(told).toContainText('由 马晓燕 和 孙丽 两名管理员共同声明');
  await see(last.page, 'restored');
  await told.getByRole('button', { name: '知道了' }).click();
  await expect(told).toHaveCount(0);
  await last.page.getByRole('link', { name: '提醒' }).click();
  await expect(last.page.getByText(/台账丢失过已签名的记录/).first()).toBeVisible();
  await see(last.page, 'an alert of the system');

  // A workstation that has seen nothing of it has nothing to be told.
  const fresh = await openConsole();
  await signIn(fresh, system, 'zhangwei');
  expect(await checkLedger(fresh)).toMatchObject({ refused: null, restored: null });
});

test('promise 8: a ledger that was rewritten and signed anew by its own key is refused', async ({
  openConsole,
  system,
}) => {
  const clerk = await openConsole();
  await signIn(clerk, system, 'limin');
  await clerk.page.getByRole('textbox', { name: '查找公民账号' }).fill('wangming');
  await clerk.page.keyboard.press('Enter');
  const auditor = await openConsole();
  const { page } = auditor;
  await signIn(auditor, system, 'hejia');
  const size = await keepsMoreThan(auditor, 0);
  await expect(page.getByRole('button', { name: `已核对到编号 ${size - 1}` })).toBeVisible();
  await page.getByRole('button', { name: `已核对到编号 ${size - 1}` }).click();
  await expect(page.getByRole('dialog', { name: '台账核对' })).toContainText('lockdesk.localhost/ledger+');
  await see(page, 'sound');
  await page.keyboard.press('Escape');
  await intruder.rewrite(0);
  await expect.poll(() => checkLedger(auditor)).toMatchObject({ refused: { why: 'forked' } });
  await expect(ledgerAlarm(page)).toContainText('不能证明其中包含');
  await expect(page.getByRole('button', { name: '核对未通过' })).toBeVisible();
});
