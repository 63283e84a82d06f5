import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { LedgerCheck } from '../../contract/index.ts';
import type { FakeOptions } from '../testing/fake-lockdesk.ts';
import { openPage } from '../testing/open-page.tsx';

const AT = new Date().toISOString();
const refused = (why: NonNullable<LedgerCheck['refused']>['why'], size: number | null = null) => ({
  refused: { why, size, checkpoint: 'another.example/ledger\n5203900\n', at: AT },
});
const SHRANK = refused('shrank', 5_203_900);
const AUDITOR: FakeOptions & { path: string } = {
  staff: { subject: 'hejia', name: '何佳', roles: ['auditor'] },
  path: '/ledger',
};

const alarm = page.getByRole('alert');
const proof = page.getByRole('button', { name: /已核对到编号|核对未通过/ });

describe('a ledger that was refused is told', () => {
  test.each(['clerk', 'supervisor', 'auditor', 'administrator'] as const)('to a %s, on every screen', async (role) => {
    const fake = await openPage({ staff: { roles: [role] } });
    await expect.element(page.getByRole('navigation')).toBeVisible();
    expect(alarm.query()).toBeNull();
    fake.checkLedger(SHRANK);
    await expect.element(alarm).toMatchTextContent(/有 5204001 条记录，服务器现在只给出 5203900 条/);
    await expect.element(alarm).toMatchTextContent(role === 'administrator' ? /两名管理员/ : /请立即告知系统管理员/);
    await page.getByRole('link', { name: '设置' }).click();
    await expect.element(alarm).toBeVisible();
    fake.checkLedger({ refused: null });
    await expect.element(alarm).not.toBeInTheDocument();
  });

  test.each([
    ['forked', /不能证明其中包含这 5204001 条/],
    ['other_key', /不是本机认得的密钥/],
    ['not_signed', /签名无效/],
  ] as const)('as what it is: %s', async (why, words) => {
    const fake = await openPage();
    fake.checkLedger(refused(why, 5_204_100));
    await expect.element(alarm).toMatchTextContent(words);
  });

  test.each([
    ['clerk', /请立即告知系统管理员/],
    ['administrator', /保留凭据、数据库和恢复用的备份/],
  ] as const)('by an older checkpoint, where what is newer was declared lost, to a %s', async (role, words) => {
    const older = { size: 5_100_000, checkpoint: 'lockdesk.example/ledger\n5100000\n', checked_at: AT };
    const fake = await openPage({ staff: { roles: [role] } });
    fake.checkLedger({ refused: { ...refused('forked', 5_204_100).refused, older } });
    await expect.element(alarm).toMatchTextContent(/前 5100000 条不在丢失之列，服务器现在给出的 5204100 条里/);
    await expect.element(alarm).toMatchTextContent(words);
    // A further declaration is not what sets it right.
    await expect.element(alarm).not.toMatchTextContent(/须由两名管理员声明/);
  });

  test('with what shows it, and another look for who asks', async () => {
    const fake = await openPage();
    fake.checkLedger(SHRANK);
    await alarm.getByRole('button', { name: '重新核对' }).click();
    expect(fake.ledgerLooks).toBe(1);
    await expect.element(alarm.getByRole('button', { name: '复制核对凭据' })).toBeVisible();
  });
});

test('a restoration that two have declared is told until somebody has read it, and keeps nobody from acting', async () => {
  const fake = await openPage();
  const told = page.getByRole('status').filter({ hasText: '台账已恢复' });
  fake.checkLedger({ restored: { at: AT, by: ['马晓燕', '孙丽'], first: 5_203_900, last: 5_204_000 } });
  await expect.element(told).toMatchTextContent(/编号 5203900 至 5204000 的记录已丢失/);
  await expect.element(told).toMatchTextContent(/由 马晓燕 和 孙丽 两名管理员共同声明/);
  expect(alarm.query()).toBeNull();
  await told.getByRole('button', { name: '知道了' }).click();
  await expect.element(told).not.toBeInTheDocument();
});

test('no act is begun on it, and everything can still be read', async () => {
  const fake = await openPage();
  fake.checkLedger(SHRANK);
  await page
    .getByRole('row', { name: /王\*明/ })
    .first()
    .click();
  await page.getByRole('button', { name: '打开账号' }).click();
  const unlock = page.getByRole('button', { name: '解锁', exact: true });
  await expect.element(unlock).toHaveAttribute('aria-disabled', 'true');
  await expect.element(unlock).toHaveAccessibleDescription(/台账核对通过前不能办理/);
  fake.checkLedger({ refused: null });
  await unlock.click();
  await expect.element(page.getByRole('dialog')).toBeVisible();
  fake.checkLedger(SHRANK);
  await expect.element(page.getByRole('dialog')).toMatchTextContent(/台账核对未通过，暂停办理。已填的内容会保留/);
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(fake.called('unlockAccount')).toEqual([]);
});

test('the ledger says how far it was checked, and by which key', async () => {
  const fake = await openPage(AUDITOR);
  await expect.element(proof).toMatchTextContent(/已核对到编号 5204000/);
  await proof.click();
  const facts = page.getByRole('dialog', { name: '台账核对' });
  await expect.element(facts).toMatchTextContent(/5204001 条/);
  await expect.element(facts).toMatchTextContent(/lockdesk\.example\/ledger\+8a17fe0c/);
  await facts.getByRole('button', { name: '重新核对' }).click();
  expect(fake.ledgerLooks).toBe(1);
  await userEvent.keyboard('{Escape}');
  fake.checkLedger(SHRANK);
  await expect.element(proof).toMatchTextContent(/核对未通过/);
});

test('an administrator sees it too, though not the ledger', async () => {
  await openPage({ staff: { roles: ['administrator'] } });
  await expect.element(proof).toMatchTextContent(/已核对到编号 5204000/);
});

test('before the first check it says so', async () => {
  const fake = await openPage(AUDITOR);
  fake.checkLedger({ kept: null, key: null });
  await expect.element(page.getByRole('button', { name: '尚未核对' })).toBeVisible();
});

test('of a ledger that is new it does not name an entry', async () => {
  const fake = await openPage(AUDITOR);
  fake.checkLedger({ kept: { size: 0, checkpoint: 'lockdesk.example/ledger\n0\n', checked_at: AT } });
  await expect.element(page.getByRole('button', { name: /^已核对，还没有记录/ })).toBeVisible();
});

test.each(['zh-CN', 'en'] as const)('at 320 px it fits, in %s', async (language) => {
  const fake = await openPage({ ...AUDITOR, settings: { language } });
  await page.viewport(320, 640);
  fake.checkLedger(refused('forked', 5_204_100));
  await expect.element(alarm).toBeVisible();
  expect(document.documentElement.scrollWidth - document.documentElement.clientWidth).toBe(0);
});
