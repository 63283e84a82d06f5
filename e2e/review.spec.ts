import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { actOn } from './fixture/acts.ts';
import { CLERKS_OWN, citizenAt, lockOut } from './fixture/citizen.ts';
import { expect, signIn, test } from './fixture/index.ts';
import { savedDocument } from './fixture/saved-document.ts';
import { see } from './fixture/see.ts';

// What other specs do on the same accounts would be in the queue too.
test.use({ systemOf: 'review' });

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-day-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

const REPORTS = [
  {
    language: 'zh-CN',
    link: '报表',
    chart: /办理 2 次/,
    pdf: '导出 PDF',
    saved: /^报表已导出：/,
    done: '知道了',
    said: ['时段报表', '周建国', '如何核对'],
  },
  {
    language: 'en',
    link: 'Reports',
    chart: /acts: 2;/,
    pdf: 'Export PDF',
    saved: /^Exported – Report: /,
    done: 'Dismiss',
    said: ['Period', 'Howtocheckthisfile'],
  },
] as const;

test('a supervisor’s day: queue, item, dispute, the clerk answers, closed, report; by keyboard', async ({
  console: clerk,
  openConsole,
  system,
  browser,
}) => {
  test.setTimeout(240_000);
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 0);
  // Twice within seven days: what a supervisor should look at.
  for (const [ticket, other] of [
    ['A001', ''],
    ['A002', 'a'],
  ] as const) {
    await lockOut(citizen, other);
    await actOn(clerk.page, citizen, 'u', ticket);
    await clerk.page.keyboard.press('Enter');
  }

  const supervisor = await openConsole();
  const { page } = supervisor;
  await signIn(supervisor, system, 'zhoujianguo');
  await page.getByRole('link', { name: /复核/ }).press('Enter');
  const item = page.getByRole('button', { name: /解锁.+7 天内第 2 次/ });
  await expect(item).toBeVisible();
  await page.keyboard.press('j');
  await expect(item).toHaveAttribute('aria-current', 'true');
  const detail = page.locator('#detail');
  await expect(detail.getByText('7 天内第 2 次解锁或重置此账号')).toBeVisible();
  await expect(detail.getByText('李敏近 30 天')).toBeVisible();
  // What the clerk has done stands beside it, counted by the hour.
  const strip = page.getByRole('complementary', { name: '台账与今天' });
  await expect(strip.getByText(/已核对到编号/)).toBeVisible();
  await expect(strip.getByText(/有效，密钥 [0-9a-f]{8}/)).toBeVisible();
  const hours = strip.getByRole('region', { name: '今天每小时解锁', exact: true });
  await expect(hours.getByText('今天的解锁还没有平日可比，满 5 天后有')).toBeVisible({ timeout: 70_000 });
  await expect(hours.getByRole('listitem').filter({ hasText: /分所\s*2$/ })).toBeVisible();
  await see(page, 'an act to review');
  await strip.getByRole('button', { name: '看每小时解锁的数据表' }).press('Enter');
  await expect(strip.getByRole('row', { name: /分所 2 — / })).toBeVisible();
  await see(page, 'unlocks by the hour, as a table');

  await page.keyboard.press('d');
  await expect(page.getByRole('textbox', { name: '复核意见' })).toBeFocused();
  await page.keyboard.type('一周两次，当时怎样核验？');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: '撤销' })).toBeVisible();
  await see(page, 'a dispute that can be taken back');
  await expect(page.getByRole('button', { name: '撤销' })).toHaveCount(0);
  await page.getByRole('button', { name: /^异议/ }).press('Enter');
  await expect(page.getByRole('button', { name: /等经办答复.+7 天内第 2 次/ })).toBeVisible();

  // Where the strip has no room it is a line, which opens it.
  await page.setViewportSize({ width: 1024, height: 768 });
  const line = strip.getByRole('button', { name: /^台账完整，检查点 \d\d:\d\d；今天的解锁还没有平日可比/ });
  await line.press('Enter');
  const opened = page.getByRole('dialog', { name: '台账与今天' });
  await expect(opened.getByRole('listitem').filter({ hasText: /分所\s*2$/ })).toBeVisible();
  await see(page, 'the strip, opened from its line');
  await page.keyboard.press('Escape');
  await expect(line).toBeFocused();
  await page.setViewportSize({ width: 683, height: 768 });
  await page.evaluate(() => location.assign('#/review'));
  await expect(line).toBeInViewport();
  await see(page, 'the queue and the strip’s line in a small window');
  await page.setViewportSize({ width: 1366, height: 768 });

  // The clerk is told beside their work, and answers.
  await clerk.page.getByRole('button', { name: '去答复' }).press('Enter');
  await expect(clerk.page.getByText('一周两次，当时怎样核验？')).toBeVisible();
  await see(clerk.page, 'a dispute of one’s own act');
  await clerk.page.getByRole('textbox', { name: '您的答复' }).fill('本人两次都带身份证来，读卡核验');
  await clerk.page.keyboard.press('Control+Enter');
  await expect(clerk.page.getByText('都答复了。')).toBeVisible();

  await page.getByRole('button', { name: /^全部/ }).press('Enter');
  await page.getByRole('button', { name: /^异议/ }).press('Enter');
  await expect(page.getByRole('button', { name: /经办已答复.+7 天内第 2 次/ })).toBeVisible();
  await page.keyboard.press('j');
  await expect(detail.getByText('本人两次都带身份证来，读卡核验')).toBeVisible();
  await page.getByRole('textbox', { name: '复核意见' }).fill('核对了读卡记录，属实');
  await page.getByRole('button', { name: /异议不成立/ }).press('Enter');
  await expect(page.getByText('这一类没有待复核的记录')).toBeVisible();
  await expect(page.getByRole('button', { name: '撤销' })).toHaveCount(0);
  await page.getByRole('link', { name: '台账' }).press('Enter');
  // Written while the list is being read, it waits behind the pill.
  await expect(async () => {
    await page.keyboard.press('n');
    await expect(page.getByRole('row', { name: /复核.+周建国.+异议不成立/ })).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 10_000 });

  await page.getByRole('link', { name: /提醒/ }).press('Enter');
  await expect(page.getByText('没有未确认的提醒')).toBeVisible();
  await see(page, 'alerts');

  // The day ends with what it came to, on paper in the language of whoever reads it.
  await supervisor.savesInto(folder);
  for (const { language, link, chart, pdf, saved, done, said } of REPORTS) {
    await page.evaluate((language) => window.lockdesk.settings.change({ language, theme: 'light' }), language);
    await page.getByRole('link', { name: link }).press('Enter');
    await expect(page.getByRole('img', { name: chart })).toBeVisible();
    const report = await savedDocument(folder, async () => {
      await page.getByRole('button', { name: pdf }).press('Enter');
      await expect(page.getByText(saved)).toBeVisible({ timeout: 30_000 });
    });
    expect(report).toMatchObject({ width: 210, height: 297 });
    for (const one of said) expect(report.text).toContain(one);
    await expect(page.getByText(report.sha256)).toBeVisible();
    await page.getByRole('button', { name: done }).press('Enter');
  }
  await see(page, 'the report of the day');
});

test('a clerk’s act on their own account stands first, and says so', async ({
  console: clerk,
  openConsole,
  system,
  browser,
}) => {
  test.setTimeout(120_000);
  await signIn(clerk, system, 'limin');
  const own = await citizenAt(system, await browser.newContext(), CLERKS_OWN);
  expect(own.name).toBe('李敏');
  await lockOut(own);
  await actOn(clerk.page, own, 'u', 'A017');

  const supervisor = await openConsole();
  const { page } = supervisor;
  await signIn(supervisor, system, 'zhoujianguo');
  await page.getByRole('link', { name: /复核/ }).press('Enter');
  const item = page.getByRole('button', { name: /解锁：李\*.+办理本人账号/ });
  // Beside it the opening, which is as remarkable.
  await item.press('Enter');
  await expect(item).toHaveAttribute('aria-current', 'true');
  await expect(page.locator('#detail').getByText('这是经办本人的账号')).toBeVisible();
});
