/** What a citizen takes along of the ledger: who looked at their account and what was done, and nobody's name. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { actOn } from './fixture/acts.ts';
import { citizenAt, lockOut } from './fixture/citizen.ts';
import { lookedAt } from './fixture/database.ts';
import { expect, signIn, test } from './fixture/index.ts';
import { readPdf, readTags } from './fixture/pdf.ts';
import { savedDocument } from './fixture/saved-document.ts';
import { see } from './fixture/see.ts';

let folder = '';
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-extracts-'));
});
// A spec that can't run here has made none.
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** Confirms what the dialog asks, and waits for the file. */
const saveRecord = (page: Page) =>
  savedDocument(folder, async () => {
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/^本人记录单已导出：\d+ 页/)).toBeVisible({ timeout: 30_000 });
  });

test('at the counter, by keyboard, in both languages at once; the ledger tells that it was made, for whom, and its hash', async ({
  console: clerk,
  system,
  browser,
}) => {
  const { page } = clerk;
  await clerk.savesInto(folder);
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 21);
  await lockOut(citizen);
  await actOn(page, citizen, 'u', 'A043');
  await page.getByRole('button', { name: '回到此账号' }).press('Enter');

  await page.getByRole('button', { name: '出具本人记录单' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: '出具本人记录单' });
  await expect(dialog.getByRole('radio', { name: /身份证/ })).toBeFocused();
  await see(page, 'how the citizen is verified for their record');
  await page.evaluate(() => window.lockdesk.settings.change({ language: 'zh-CN' }));
  await page.keyboard.press('Space');
  const saved = await saveRecord(page);

  expect(saved).toMatchObject({ width: 210, height: 297, name: expect.stringMatching(/^本人记录单 [\d-]{10}\.pdf$/) });
  const number = await page.evaluate(async () => {
    const answer = await window.lockdesk.operations.listEntries({ actions: ['unlock'], outcomes: ['done'] });
    return answer.ok ? answer.value.items[0]?.index : null;
  });
  const masked = `${citizen.document.slice(0, 4)}**********${citizen.document.slice(-4)}`;
  for (const said of [
    '账号查看与办理记录',
    'Wholookedattheaccount,andwhatwasdone',
    masked,
    '账号解锁',
    'Accountunlocked',
    '核验：身份证，窗口办理',
    '账号被锁定密码错误超限',
    'AccountlockedWrongpasswords',
    '系统（锁定规则）',
    '南京市车管所鼓楼分所',
    `#${number}`,
  ]) {
    expect(saved.text).toContain(said);
  }
  // Of every line.
  expect(saved.text.match(/#\d+[0-9a-f]{64}/g)?.length).toBeGreaterThanOrEqual(4);
  for (const secret of [citizen.document, citizen.name, citizen.phone, '李敏', '032417', 'limin']) {
    expect(saved.text).not.toContain(secret);
  }
  const checkpoint = await page.evaluate(async () => (await window.lockdesk.ledger.state()).kept?.checkpoint ?? '');
  expect(saved.text).toContain(checkpoint.replaceAll(/\s/g, ''));

  await expect(page.getByText(saved.sha256)).toBeVisible();
  await page.getByRole('button', { name: '看台账记录' }).press('Enter');
  const entry = page.getByRole('region', { name: '所选记录' });
  for (const told of ['本人记录单', /^身份证/, '窗口']) await expect(entry.getByText(told).first()).toBeVisible();
});

test('a citizen’s record is tagged, and has a number on each page', async ({ console: clerk, system, browser }) => {
  const { page } = clerk;
  await clerk.savesInto(folder);
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 22);
  await page.getByRole('textbox', { name: '查找公民账号' }).fill(citizen.document);
  await page.getByRole('button', { name: '出具本人记录单' }).press('Enter');
  await expect(page.getByRole('dialog').getByRole('radio', { name: /身份证/ })).toBeFocused();
  await page.keyboard.press('Space');
  const saved = await saveRecord(page);
  const { roles, ...tags } = await readTags(saved.file);
  const title = '账号查看与办理记录 Who looked at the account, and what was done';
  expect(tags).toEqual({ marked: true, title, language: 'zh-CN' });
  for (const role of ['H1', 'H2', 'Table', 'TR', 'TH', 'TD', 'P']) expect(roles).toContain(role);
  for (let n = 1; n <= saved.pages; n++) expect(saved.text).toContain(`${n}/${saved.pages}`);
});

test('a long history is given whole, in numbered parts, each a file that the ledger knows by its hash', async ({
  console: clerk,
  system,
  browser,
}) => {
  test.setTimeout(180_000);
  const { page } = clerk;
  await clerk.savesInto(folder);
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 23);
  await lookedAt(system, citizen, 2_100);
  await page.getByRole('textbox', { name: '查找公民账号' }).fill(citizen.document);
  await page.getByRole('button', { name: '出具本人记录单' }).press('Enter');
  await expect(page.getByRole('dialog').getByRole('radio', { name: /身份证/ })).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/第 2 份，共 3 份，正在排版/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^本人记录单已导出：3 份，[\d,]+ 页/)).toBeVisible({ timeout: 60_000 });
  await see(page, 'a citizen’s record of several parts');

  const names = (await readdir(folder)).toSorted();
  expect(names).toEqual([
    expect.stringMatching(/^本人记录单 [\d-]{10} （第 2 份，共 3 份）\.pdf$/),
    expect.stringMatching(/^本人记录单 [\d-]{10} （第 3 份，共 3 份）\.pdf$/),
    expect.stringMatching(/^本人记录单 [\d-]{10}\.pdf$/),
  ]);
  const lines: number[] = [];
  for (const name of [names[2], names[0], names[1]]) {
    const file = path.join(folder, name ?? '');
    await expect(
      page.getByText(
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex'),
      ),
    ).toBeVisible();
    const { text } = await readPdf(file);
    expect(text).toContain(`第${lines.length + 1}份，共3份`);
    lines.push(text.match(/[0-9a-f]{64}/g)?.length ?? 0);
  }
  // The search and the opening came on top.
  expect(lines).toEqual([1_000, 1_000, 102]);
});
