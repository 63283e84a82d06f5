import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AccountDetail } from '../../contract/index.ts';
import { burstKeys, rollKeys } from '../testing/burst.ts';
import type { FakeLockdesk } from '../testing/fake-lockdesk.ts';
import { openPage } from '../testing/open-page.tsx';
import { STAFF, signedIn, signedOut } from '../testing/sessions.ts';

const NUMBER = '320106198801011237';
const dialog = page.getByRole('dialog');
const search = page.getByRole('textbox', { name: '查找公民账号' });
const unlock = page.getByRole('button', { name: /^解锁/ });
const confirm = page.getByRole('button', { name: /^确认解锁/ });
const next = page.getByRole('button', { name: /^下一位/ });
const idCard = page.getByRole('radio', { name: /^身份证/ });
const reason = (name: RegExp) => page.getByRole('radio', { name });
const note = page.getByRole('textbox', { name: '备注' });

let fake: FakeLockdesk;
beforeEach(async () => {
  fake = await openPage();
});

/** By fingers, which are slower than a reader. */
async function openByTyping(): Promise<void> {
  await search.fill(NUMBER);
  await userEvent.keyboard('{Enter}');
  await expect.element(unlock).toBeVisible();
}

/** As a reader does: a burst of keys, and Enter. */
async function openByScanning(): Promise<void> {
  await search.fill(NUMBER);
  burstKeys(NUMBER);
  await expect.element(unlock).toBeVisible();
}

const sent = () => fake.called('unlockAccount');
const active = () => document.activeElement;

/** The account that the search opens, moved on to another version. */
async function movedOn(change: (detail: AccountDetail) => void = () => undefined): Promise<AccountDetail> {
  const [opened] = fake.called('openAccount') as { account_id: string }[];
  const answer = await fake.bridge.operations.readAccount({
    account_id: opened?.account_id ?? '',
    opening_id: crypto.randomUUID(),
  });
  if (!answer.ok) throw new Error(answer.failure.title);
  const detail = structuredClone(answer.value);
  detail.account.version += 1;
  change(detail);
  fake.answer('readAccount', () => detail);
  return detail;
}

describe('by keyboard, from the document number to the receipt', () => {
  test('a scanned card takes two keys: U and Ctrl+Enter', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    await expect.element(confirm).toHaveFocus();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(next).toHaveFocus();
    expect(sent()).toMatchObject([
      { verification: { method: 'id_card', reading: 'scanned' }, channel: 'counter', reason: { code: 'old_password' } },
    ]);
  });

  test('a typed one four at most: the method and another reason besides', async () => {
    await openByTyping();
    await userEvent.keyboard('u');
    await expect.element(idCard).toHaveFocus();
    await userEvent.keyboard(' ');
    await userEvent.keyboard('3');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(next).toHaveFocus();
    expect(sent()).toMatchObject([
      { verification: { method: 'id_card', reading: 'typed' }, reason: { code: 'input_error' } },
    ]);
  });

  test('the next citizen finds nothing of the one before', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(next).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(search).toHaveFocus();
    await expect.element(search).toHaveValue('');
    await expect.element(page.getByRole('region', { name: '所选账号' })).toMatchTextContent(/^从查找开始/);
    expect(page.getByText('已解锁').elements()).toEqual([]);
  });

  test('Esc closes and goes back to where the focus was', async () => {
    await openByTyping();
    await unlock.click();
    await expect.element(dialog).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(unlock).toHaveFocus();
    expect(dialog.elements()).toEqual([]);
  });
});

describe('one effect', () => {
  test('of a double click', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    const letGo = fake.holdNext('unlockAccount');
    await confirm.dblClick();
    await userEvent.keyboard('{Control>}{Enter}{Enter}{/Control}');
    letGo();
    await expect.element(next).toHaveFocus();
    expect(sent()).toHaveLength(1);
  });

  test('a held Ctrl+Enter confirms and does not go on to the next citizen', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    await userEvent.keyboard('{Control>}{Enter>25}{/Control}');
    await expect.element(page.getByRole('heading', { name: '已解锁' })).toBeVisible();
    expect(sent()).toHaveLength(1);
  });

  test('fingers that roll from one key to the next are no reader', async () => {
    await openByTyping();
    await userEvent.keyboard('u');
    await expect.element(idCard).toHaveFocus();
    rollKeys('13');
    await expect.element(reason(/输入法或大小写错误/)).toBeChecked();
  });

  test('a reader’s burst into the dialog neither picks a reason nor confirms', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    await expect.element(confirm).toHaveFocus();
    // Its Enter never reaches the button that has the focus.
    expect(burstKeys(NUMBER)).toBe(false);
    await expect.element(page.getByText(/读卡器读到了号码/)).toBeVisible();
    await expect.element(reason(/改密后误输旧密码/)).toBeChecked();
    expect(sent()).toEqual([]);
  });
});

