import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { paceKeysAsAReader } from '../testing/burst.ts';
import { openPage } from '../testing/open-page.tsx';
import { accountDetail } from '../testing/people.ts';

const NUMBER = '11010519491231002X';
const search = page.getByRole('textbox', { name: '查找公民账号' });
const list = page.getByRole('grid', { name: '锁定账号' });
const rows = () => [...document.querySelectorAll<HTMLElement>('.locked tbody tr[aria-selected]')];
const detail = page.getByRole('region', { name: '所选账号' });
const fresh = page.getByRole('button', { name: /条新锁定/ });
const unlock = page.getByRole('button', { name: '解锁', exact: true });
const press = (keys: string) => userEvent.keyboard(keys);

async function focusList(): Promise<void> {
  await expect.element(list).toBeVisible();
  rows()[0]?.focus();
}

/** As fingers do: too slow for a reader. */
async function type(text: string): Promise<void> {
  await search.fill(text);
}

describe('the list', () => {
  test('at start the search field has the focus and nothing is selected', async () => {
    await openPage();
    await expect.element(list).toBeVisible();
    await expect.element(search).toHaveFocus();
    await expect.element(detail).toMatchTextContent('从查找开始');
    expect(rows().some((row) => row.ariaSelected === 'true')).toBe(false);
  });

  test('arrows show what a row holds and open nothing; Enter opens, once', async () => {
    const fake = await openPage();
    await focusList();
    await press('{ArrowDown}{ArrowDown}');
    await expect.element(detail.getByRole('heading', { name: '迪**·吐尔洪' })).toBeVisible();
    await expect.element(detail).toMatchTextContent('还没有打开');
    expect(fake.called('openAccount')).toHaveLength(0);
    await press('{Enter}');
    await expect.element(unlock).toBeVisible();
    expect(fake.called('openAccount')).toEqual([{ account_id: fake.rows[2]?.account_id }]);
    await page.getByText('陈*').first().click();
    await page.getByText('迪**·吐尔洪').first().dblClick();
    await expect.element(unlock).toBeVisible();
    expect(fake.called('openAccount')).toHaveLength(1);
  });

  test('a new lock moves no row; N takes it in', async () => {
    const fake = await openPage();
    await focusList();
    const before = rows().map((row) => row.textContent);
    fake.lock();
    fake.lock();
    await expect.element(fresh).toMatchTextContent('2 条新锁定');
    await expect.element(page.getByText('共 314 个')).toBeVisible();
    expect(rows().map((row) => row.textContent)).toEqual(before);
    await press('n');
    await expect.element(fresh).not.toBeInTheDocument();
    await expect.poll(() => rows()[2]?.textContent).toBe(before[0]);
  });

  test('an ended row stays, quiet, with its result, until N', async () => {
    const fake = await openPage();
    await focusList();
    const [, , third] = fake.rows;
    if (third) fake.end(third);
    await expect.element(page.getByText(/已解锁$/)).toBeVisible();
    expect(rows()[2]?.className).toContain('gone');
    expect(rows()[2]?.textContent).toContain(third?.name);
    await press('n');
    await expect.poll(() => rows()[2]?.textContent).not.toContain(third?.name);
  });

  test('an empty list takes the first lock in at once', async () => {
    const fake = await openPage({ locked: 0 });
    await expect.element(page.getByText('没有锁定账号')).toBeVisible();
    fake.lock();
    await expect.element(list).toBeVisible();
    expect(rows()).toHaveLength(1);
  });

  test('End reaches the oldest by one reverse page, Home the newest', async () => {
    const fake = await openPage();
    await focusList();
    await press('{End}');
    const oldest = fake.rows.at(-1);
    await expect.poll(() => document.activeElement?.textContent).toContain(oldest?.document);
    await expect.element(page.getByText(/–312 \/ 312/)).toBeVisible();
    expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('313');
    expect(
      fake.called('listLockedAccounts').filter((input) => JSON.stringify(input).includes('from_end')),
    ).toHaveLength(1);
    await press('{ArrowUp}');
    await expect.poll(() => document.activeElement?.textContent).toContain(fake.rows.at(-2)?.document);
    await press('{Home}');
    await expect.poll(() => document.activeElement?.textContent).toContain(fake.rows[0]?.document);
    expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('2');
  });

  test('scrolling down reads on, with no more than 400 nodes of rows at a time', async () => {
    const fake = await openPage();
    await focusList();
    for (let presses = 0; presses < 12; presses += 1) await press('{PageDown}');
    await expect.poll(() => document.activeElement?.getAttribute('aria-rowindex')).toBe('122');
    expect(document.querySelectorAll('.locked tbody *').length).toBeLessThanOrEqual(400);
    expect(fake.called('listLockedAccounts').length).toBeGreaterThanOrEqual(3);
  });

  test('chips narrow by cause and kind, with totals from the counters', async () => {
    const fake = await openPage();
    const theft = fake.rows.filter(({ lock }) => lock.cause === 'spread_sources').length;
    await page.getByRole('button', { name: /^疑似盗用/ }).click();
    await expect.element(page.getByText(new RegExp(`/ ${theft}$`))).toBeVisible();
    expect(rows().every((row) => row.textContent?.includes('疑似盗用'))).toBe(true);
    await page.getByRole('button', { name: /^临时/ }).click();
    await expect.element(page.getByText('没有符合筛选的账号')).toBeVisible();
    await page.getByRole('button', { name: '清除筛选' }).click();
    await expect.element(page.getByText(/\/ 312$/)).toBeVisible();
  });

  test('a failure says what failed and can be tried again; the rest works on', async () => {
    const fake = await openPage();
    await expect.element(list).toBeVisible();
    fake.failNext('listLockedAccounts');
    await page.getByRole('button', { name: '锁定时间' }).click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('锁定账号没有读出来');
    await expect.element(page.getByText('01910a3e-9999-7000-8000-000000000042')).toBeVisible();
    await page.getByRole('button', { name: '重试' }).click();
    await expect.element(list).toBeVisible();
  });
});

