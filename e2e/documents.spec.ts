/** Documents as PDF: what the person has on the disk is what the ledger says they were given, and can be read by anybody. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Language } from '../src/contract/common.ts';
import { actOn } from './fixture/acts.ts';
import { citizenAt, lockOut } from './fixture/citizen.ts';
import { type Console, expect, signIn, test } from './fixture/index.ts';
import { readTags } from './fixture/pdf.ts';
import { type SavedDocument, savedDocument } from './fixture/saved-document.ts';
import { see } from './fixture/see.ts';

// Each prints twice, or is looked at in every look besides.
test.describe.configure({ timeout: 180_000 });

/** None yet where a spec is skipped. */
let folder = '';
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-documents-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const WORDS = {
  'zh-CN': { pdf: '导出 PDF', saved: /已导出：\d+ 页/, entry: '看台账记录' },
  en: { pdf: 'Export PDF', saved: /^Exported – .*: \d+ pages/, entry: 'See its entry' },
};

/** The document that the screen's button makes. */
async function savedBy({ page }: Console, language: Language): Promise<SavedDocument> {
  const words = WORDS[language];
  await page.evaluate((language) => window.lockdesk.settings.change({ language }), language);
  return savedDocument(folder, async () => {
    await page.getByRole('button', { name: words.pdf }).press('Enter');
    await expect(page.getByText(words.saved)).toBeVisible({ timeout: 30_000 });
  });
}

/** A supervisor's console, which saves into the folder. */
async function supervisorAt(openConsole: () => Promise<Console>, system: Parameters<typeof signIn>[1]) {
  const console = await openConsole();
  await console.savesInto(folder);
  await signIn(console, system, 'zhoujianguo');
  return console;
}

test('a period’s report, in both languages; the ledger tells its hash', async ({ openConsole, system, browser }) => {
  const clerk = await openConsole();
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 19);
  await lockOut(citizen);
  await actOn(clerk.page, citizen, 'u', 'A041');
  await clerk.close();

  const supervisor = await supervisorAt(openConsole, system);
  const { page } = supervisor;
  await page.getByRole('link', { name: '报表' }).press('Enter');
  await expect(page.getByRole('img', { name: /^锁定 [1-9]/ })).toBeVisible({ timeout: 30_000 });
  const chinese = await savedBy(supervisor, 'zh-CN');
  expect(chinese).toMatchObject({ width: 210, height: 297, name: expect.stringMatching(/^报表 [\d-]{10}\.pdf$/) });
  expect(chinese.text).toMatch(/时段报表时间\d{4}-\d\d-\d\d至\d{4}-\d\d-\d\d地区/);
  for (const said of ['导出人', '周建国', '逐期数字', '按办理原因', '如何核对']) expect(chinese.text).toContain(said);
  const checkpoint = await page.evaluate(async () => (await window.lockdesk.ledger.state()).kept?.checkpoint ?? '');
  expect(chinese.text).toContain(checkpoint.replaceAll(/\s/g, ''));

  await expect(page.getByText(chinese.sha256)).toBeVisible();
  await page.getByRole('button', { name: WORDS['zh-CN'].entry }).press('Enter');
  const detail = page.getByRole('region', { name: '所选记录' });
  await expect(detail.getByText('导出条件')).toBeVisible();
  await page.getByRole('button', { name: '全部行为' }).click();
  await page.getByRole('option', { name: '导出' }).click();
  await page
    .getByRole('row', { name: /导出.*成功/ })
    .first()
    .click();
  await expect(detail.getByText(chinese.sha256)).toBeVisible();

  await page.getByRole('link', { name: '报表' }).press('Enter');
  const english = await savedBy(supervisor, 'en');
  // Electron 22 does not tell which signs its English figures are.
  expect(english.text).toMatch(/^(Lockdesk.*)?ReportPeriod.*Places/);
  expect(english.text).toContain('Howtocheckthisfile');
});

test('an account’s file, masked, of the account that a supervisor has open', async ({
  openConsole,
  system,
  browser,
}) => {
  const clerk = await openConsole();
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 20);
  await lockOut(citizen);
  await actOn(clerk.page, citizen, 'u', 'A043');
  await clerk.close();

  const supervisor = await supervisorAt(openConsole, system);
  const { page } = supervisor;
  await page.getByRole('textbox', { name: '查找公民账号' }).fill(citizen.document);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: '所选账号' }).getByText('此账号的历次办理')).toBeVisible();
  await see(page, 'an account before a supervisor');
  const chinese = await savedBy(supervisor, 'zh-CN');
  expect(chinese.name).toMatch(/^账号档案 [\d-]{10}\.pdf$/);
  const masked = `${citizen.document.slice(0, 4)}**********${citizen.document.slice(-4)}`;
  for (const said of [
    '账号档案公民',
    masked,
    '历次锁定',
    '办理与变更',
    '排队号A043',
    '谁看过此账号',
    '李敏',
    '密码错误',
    '如何核对',
  ]) {
    expect(chinese.text).toContain(said);
  }
  for (const secret of [citizen.document, citizen.name, citizen.phone]) expect(chinese.text).not.toContain(secret);
  await see(page, 'a document that was exported');

  const english = await savedBy(supervisor, 'en');
  // Its first export is among the looks of the second.
  expect(english.text).toMatch(/AccountfileCitizen.*Wholookedatthisaccount.*Export,?Begun/);
});

test('a document is tagged, and has head and number on each page', async ({ openConsole, system }) => {
  const supervisor = await supervisorAt(openConsole, system);
  await supervisor.page.getByRole('link', { name: '报表' }).press('Enter');
  for (const [language, title, page] of [
    ['zh-CN', '时段报表', (n: number, of: number) => `第${n}页/共${of}页`],
    ['en', 'Report', (n: number, of: number) => `Page${n}of${of}`],
  ] as const) {
    const saved = await savedBy(supervisor, language);
    const { roles, ...tags } = await readTags(saved.file);
    expect(tags).toEqual({ marked: true, title, language });
    for (const role of ['H1', 'H2', 'Table', 'TR', 'TH', 'TD', 'Figure', 'P']) expect(roles).toContain(role);
    for (let n = 1; n <= saved.pages; n++) expect(saved.text).toContain(page(n, saved.pages));
    expect(saved.text.split(`Lockdesk·${title}`)).toHaveLength(saved.pages + 1);
  }
});