describe('what is missing', () => {
  test('is said beside a button that can still be focused, and gets the focus', async () => {
    await openByTyping();
    await userEvent.keyboard('u');
    await expect.element(confirm).toHaveAttribute('aria-disabled', 'true');
    await expect.element(confirm).toHaveAccessibleDescription(/选一种核验方式/);
    await confirm.click({ force: true });
    await expect.element(idCard).toHaveFocus();
    expect(sent()).toEqual([]);
  });

  test('another reason needs a note', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    await expect.element(confirm).toHaveFocus();
    await userEvent.keyboard('6');
    await expect.element(confirm).toHaveAccessibleDescription(/须写备注/);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(note).toHaveFocus();
    await userEvent.keyboard('本人已核对');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(next).toHaveFocus();
    expect(sent()).toMatchObject([{ reason: { code: 'other', note: '本人已核对' } }]);
  });

  test('a note that looks like somebody’s number is warned of, and still goes', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    await note.fill('手机 13812345678');
    await expect.element(page.getByText(/看起来写了证件号或手机号/)).toBeVisible();
    await expect.element(confirm).not.toHaveAttribute('aria-disabled');
  });
});

describe('never the wrong citizen (promise 27)', () => {
  test('whatever the stream brings, the dialog stays with its account and version', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    const title = page.getByRole('heading', { name: '解锁 王*明 的账号' });
    await expect.element(title).toBeVisible();
    for (let n = 0; n < 5; n++) fake.end(fake.lock());
    const [row] = fake.rows;
    if (row) fake.emit({ event: 'account_changed', data: { index: 1, account_id: row.account_id, version: 99 } });
    await expect.element(title).toBeVisible();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(next).toHaveFocus();
    const [opened] = fake.called('openAccount') as { account_id: string }[];
    expect(sent()).toMatchObject([{ account_id: opened?.account_id }]);
  });

  test('a version that has gone on is shown before it can be confirmed, and what was typed stays', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    await note.fill('本人已核对');
    const newer = await movedOn((detail) => {
      detail.account.phone = '139****0001';
    });
    fake.failNext('unlockAccount', {
      code: 'stale_version',
      status: 409,
      details: {
        version: newer.account.version,
        last_change: { action: 'change_phone', at: new Date().toISOString(), actor: '张伟', office: '江宁分所' },
      },
    });
    await confirm.click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/此账号刚被江宁分所更新/);
    await expect.element(page.getByRole('alert')).toMatchTextContent(/139\*{4}0001/);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(sent()).toHaveLength(1);

    await page.getByRole('button', { name: '按新版本查看' }).click();
    await expect.element(note).toHaveValue('本人已核对');
    await confirm.click();
    await expect.element(next).toHaveFocus();
    expect(sent().at(-1)).toMatchObject({ version: newer.account.version, reason: { note: '本人已核对' } });
  });

  test('a change while the dialog is open is said before anything is sent', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    await expect.element(confirm).toHaveFocus();
    const newer = await movedOn((detail) => {
      detail.lock = null;
    });
    const { id, version } = newer.account;
    fake.emit({ event: 'account_changed', data: { index: 1, account_id: id, version } });
    await expect.element(page.getByRole('button', { name: '按新版本查看' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(confirm).toHaveAccessibleDescription(/没有锁定/);
    expect(sent()).toEqual([]);
  });
});

