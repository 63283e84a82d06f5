import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { burstKeys } from '../testing/burst.ts';
import type { FakeLockdesk, FakeOptions } from '../testing/fake-lockdesk.ts';
import { openPage } from '../testing/open-page.tsx';

const NUMBER = '320106198801011237';
const search = page.getByRole('textbox', { name: '查找公民账号' });
const preview = page.getByRole('region', { name: '凭条预览' });
const slip = preview.getByRole('article');
const print = page.getByRole('button', { name: '打印凭条' });
const save = page.getByRole('button', { name: '存为 PDF' });

/** The receipt of an act, by a reader and two keys. */
async function openReceipt(key: 'u' | 'r' = 'u', options: FakeOptions = {}): Promise<FakeLockdesk> {
  const fake = await openPage(options);
  await search.fill(NUMBER);
  burstKeys(NUMBER);
  await expect.element(page.getByRole('button', { name: /^解锁/ })).toBeVisible();
  await userEvent.keyboard(key);
  await expect.element(page.getByRole('dialog')).toBeVisible();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(slip).toBeVisible();
  return fake;
}

const lines = (): Record<string, string> =>
  Object.fromEntries(
    [...slip.element().querySelectorAll('dl > div')].map((line) => [
      line.querySelector('dt')?.textContent ?? '',
      line.querySelector('dd')?.textContent ?? '',
    ]),
  );

describe('what it says', () => {
  test('the act as the ledger holds it', async () => {
    await openReceipt();
    await expect.element(slip).toHaveAccessibleName('账号解锁凭条');
    await expect.element(slip).toMatchTextContent(/^南京市车管所鼓楼分所/);
    expect(lines()).toEqual({
      办理: '解锁',
      公民: '王*明',
      证件号: '3201**********1234',
      时间: expect.stringMatching(/^2026-11-18 \d\d:27:41$/),
      窗口: '3 号窗口，排队号 A037',
      经办: '李敏（032417）',
      核验: '身份证当面核验',
      台账: '#5203918',
    });
    expect(slip.getByRole('listitem').elements()).toHaveLength(3);
    await expect.element(slip.getByRole('img', { name: '条码 LD5203918' })).toBeVisible();
  });

  test('no line for what there is none of: window, queue number, office', async () => {
    await openReceipt('u', { settings: { window_name: '' } });
    expect(lines()).not.toHaveProperty('窗口');
    expect(lines()).toHaveProperty('排队号', 'A037');
  });

  test('an act of another workstation was not done at this one’s window', async () => {
    await openReceipt('u', { settings: { workstation_id: 'NJ-GL-W04' } });
    expect(lines()).not.toHaveProperty('窗口');
  });

  test('in the citizen’s language, whichever the clerk works in', async () => {
    await openReceipt();
    await preview.getByText('English').click();
    await expect.element(slip).toHaveAccessibleName('Account unlocked');
    await expect.element(slip).toHaveAttribute('lang', 'en');
    expect(lines()).toMatchObject({ 'Verified by': 'ID card, in person', Window: '3 号窗口, queue no. A037' });
    await expect.element(page.getByRole('heading', { name: '已解锁' })).toBeVisible();
  });

  test('of a reset where the code is, and never the code', async () => {
    await openReceipt('r');
    await expect.element(slip).toHaveAccessibleName('密码重置凭条');
    await expect.element(slip).toMatchTextContent(/输入短信里的 9 位码/);
  });
});

describe('printing', () => {
  test('P prints it', async () => {
    const fake = await openReceipt();
    await userEvent.keyboard('p');
    await expect.element(preview.getByText('凭条已送去打印。')).toBeVisible();
    expect(fake.slips).toEqual(['printed']);
  });

  test('it is saved by its number alone', async () => {
    const fake = await openReceipt();
    await save.click();
    await expect.element(preview.getByText('凭条已存为 PDF。')).toBeVisible();
    expect(fake.slips).toEqual([5203918]);
  });

  test('what is printed is the slip and nothing else of the page', async () => {
    await openReceipt();
    const sheets = [...document.body.children].filter((one) => one.classList.contains('slip-sheet'));
    expect(sheets.map((sheet) => sheet.textContent)).toEqual([slip.element().textContent]);
    await page.getByRole('button', { name: /^下一位/ }).click();
    await expect.poll(() => document.querySelector('.slip-sheet')).toBeNull();
  });

  test.each([
    ['cancelled', '没有打印：已取消。'],
    ['no_printer', /没有打印：这台电脑没有打印机/],
    ['printer_gone', /现在找不到/],
    ['failed', /打印机没有接受/],
  ] as const)('%s is said in a sentence', async (outcome, sentence) => {
    const fake = await openReceipt();
    fake.printing = outcome;
    await print.click();
    await expect.element(preview.getByText(sentence)).toBeVisible();
  });

  test.each([
    ['cancelled', '没有存：已取消。'],
    ['disk_full', /磁盘已满/],
    ['failed', /不能写入/],
  ] as const)('saving: %s is said in a sentence', async (outcome, sentence) => {
    const fake = await openReceipt();
    fake.saving = outcome;
    await save.click();
    await expect.element(preview.getByText(sentence)).toBeVisible();
  });

  test('an entry that could not be read has no slip, until it is read again', async () => {
    const fake = await openPage();
    fake.failNext('getEntry', { code: 'database_unavailable', status: 503 });
    await search.fill(NUMBER);
    burstKeys(NUMBER);
    await expect.element(page.getByRole('button', { name: /^解锁/ })).toBeVisible();
    await userEvent.keyboard('u');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(preview.getByText(/凭条打印不了/)).toBeVisible();
    await expect.element(print).toHaveAttribute('aria-disabled', 'true');
    await preview.getByRole('button', { name: '重试' }).click();
    await expect.element(slip).toBeVisible();
  });
});

test('a clerk prints it again from their own acts', async () => {
  const fake = await openPage({ path: '/mine' });
  await page
    .getByRole('row', { name: /解锁.*成功/ })
    .first()
    .click();
  await expect.element(slip).toHaveAccessibleName('账号解锁凭条');
  await userEvent.keyboard('p');
  await expect.poll(() => fake.slips).toEqual(['printed']);
});

describe('the printer', () => {
  const chosen = page.getByRole('button', { name: /凭条打印机/ });

  test('one of the system’s can be chosen for good', async () => {
    const fake = await openPage({ path: '/settings' });
    expect(await fake.bridge.settings.read()).toMatchObject({ slip_printer: '' });
    await expect.element(page.getByText(/没有读到打印机/)).toBeVisible();
  });

  test('one that has gone is still named', async () => {
    await openPage({ path: '/settings', settings: { slip_printer: 'XP-80C' } });
    await expect.element(chosen).toMatchTextContent(/XP-80C（现在找不到）/);
    await chosen.click();
    await page.getByRole('option', { name: '每次询问' }).click();
    await expect.element(chosen).toMatchTextContent(/每次询问/);
  });
});
