/** Lists as files: what the person has on the disk is what the ledger says they were given. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { actOn } from './fixture/acts.ts';
import { citizenAt, lockOut } from './fixture/citizen.ts';
import { expect, signIn, test } from './fixture/index.ts';
import { layLine } from './fixture/line.ts';
import { see } from './fixture/see.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-exports-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

/** The one file there is, which is then taken away. */
async function takeFile(): Promise<{ name: string; bytes: Buffer; lines: string[] }> {
  const [name = '', ...more] = await readdir(folder);
  expect(more).toEqual([]);
  const bytes = await readFile(path.join(folder, name));
  await rm(path.join(folder, name));
  return { name, bytes, lines: bytes.toString('utf8').split('\r\n').slice(0, -1) };
}

const exportFrom = (page: Page) => page.getByRole('button', { name: '导出 CSV' }).press('Enter');

test('a supervisor takes the ledger and the locked accounts to files, and the ledger tells their hashes', async ({
  openConsole,
  system,
  browser,
}) => {
  const clerk = await openConsole();
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 16);
  await lockOut(citizen);
  await actOn(clerk.page, citizen, 'u', 'A037');
  await clerk.close();

  const supervisor = await openConsole();
  const { page } = supervisor;
  await supervisor.savesInto(folder);
  await signIn(supervisor, system, 'zhoujianguo');
  await exportFrom(page);
  await expect(page.getByText(/^锁定账号已导出/)).toBeVisible();
  const locked = await takeFile();
  expect(locked.name).toMatch(/^锁定账号 \d{4}-\d\d-\d\d\.csv$/);
  expect(locked.lines[0]).toMatch(/^\ufeff"账号","证件号","锁定类型"/);
  await expect(page.getByText(createHash('sha256').update(locked.bytes).digest('hex'))).toBeVisible();

  await page.getByRole('link', { name: '台账' }).click();
  await exportFrom(page);
  await expect(page.getByText(/^台账已导出/)).toBeVisible();
  const ledger = await takeFile();
  expect(ledger.bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(ledger.lines[0]).toMatch(/"编号","时间","行为","结果"/);
  expect(ledger.lines.find((line) => /"解锁","成功"/.test(line))).toContain('"A037"');
  for (const secret of [citizen.document, citizen.name, citizen.phone]) {
    expect(ledger.bytes.toString('utf8')).not.toContain(secret);
  }

  await page.getByRole('button', { name: '看台账记录' }).press('Enter');
  const detail = page.getByRole('region', { name: '所选记录' });
  await expect(detail.getByText('导出条件')).toBeVisible();
  await expect(detail.getByText(/^起：[-\d]{10} 00:00:00\s止：[-\d]{10} [:\d]{8}\s语言：简体中文$/)).toBeVisible();
  await see(page, 'what an export was asked for');
  await page.getByRole('button', { name: '全部行为' }).click();
  await page.getByRole('option', { name: '导出' }).click();
  await page
    .getByRole('row', { name: /导出.*成功/ })
    .first()
    .click();
  await expect(detail.getByText(createHash('sha256').update(ledger.bytes).digest('hex'))).toBeVisible();
});

test('promise 4: the line is cut between the record and its answer: the ledger is asked again, and the file is what it says', async ({
  openConsole,
  system,
}) => {
  const line = await layLine(system.api);
  const supervisor = await openConsole({ config: { api: line.url } });
  const { page } = supervisor;
  await supervisor.savesInto(folder);
  await signIn(supervisor, system, 'zhoujianguo');

  await page.getByRole('link', { name: '台账' }).press('Enter');
  await expect(page.getByRole('region', { name: '台账' })).toBeVisible();
  line.loseEnds(1);
  await exportFrom(page);
  await expect(page.getByText(/^台账已导出/)).toBeVisible({ timeout: 30_000 });
  const hashes = [
    createHash('sha256')
      .update((await takeFile()).bytes)
      .digest('hex'),
  ];

  await page.getByRole('link', { name: '报表' }).press('Enter');
  await expect(page.getByRole('img', { name: /^锁定 / })).toBeVisible({ timeout: 30_000 });
  // As long as it takes to be told: an engine may ask again by itself where a connection that it kept breaks.
  line.loseEnds(Number.POSITIVE_INFINITY);
  await page.getByRole('button', { name: '导出 PDF' }).press('Enter');
  await expect(page.getByText('没有收到台账的答复，正在再次询问')).toBeVisible({ timeout: 30_000 });
  await see(page, 'a document whose record is asked for again');
  line.loseEnds(0);
  await expect(page.getByText(/^报表已导出：\d+ 页/)).toBeVisible({ timeout: 30_000 });
  hashes.push(
    createHash('sha256')
      .update((await takeFile()).bytes)
      .digest('hex'),
  );
  const recorded = await page.evaluate(async () => {
    const { listEntries, getEntry } = window.lockdesk.operations;
    const answer = await listEntries({ actions: ['export'], limit: 4 });
    const ids = answer.ok ? answer.value.items.map(({ id }) => id) : [];
    const entries = await Promise.all(ids.map((entry_id) => getEntry({ entry_id })));
    return entries.map((entry) => (entry.ok ? [entry.value.outcome, entry.value.file?.sha256] : []));
  });
  await line.close();

  expect(recorded.map(([outcome]) => outcome)).toEqual(['done', 'pending', 'done', 'pending']);
  expect([recorded[2]?.[1], recorded[0]?.[1]]).toEqual(hashes);
});

test('a report and the access review go to files too; whoever reads no ledger exports what their screen shows', async ({
  openConsole,
  system,
}) => {
  const supervisor = await openConsole();
  await supervisor.savesInto(folder);
  await signIn(supervisor, system, 'zhoujianguo');
  await supervisor.page.getByRole('link', { name: '报表' }).press('Enter');
  await expect(supervisor.page.getByRole('img', { name: /^锁定 / })).toBeVisible({ timeout: 30_000 });
  await exportFrom(supervisor.page);
  await expect(supervisor.page.getByText(/^报表数据已导出/)).toBeVisible();
  await see(supervisor.page, 'a report’s tables in a file');
  const report = await takeFile();
  expect(report.name).toMatch(/^报表数据 \d{4}-\d\d-\d\d\.csv$/);
  expect(report.lines[0]).toMatch(/^\ufeff"范围","分类","项目","代码","起始日","截止日","锁定","解锁","强制重置"/);
  expect(report.lines[1]).toMatch(/^"南京市","合计",/);
  await expect(supervisor.page.getByText(createHash('sha256').update(report.bytes).digest('hex'))).toBeVisible();
  await supervisor.close();

  const administrator = await openConsole();
  const { page } = administrator;
  await administrator.savesInto(folder);
  await signIn(administrator, system, 'maxiaoyan');
  await page.getByRole('link', { name: '权限' }).press('Enter');
  await expect(page.getByRole('row', { name: /^周建国/ })).toBeVisible();
  await exportFrom(page);
  await expect(page.getByText(/^权限复核已导出/)).toBeVisible();
  await see(page, 'an access review in a file');
  const people = await takeFile();
  expect(people.lines[0]).toMatch(/^\ufeff"人员","工号","办公室"/);
  expect(people.lines.find((line) => line.startsWith('"周建国"'))).toContain('"值班主管"');
  await expect(page.getByRole('button', { name: '看台账记录' })).toHaveCount(0);
});
