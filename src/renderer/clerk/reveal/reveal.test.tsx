import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { paceKeysAsAReader } from '../../testing/burst.ts';
import { openPage } from '../../testing/open-page.tsx';

const NUMBER = '11010519491231002X';
const WHOLE = '13812345678';
const detail = page.getByRole('region', { name: '所选账号' });
const show = detail.getByRole('button', { name: '显示完整手机' });
const hide = detail.getByRole('button', { name: '隐藏手机' });
const dialog = page.getByRole('dialog', { name: '显示完整号码：手机' });
const confirm = dialog.getByRole('button', { name: '显示 30 秒' });
const press = (keys: string) => userEvent.keyboard(keys);

beforeEach(paceKeysAsAReader);
afterEach(() => void vi.useRealTimers());

/** Somebody found by their document and opened. */
async function openSomebody() {
  const fake = await openPage();
  await expect.element(page.getByRole('textbox', { name: '查找公民账号' })).toHaveFocus();
  await press(`${NUMBER}{Enter}`);
  await expect.element(show).toBeVisible();
  return fake;
}

/** By keys alone: the control, a reason by its number, the confirmation. */
async function reveal(): Promise<void> {
  (show.element() as HTMLElement).focus();
  await press('{Enter}');
  await expect.element(dialog).toBeVisible();
  await press('2{Control>}{Enter}{/Control}');
  await expect.element(detail).toMatchTextContent(WHOLE);
}

const inPage = () => document.body.textContent.includes(WHOLE);

describe('a whole number', () => {
  test('is shown for a reason, by keys alone, and hidden again by the same control', async () => {
    const fake = await openSomebody();
    await reveal();
    expect(fake.called('revealField')).toEqual([
      expect.objectContaining({ field: 'phone', reason: { code: 'call_back' } }),
    ]);
    await expect.element(hide).toHaveFocus();
    await expect.element(detail).toMatchTextContent('秒后隐藏');
    await press('{Enter}');
    await expect.element(show).toHaveFocus();
    expect(inPage()).toBe(false);
  });

  test('goes by itself after 30 seconds', async () => {
    await openSomebody();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    await reveal();
    vi.advanceTimersByTime(29_000);
    expect(inPage()).toBe(true);
    vi.advanceTimersByTime(1_500);
    vi.useRealTimers();
    await expect.poll(inPage).toBe(false);
    await expect.element(show).toBeVisible();
  });

  test('goes when the page is out of sight', async () => {
    await openSomebody();
    await reveal();
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    await expect.poll(inPage).toBe(false);
    hidden.mockRestore();
  });

  test('goes with the account, and is not there when that is opened again', async () => {
    await openSomebody();
    await reveal();
    const search = page.getByRole('textbox', { name: '查找公民账号' });
    await search.fill('陌生');
    await press('{Enter}');
    await expect.poll(inPage).toBe(false);
    await search.fill(NUMBER);
    await press('{Enter}');
    await expect.element(show).toBeVisible();
    expect(inPage()).toBe(false);
  });
});

describe('the question why', () => {
  test('has to be answered: no reason is chosen, and "other" asks for a note', async () => {
    const fake = await openSomebody();
    await show.click();
    await press('{Control>}{Enter}{/Control}');
    expect(fake.called('revealField')).toEqual([]);
    await press('4{Control>}{Enter}{/Control}');
    expect(fake.called('revealField')).toEqual([]);
    await dialog.getByRole('textbox', { name: '备注' }).fill('单位来函核对');
    await press('{Control>}{Enter}{/Control}');
    await expect.element(detail).toMatchTextContent(WHOLE);
    expect(fake.called('revealField')).toEqual([
      expect.objectContaining({ reason: { code: 'other', note: '单位来函核对' } }),
    ]);
  });

  test('a refusal says why, and shows nothing', async () => {
    const fake = await openSomebody();
    fake.failNext('revealField', { code: 'ledger_unavailable', status: 503 });
    await show.click();
    await press('1');
    await confirm.click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('台账暂时不能写入');
    expect(inPage()).toBe(false);
  });

  test('an answer that comes after the dialog was closed shows nothing', async () => {
    const fake = await openSomebody();
    const goOn = fake.holdNext('revealField');
    await show.click();
    await press('2{Control>}{Enter}{/Control}');
    await press('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    goOn();
    await expect.poll(() => fake.called('revealField')).toHaveLength(1);
    await new Promise(requestAnimationFrame);
    expect(inPage()).toBe(false);
  });

  test('outside the scope there is no control', async () => {
    const fake = await openPage();
    fake.answer('openAccount', ({ account_id }) => {
      const known = fake.detail(account_id);
      return { ...known, account: { ...known.account, in_scope: false } };
    });
    await page.getByRole('textbox', { name: '查找公民账号' }).fill(NUMBER);
    await press('{Enter}');
    await expect.element(detail).toMatchTextContent('不在您的范围');
    expect(show.query()).toBeNull();
  });
});
