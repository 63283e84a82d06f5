import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { FakeLockdesk, FakeOptions } from '../testing/fake-lockdesk.ts';
import { openPage } from '../testing/open-page.tsx';

const AUDITOR: FakeOptions = { staff: { subject: 'hejia', name: '何佳', roles: ['auditor'] } };
const grid = page.getByRole('grid', { name: '台账记录' });
const detail = page.getByRole('region', { name: '所选记录' });

const firstRow = (): string => page.getByRole('row').elements()[1]?.textContent ?? '';
const asked = (fake: FakeLockdesk) => fake.called('listEntries') as Record<string, unknown>[];

async function openLedger(options: FakeOptions = AUDITOR): Promise<FakeLockdesk> {
  const fake = await openPage({ ...options, path: '/ledger' });
  await expect.element(grid).toBeVisible();
  return fake;
}

test('31 days are asked for, and only the rows in view are in the document', async () => {
  const fake = await openLedger();
  const [first] = asked(fake);
  const days = (Date.now() - Date.parse(String(first?.from))) / 86_400_000;
  expect(days).toBeGreaterThan(30);
  expect(days).toBeLessThan(32);
  expect(grid.element().querySelectorAll('tbody tr').length).toBeLessThan(60);
});

test('what comes waits behind the pill until N, and moves no row', async () => {
  const fake = await openLedger();
  const before = firstRow();
  fake.write(3);
  fake.write(6);
  await expect.element(page.getByRole('button', { name: /^2 条新记录/ })).toBeVisible();
  expect(firstRow()).toBe(before);
  await userEvent.keyboard('n');
  await expect.poll(firstRow).toMatch(/强制重置/);
  await expect.element(page.getByText('已列出 102 条')).toBeVisible();
});

test('an empty list takes in what comes at once', async () => {
  const fake = await openPage({ ...AUDITOR, entries: 0, path: '/ledger' });
  await expect.element(page.getByText('没有记录', { exact: true })).toBeVisible();
  fake.write(3);
  await expect.element(grid).toBeVisible();
});

test('J and K go through the entries, arrows too, and the one chosen stands at the right', async () => {
  await openLedger();
  await userEvent.keyboard('jj');
  await expect.element(detail).toMatchTextContent(/记录 5203999/);
  await userEvent.keyboard('k');
  await expect.element(detail).toMatchTextContent(/记录 5204000/);
  (page.getByRole('row').elements()[1] as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
  await expect.element(detail).toMatchTextContent(/记录 5203997/);
  expect(document.activeElement?.textContent).toContain('5203997');
  await expect.element(detail).toMatchTextContent(/临时锁定正常/);
  await expect.element(detail).toMatchTextContent(/李敏/);
});

test('the end of a page reads on by itself', async () => {
  const fake = await openLedger();
  (page.getByRole('row').elements()[1] as HTMLElement).focus();
  await userEvent.keyboard('{End}');
  await expect.element(page.getByText(/已列出 [2-9]00 条/)).toBeVisible();
  expect(asked(fake).at(-1)).toHaveProperty('after');
});

test('a page that finds little stops, says how far it came, and goes on when asked', async () => {
  const fake = await openLedger();
  await page.getByRole('button', { name: /全部行为/ }).click();
  await page.getByRole('option', { name: '账号变更' }).click();
  await expect.element(page.getByText(/ 以来找到 13 条/)).toBeVisible();
  const calls = asked(fake).length;
  await page.getByRole('button', { name: '继续往前查' }).click();
  await expect.element(page.getByText(/找到 27 条/)).toBeVisible();
  expect(asked(fake).length).toBe(calls + 1);
  expect(asked(fake).at(-1)).toMatchObject({
    actions: ['disable', 'enable', 'move', 'change_phone'],
    after: expect.any(String),
  });
});

test('a period that is listed whole leads to the one before it, without a gap', async () => {
  const fake = await openLedger({ ...AUDITOR, entries: 20 });
  await page.getByRole('button', { name: '再往前查 31 天' }).click();
  await expect.poll(() => asked(fake).length).toBe(2);
  const [first, second] = asked(fake);
  expect(second?.to).toBe(first?.from);
});

test('a clerk’s own list asks for what they did themself, and shows no filter by person', async () => {
  const fake = await openPage({ path: '/mine' });
  await expect.element(page.getByRole('heading', { name: '已办', level: 2 })).toBeVisible();
  await expect.poll(() => asked(fake)[0]).toMatchObject({ actor: 'limin', actions: ['unlock', 'reset'] });
  expect(page.getByRole('button', { name: /全部经办/ }).elements()).toEqual([]);
});

test('a clerk finds no ledger of others, but the way to their own', async () => {
  await openPage({ path: '/ledger' });
  await expect.element(page.getByText('需要主管或审计权限')).toBeVisible();
  await page.getByRole('button', { name: '看我办的' }).click();
  await expect.element(page.getByRole('heading', { name: '已办', level: 2 })).toBeVisible();
});

test('a ledger that can’t be read says so, and is read again when asked', async () => {
  const fake = await openPage({ ...AUDITOR, path: '/settings' });
  fake.failNext('listEntries', { code: 'database_unavailable', status: 503 });
  await page.getByRole('link', { name: '台账' }).click();
  await expect.element(page.getByRole('alert')).toMatchTextContent(/台账没有读出来.*数据库暂时不可用/s);
  await page.getByRole('button', { name: '重试' }).click();
  await expect.element(grid).toBeVisible();
});

const WITNESS = { name: 'witness.example/w1', size: 5_204_000, cosigned_at: new Date().toISOString(), disputed: false };

test.each([
  ['that nobody has', null, /没有配置外部见证/],
  ['who has, and how far', WITNESS, /witness\.example\/w1 已联署至编号 5203999，/],
  ['who is to', { ...WITNESS, size: 0, cosigned_at: null }, /尚未联署/],
  ['who saw another', { ...WITNESS, disputed: true }, /有记录被删除或改动/],
])('of those outside who have seen the ledger it says %s', async (_, witness, sentence) => {
  await openLedger({ ...AUDITOR, witness });
  await expect.element(page.getByText(sentence)).toBeVisible();
});
