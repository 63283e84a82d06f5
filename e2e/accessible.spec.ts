import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { AccountRow } from '../src/contract/register.ts';
import { filesOf, readRunningFile } from '../src/standalone/data-dir.ts';
import { directoryTokens } from '../src/standalone/tokens.ts';
import { citizenAt, lockOut } from './fixture/citizen.ts';
import { expect, signIn, test } from './fixture/index.ts';
import { layLine } from './fixture/line.ts';
import { see } from './fixture/see.ts';
import type { System } from './fixture/system.ts';

const searchIn = (page: Page) => page.getByRole('textbox', { name: '查找公民账号' });
const goTo = (page: Page, place: string) => page.evaluate((hash) => location.assign(hash), `#${place}`);

test('no axe finding on a clerk’s screens', async ({ console, system, browser }) => {
  test.setTimeout(240_000);
  const { page } = console;
  const search = searchIn(page);
  const dialog = page.getByRole('dialog');

  await see(page, 'sign-in');
  await signIn(console, system, 'limin');
  await expect(search).toBeFocused();
  await see(page, 'list');

  const citizen = await citizenAt(system, await browser.newContext(), 6);
  await lockOut(citizen);
  await search.fill(citizen.document);
  await expect(page.getByText(/次密码，系统自动锁定/)).toBeVisible();
  await see(page, 'a locked account');
  await page.keyboard.press('?');
  await see(page, 'all keys');
  await page.keyboard.press('Escape');

  for (const [key, screen] of [
    ['r', 'forced reset'],
    ['u', 'unlock'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(dialog).toBeVisible();
    await see(page, screen);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }
  await page.keyboard.press('u');
  await dialog.getByRole('radio', { name: /身份证/ }).check({ force: true });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: '已解锁' })).toBeVisible();
  await see(page, 'receipt of an unlock');
  await lockOut(citizen, 'a');
  await expect(page.getByText('又被锁定')).toBeVisible();
  await see(page, 'receipt of somebody who is locked again');

  await page.keyboard.press('Control+k');
  await search.fill(citizen.document);
  await expect(page.getByText(/次密码，系统自动锁定/)).toBeVisible();
  await page.keyboard.press('u');
  await dialog.getByRole('radio', { name: /身份证/ }).check({ force: true });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: '已解锁' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await search.fill(citizen.document);
  await expect(page.getByText('锁定已结束，现在可以登录')).toBeVisible();
  await see(page, 'an account that is not locked');
  await page.keyboard.press('r');
  await dialog.getByRole('radio', { name: /身份证/ }).check({ force: true });
  await lockOut(citizen, 'b');
  await expect(dialog.getByRole('button', { name: '按新版本查看' })).toBeFocused();
  await see(page, 'an account that has moved on behind its dialog');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: '已强制重置' })).toBeVisible();
  await see(page, 'receipt of a forced reset');

  await search.fill('li');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '查找结果' })).toBeVisible();
  await see(page, 'several hits');

  await goTo(page, '/mine');
  await page.getByRole('row').nth(1).click();
  await expect(page.getByRole('heading', { name: /^记录/ })).toBeVisible();
  await see(page, 'one of my acts');
  await goTo(page, '/settings');
  await expect(page.getByRole('heading', { name: '设置' })).toBeVisible();
  await see(page, 'settings');
  await goTo(page, '/ledger');
  await expect(page.getByText('需要主管或审计权限')).toBeVisible();
  await see(page, 'no permission');
});