describe('searching', () => {
  test('a whole document number runs by itself, is masked, opens the sole hit and hands it the keys', async () => {
    const fake = await openPage();
    await type(NUMBER);
    await expect.element(unlock).toBeVisible();
    await expect.element(search).toHaveValue('1101**********002X');
    expect(fake.called('searchAccounts')).toEqual([{ text: NUMBER, reading: 'typed' }]);
    await press('u');
    await expect.element(page.getByRole('dialog')).toBeVisible();
  });

  test('a wrong check digit is said at once and nothing runs', async () => {
    const fake = await openPage();
    await type('110105194912310021');
    await expect.element(page.getByText('末位校验不对')).toBeVisible();
    expect(fake.called('searchAccounts')).toHaveLength(0);
  });

  test('a reader’s burst is taken as scanned, also where the focus is elsewhere', async () => {
    const fake = await openPage();
    await focusList();
    paceKeysAsAReader();
    await press(`${NUMBER}{Enter}`);
    await expect.element(unlock).toBeVisible();
    expect(fake.called('searchAccounts')).toEqual([{ text: NUMBER, reading: 'scanned' }]);
  });

  test('several hits take the list’s place until Esc', async () => {
    const fake = await openPage();
    await type('wang xiaoming');
    expect(fake.called('searchAccounts')).toHaveLength(0);
    await press('{Enter}');
    await expect.element(page.getByRole('grid', { name: '查找结果' })).toBeVisible();
    await expect.poll(() => document.activeElement?.tagName).toBe('TR');
    await press('{ArrowDown}{Enter}');
    await expect.element(page.getByText('账号没有锁定。设备里保存的旧密码在反复登录')).toBeVisible();
    await press('{Escape}');
    await expect.element(list).toBeVisible();
    await expect.element(search).toHaveFocus();
  });

  test('nobody found is a verdict in words, and typing replaces the number', async () => {
    await openPage();
    await type('110101194912310020');
    await press('{Enter}');
    await expect.element(page.getByText('号码校验正确，但全国没有账号登记过它')).toBeVisible();
    await expect.element(search).toHaveFocus();
    await press('王');
    await expect.element(search).toHaveValue('王');
  });

  test('the next citizen finds nothing of the one before', async () => {
    const fake = await openPage();
    await type('wang xiaoming');
    await press('{Enter}');
    await expect.poll(() => document.activeElement?.tagName).toBe('TR');
    await press('{ArrowDown}{Enter}');
    const next = page.getByRole('button', { name: '下一位' });
    await next.click();
    await expect.element(detail).toMatchTextContent('从查找开始');
    await expect.element(search).toHaveValue('');
    await expect.element(search).toHaveFocus();
    await expect.element(list).toBeVisible();
    expect(document.body.textContent).not.toContain('138****5678');
    expect(fake.called('openAccount')).toHaveLength(1);
  });
});