describe('while the answer is unknown', () => {
  test('nothing more can be sent, it says how often it asked, and then tells the result', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    const letGo = fake.holdNext('unlockAccount');
    await confirm.click();
    const [{ account_id }] = sent() as [{ account_id: string }];
    const pending = {
      id: '1',
      operation: 'unlockAccount',
      account_id,
      submitted_at: new Date().toISOString(),
      asked: 3,
      next_ask_at: new Date(Date.now() + 4000).toISOString(),
      unknown: true,
    };
    fake.setPending([pending]);
    await expect.element(page.getByText('正在确认是否已办理')).toBeVisible();
    await expect.element(page.getByText(/已问 3 次，[1-4] 秒后再问/)).toBeVisible();
    await expect.element(confirm).toHaveAttribute('aria-disabled', 'true');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    letGo();
    fake.setPending([]);
    await expect.element(next).toHaveFocus();
    expect(sent()).toHaveLength(1);
  });

  test('a closed dialog still tells', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    const letGo = fake.holdNext('unlockAccount');
    await confirm.click();
    await userEvent.keyboard('{Escape}');
    letGo();
    await page.getByRole('button', { name: '查看' }).click();
    await expect.element(page.getByRole('heading', { name: '已解锁' })).toBeVisible();
  });
});

describe('the session ends meanwhile', () => {
  const other = { ...STAFF, subject: 'zhangwei', name: '张伟' };

  test('nothing stays on the screen, and the same person finds what they typed', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    await note.fill('本人已核对');
    fake.setSession(signedOut('idle'));
    await expect.element(page.getByText('长时间没有操作，已退出登录')).toBeVisible();
    expect(document.body.textContent).not.toContain('王*明');
    fake.setSession(signedIn());
    await expect.element(note).toHaveValue('本人已核对');
    await expect.element(confirm).toHaveFocus();
  });

  test('another person finds nothing', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    await note.fill('本人已核对');
    fake.setSession(signedOut('idle'));
    fake.setSession(signedIn(other));
    await expect.element(search).toBeVisible();
    expect(dialog.elements()).toEqual([]);
  });

  test('whoever handed over finds nothing either', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    fake.setSession(signedOut('hand_over'));
    await expect.element(page.getByText('已交班', { exact: true })).toBeVisible();
    fake.setSession(signedIn());
    await expect.element(search).toBeVisible();
    expect(dialog.elements()).toEqual([]);
  });

  test('an act that was cut off is asked again with the same content, when the clerk says so', async () => {
    await openByScanning();
    await userEvent.keyboard('u');
    await expect.element(confirm).toHaveFocus();
    fake.failNext('unlockAccount', { code: 'cancelled', status: null });
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    const again = page.getByRole('button', { name: /^再问一次/ });
    await expect.element(again).toHaveFocus();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(next).toHaveFocus();
    expect(sent()).toHaveLength(2);
    expect(sent()[1]).toEqual(sent()[0]);
  });
});

test('without a connection acts are off and say why; with it they are on again', async () => {
  await openByScanning();
  await userEvent.keyboard('u');
  await expect.element(confirm).toHaveFocus();
  fake.connect('disconnected');
  await expect.element(confirm).toHaveAccessibleDescription(/连接已断开/);
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(sent()).toEqual([]);
  fake.connect('live');
  await expect.element(confirm).not.toHaveAttribute('aria-disabled');
  expect(active()).toBe(confirm.element());
});

test('a forced reset follows the code until the citizen has signed in', async () => {
  await openByScanning();
  await userEvent.keyboard('r');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(page.getByRole('heading', { name: '已强制重置' })).toBeVisible();
  const at = new Date().toISOString();
  fake.answer('followAct', ({ entry_id }) => ({
    entry_id,
    index: 5_203_924,
    notice: { state: 'delivered', at },
    code: { state: 'redeemed', at, expires_at: at },
    password_changed_at: at,
    signed_in: { at, device: '华为 Mate 60', place: '江苏 南京' },
    locked_again: null,
    version: 20,
  }));
  await expect.element(page.getByText(/^已换新密码并登录/)).toBeVisible();
  await expect.element(page.getByText('华为 Mate 60，江苏 南京')).toBeVisible();
  // The entry's number, which the slip bears, has the length of a code.
  expect(document.body.textContent.replaceAll('LD5203918', '')).not.toMatch(/[0-9A-Z]{9}/);
});