test('no axe finding on the verdicts of those who can’t be helped here', async ({ console, system }) => {
  test.setTimeout(120_000);
  const { page } = console;
  const search = searchIn(page);
  await signIn(console, system, 'limin');

  await register(system, DISABLED);
  await search.fill(DISABLED.document_number);
  await expect(page.getByText('账号已被管理员停用')).toBeVisible();
  await see(page, 'disabled by the administrators');
  await page.getByRole('button', { name: '显示完整手机' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: '其他' }).check({ force: true });
  await see(page, 'why a number is to be shown whole');
  await page.keyboard.press('Escape');

  for (const [typed, verdict] of [
    ['110101199003074610', '号码校验正确，但全国没有账号登记过它'],
    ['110101199003074611', '号码里至少有一位不对，所以没有查找'],
    ['查无此人', '南京市范围内没有符合的账号'],
  ] as const) {
    await search.fill(typed);
    await page.keyboard.press('Enter');
    await expect(page.getByText(verdict)).toBeVisible();
    await see(page, verdict);
  }
});

test('no axe finding on the screens of supervisor, auditor and administrator', async ({
  openConsole,
  system,
  browser,
}) => {
  test.setTimeout(300_000);
  const citizen = await citizenAt(system, await browser.newContext(), 7);
  await lockOut(citizen);

  const supervisor = await openConsole();
  const { page } = supervisor;
  await signIn(supervisor, system, 'zhoujianguo');
  await searchIn(page).fill(citizen.document);
  await expect(page.getByText('需要窗口经办权限')).toBeVisible();
  await see(page, 'an account that a supervisor looks at');

  await goTo(page, '/ledger');
  await expect(page.getByText('选一条记录查看全部内容')).toBeVisible();
  await see(page, 'ledger');
  await page
    .getByRole('row', { name: /锁定策略/ })
    .first()
    .click();
  await expect(page.getByText('策略版本')).toBeVisible();
  await see(page, 'one entry');
  await page.getByRole('button', { name: /全部行为/ }).click();
  await expect(page.getByRole('listbox')).toBeVisible();
  await see(page, 'a filter that is open');
  await page.getByRole('option', { name: '强制重置' }).click();
  await page.getByRole('button', { name: '已存筛选' }).click();
  const filters = page.getByRole('dialog', { name: '已存筛选' });
  for (const name of ['重置', '昨天的重置']) {
    await filters.getByRole('textbox', { name: '把现在的筛选存为' }).fill(name);
    await page.keyboard.press('Enter');
    await expect(filters.getByRole('button', { name, exact: true })).toBeVisible();
  }
  await see(page, 'saved filters');
  await filters.getByRole('button', { name: '删除 昨天的重置' }).press('Enter');
  await expect(filters.getByRole('button', { name: '撤销 昨天的重置' })).toBeFocused();
  await filters.getByRole('button', { name: '改名 重置' }).press('Enter');
  await filters.getByRole('textbox', { name: '“重置”的新名称' }).fill('13812345678');
  await see(page, 'a saved filter deleted, another with a name that can’t be');
  await page.keyboard.press('Escape');
  await filters.getByRole('button', { name: '删除 重置' }).press('Enter');
  await expect(filters.getByText('已删除“重置”')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: '截至' }).fill('11-18');
  await page.keyboard.press('Enter');
  await see(page, 'a filter that is wrong');
  await goTo(page, `/ledger?entry=${randomUUID()}`);
  await expect(page.getByText('没有找到这条记录')).toBeVisible();
  await see(page, 'no such entry');
  await supervisor.savesInto(await mkdtemp(path.join(tmpdir(), 'lockdesk-exports-')));
  await page.getByRole('button', { name: '导出 CSV' }).click();
  await expect(page.getByText(/^台账已导出/)).toBeVisible();
  await page.getByRole('button', { name: '看台账记录' }).click();
  await expect(page.getByText('导出条件')).toBeVisible();
  await see(page, 'an export that was begun');

  await goTo(page, '/reports');
  await expect(page.getByRole('img', { name: /^锁定 [1-9]/ })).toBeVisible({ timeout: 60_000 });
  await see(page, 'a report');

  await goTo(page, '/access');
  const people = page.getByRole('region', { name: '人员权限' });
  await people
    .getByText(/项权限/)
    .first()
    .click();
  await people.getByRole('radio', { name: '有疑问' }).first().check({ force: true });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('有疑问时要写明为什么。')).toBeVisible();
  await see(page, 'who may do what');

  const auditor = await openConsole();
  await signIn(auditor, system, 'hejia');
  await expect(auditor.page.getByRole('grid', { name: '台账记录' })).toBeVisible();
  await see(auditor.page, 'an auditor’s ledger');

  const administrator = await openConsole();
  await signIn(administrator, system, 'maxiaoyan');
  await expect(administrator.page.getByText('您的角色不办理业务')).toBeVisible();
  await see(administrator.page, 'an administrator’s screen');
});