describe('an open account', () => {
  test('changed elsewhere, it says so and waits until the clerk looks', async () => {
    const fake = await openPage();
    await page.getByText('王*明').first().dblClick();
    await expect.element(unlock).toBeVisible();
    const row = fake.rows.find(({ name }) => name === '王*明');
    if (row) fake.end(row, 'expired');
    await expect.element(page.getByText('锁定刚刚到期，已自动解锁。您看到的还是之前的状态。')).toBeVisible();
    await expect.element(unlock).toBeVisible();
    if (row) fake.answer('readAccount', () => ({ ...accountDetail(row, 5, fake.now), lock: null, advice: 'none' }));
    await page.getByRole('button', { name: '查看新状态' }).click();
    await expect.element(unlock).not.toBeInTheDocument();
    await expect.element(page.getByText(/^锁定刚刚到期/)).not.toBeInTheDocument();
    expect(fake.called('openAccount')).toHaveLength(1);
  });

  test('come back to, it is read again: what happened meanwhile was told to nobody', async () => {
    const fake = await openPage();
    const [first, second] = fake.rows;
    if (!first || !second) throw new Error('no rows');
    await page.getByText(first.name).first().dblClick();
    await expect.element(unlock).toBeVisible();
    await page.getByText(second.name).first().click();
    fake.end(first, 'expired');
    fake.answer('readAccount', () => ({ ...accountDetail(first, 5, fake.now), lock: null, advice: 'none' }));
    const later = Date.now() + 2_000;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => later);
    await page.getByText(first.name).first().click();
    await expect.element(unlock).not.toBeInTheDocument();
    clock.mockRestore();
    expect(fake.called('openAccount')).toHaveLength(1);
  });

  test('after the server was set back it is opened anew, and its opening of before is not trusted', async () => {
    const fake = await openPage();
    await type(NUMBER);
    await expect.element(unlock).toBeVisible();
    fake.emit({ event: 'reset', data: { index: 3 } });
    fake.failNext('readAccount', { code: 'opening_required' });
    await page.getByRole('button', { name: '查看新状态' }).click();
    await expect.element(page.getByRole('button', { name: '重新打开' })).toBeVisible();
    await expect.element(unlock).not.toBeInTheDocument();
    await page.getByRole('button', { name: '清除查找' }).click();
    await type(NUMBER);
    await expect.element(unlock).toBeVisible();
    expect(fake.called('openAccount')).toHaveLength(2);
  });

  test('without the connection nothing can be done, and everything read', async () => {
    const fake = await openPage();
    await page.getByText('王*明').first().dblClick();
    await expect.element(unlock).toBeVisible();
    fake.connect('disconnected');
    await expect.element(page.getByText('连接恢复前不能办理')).toBeVisible();
    await expect.element(unlock).toHaveAttribute('aria-disabled', 'true');
    await press('u');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    fake.connect('live');
    await expect.element(unlock).not.toHaveAttribute('aria-disabled');
  });

  test('a supervisor looks and is told who may act', async () => {
    await openPage({ staff: { roles: ['supervisor'] } });
    await page.getByText('王*明').first().dblClick();
    await expect.element(page.getByText('需要窗口经办权限')).toBeVisible();
    await expect.element(unlock).not.toBeInTheDocument();
    await press('u');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await page.getByRole('button', { name: '查其他账号' }).click();
    await expect.element(search).toHaveFocus();
  });

  test('what repeats is folded and can be unfolded', async () => {
    await openPage();
    await page.getByText('王*明').first().dblClick();
    const more = page.getByRole('button', { name: /^展开另外/ });
    await expect.element(more).toBeVisible();
    const before = document.querySelectorAll('.attempts tbody tr').length;
    await more.click();
    expect(document.querySelectorAll('.attempts tbody tr').length).toBeGreaterThan(before);
  });
});

describe('keys', () => {
  test('single letters can be turned off, and are then neither printed nor heard', async () => {
    await openPage({ settings: { letter_keys: false } });
    await page.getByText('王*明').first().dblClick();
    await expect.element(unlock).toBeVisible();
    await press('u');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await expect.element(unlock).not.toHaveAttribute('aria-keyshortcuts');
    expect(unlock.element().textContent).toBe('解锁');
  });

  test('letters typed into a field are text', async () => {
    await openPage();
    await page.getByText('王*明').first().dblClick();
    await expect.element(unlock).toBeVisible();
    await press('{Control>}k{/Control}');
    await press('u');
    await expect.element(search).toHaveValue('u');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });

  test('F6 goes round the panes', async () => {
    await openPage();
    await expect.element(list).toBeVisible();
    const stops: (string | undefined)[] = [];
    for (let n = 0; n < 3; n += 1) {
      await press('{F6}');
      stops.push(document.activeElement?.id);
    }
    expect(stops).toEqual(['list', 'detail', 'search']);
  });

  test('? shows all keys', async () => {
    await openPage();
    await focusList();
    await press('?');
    await expect.element(page.getByRole('dialog', { name: '键盘快捷键' })).toBeVisible();
    await press('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await expect.poll(() => document.activeElement?.tagName).toBe('TR');
  });
});
