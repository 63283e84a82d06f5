/** The slip that a citizen takes along, as it lies on the paper. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { actOn } from './fixture/acts.ts';
import { citizenAt, lockOut } from './fixture/citizen.ts';
import { type Console, expect, signIn, test } from './fixture/index.ts';
import { readPdf } from './fixture/pdf.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-slips-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

/** The slip of what is on the screen, as a PDF. */
async function savedBy({ page }: Console) {
  const before = await readdir(folder);
  await page.getByRole('button', { name: '存为 PDF' }).click();
  await expect(page.getByText('凭条已存为 PDF。')).toBeVisible();
  const [fresh, ...more] = (await readdir(folder)).filter((name) => !before.includes(name));
  if (fresh === undefined || more.length > 0) throw new Error('not one file');
  const pdf = await readPdf(path.join(folder, fresh));
  await rm(path.join(folder, fresh));
  return { name: fresh, ...pdf };
}

test('80 mm wide, of the act as the ledger holds it and of nothing else, in the language of the citizen', async ({
  openConsole,
  system,
  browser,
}) => {
  const clerk = await openConsole({ settings: { window_name: '3 号窗口' } });
  await clerk.savesInto(folder);
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 12);
  await lockOut(citizen);
  await actOn(clerk.page, citizen, 'u', 'A037');

  const chinese = await savedBy(clerk);
  expect(chinese).toMatchObject({ pages: 1, width: 80, height: 120, name: expect.stringMatching(/^LD\d+\.pdf$/) });
  const number = chinese.name.slice(2, -4);
  const masked = `${citizen.document.slice(0, 4)}**********${citizen.document.slice(-4)}`;
  expect(chinese.text).toMatch(/^南京市车管所鼓楼分所账号解锁凭条办理解锁公民/);
  for (const said of [masked, '3号窗口，排队号A037', '李敏（032417）', '身份证当面核验', `#${number}`]) {
    expect(chinese.text).toContain(said);
  }
  // It ends with the number below the bars: nothing of the console follows.
  expect(chinese.text).toMatch(new RegExp(`3\\.工作人员不会索要密码和验证码。LD${number}$`));
  for (const secret of [citizen.document, citizen.name, citizen.phone]) expect(chinese.text).not.toContain(secret);

  await clerk.page.getByRole('region', { name: '凭条预览' }).getByText('English').click();
  const english = await savedBy(clerk);
  expect(english).toMatchObject({ pages: 1, width: 80, height: 120, name: `LD${number}.pdf` });
  expect(english.text).toMatch(/^南京市车管所鼓楼分所AccountunlockedActUnlockCitizen/);
  expect(english.text).toContain('Staffneveraskforpasswordsorcodes.');
});

test('a reset’s slip says where the code is, and does not hold it; the clerk prints it again later', async ({
  console: clerk,
  system,
  browser,
}) => {
  await clerk.savesInto(folder);
  await signIn(clerk, system, 'limin');
  const citizen = await citizenAt(system, await browser.newContext(), 13);
  await lockOut(citizen);
  await actOn(clerk.page, citizen, 'r', 'A038');

  const slip = await savedBy(clerk);
  expect(slip.text).toContain('密码重置凭条办理强制重置');
  expect(slip.text).toContain('输入短信里的9位码');
  const message = citizen.page.getByText(/^重置码 /);
  await citizen.page.goto(system.citizens);
  await expect(async () => {
    await citizen.page.reload();
    await expect(message).toBeVisible({ timeout: 500 });
  }).toPass();
  const [, code = ''] = /重置码 (\S{3} \S{3} \S{3})/.exec((await message.textContent()) ?? '') ?? [];
  expect(code).not.toBe('');
  expect(slip.text).not.toContain(code.replaceAll(' ', ''));

  await clerk.page.getByRole('button', { name: '下一位' }).click();
  await clerk.page.getByRole('link', { name: '已办' }).click();
  await clerk.page
    .getByRole('row', { name: /强制重置.*成功/ })
    .first()
    .click();
  expect(await savedBy(clerk)).toEqual(slip);
});