test('no axe finding where an answer, the page or the connection is lost', async ({ openConsole, system, browser }) => {
  test.setTimeout(240_000);
  const line = await layLine(system.api);
  const console = await openConsole({ config: { api: line.url } });
  const { page } = console;
  await signIn(console, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 8);
  await lockOut(citizen);
  await searchIn(page).fill(citizen.document);
  await expect(page.getByText(/次密码，系统自动锁定/)).toBeVisible();
  await page.keyboard.press('u');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /身份证/ }).check({ force: true });
  line.loseAnswers(Number.POSITIVE_INFINITY);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('正在确认是否已办理')).toBeVisible();
  await see(page, 'an act without an answer');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/正在确认 .+ 提交的解锁是否已办理/)).toBeVisible();
  await see(page, 'an act without an answer, its dialog closed');
  line.loseAnswers(0);
  await expect(page.getByText(/提交的解锁已办理/)).toBeVisible({ timeout: 30_000 });

  const back = await console.crashPage();
  await expect(back.getByText(/^页面刚才意外停止/)).toBeVisible();
  await see(back, 'a page that came back');

  await searchIn(back).fill(citizen.document);
  await expect(back.getByRole('button', { name: '强制重置' })).toBeVisible();
  await line.close();
  await expect(back.getByText('延迟', { exact: true })).toBeVisible();
  await see(back, 'late');
  await expect(back.getByText('连接恢复前不能办理')).toBeVisible({ timeout: 20_000 });
  await see(back, 'disconnected');
  await back.getByRole('button', { name: /^疑似盗用/ }).click();
  await expect(back.getByText('锁定账号没有读出来')).toBeVisible({ timeout: 30_000 });
  await see(back, 'a list that can’t be read');
});

test('no axe finding where a session ends', async ({ openConsole, system }) => {
  test.setTimeout(120_000);
  const console = await openConsole({ config: { idle_s: 20 } });
  const { page } = console;
  await signIn(console, system, 'limin');
  // It warns when half of so short a time has gone by.
  await expect(page.getByRole('dialog', { name: /后退出登录/ })).toBeVisible({ timeout: 15_000 });
  await see(page, 'before a session ends');
  await expect(page.getByRole('heading', { name: '长时间没有操作，已退出登录' })).toBeVisible({ timeout: 30_000 });
  await see(page, 'signed out, as nobody touched the console');
});

const DISABLED: AccountRow = {
  external_id: 'disabled-by-administrators',
  updated_at: '2026-01-05T02:00:00.000Z',
  name: '钱小文',
  document_kind: 'resident_id',
  document_number: '320106194912310025',
  phone: '13800000025',
  division: '320106',
  status: 'disabled',
  disabled_at: '2026-01-05T02:00:00.000Z',
  registered_at: '2019-04-02T03:00:00.000Z',
};

/** As the agency's register tells it. */
async function register({ api, dataDir }: System, row: AccountRow): Promise<void> {
  const running = await readRunningFile(filesOf(dataDir).running);
  if (running === null) throw new Error(`nothing runs on ${dataDir}`);
  const token = await directoryTokens(running.issuer, running.directoryClientSecret)();
  const answer = await fetch(new URL('/v1/accounts', api), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ accounts: [row] }),
  });
  expect(await answer.json()).toMatchObject({ results: [{ status: 'created' }] });
}
