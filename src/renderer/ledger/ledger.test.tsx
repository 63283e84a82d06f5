import { describe, expect, test } from 'vitest';
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

const scroller = () => document.querySelector('.pane--list .pane__scroll') as HTMLElement;
const focused = () => document.activeElement?.textContent ?? '';
const listed = () => Number(/已列出 (\d+) 条/.exec(document.querySelector('.list__foot')?.textContent ?? '')?.[1]);
const focusFirst = () => (page.getByRole('row').elements()[1] as HTMLElement).focus();

/** Scrolls a page after another until it is so. */
async function scrollUntil(by: 1 | -1, isSo: () => boolean): Promise<void> {
  await expect
    .poll(
      () => {
        if (!isSo()) scroller().scrollTop += by * 2000;
        return isSo();
      },
      { interval: 30, timeout: 15_000 },
    )
    .toBe(true);
}

describe('both ways', () => {
  test('the end of a page reads on by itself', async () => {
    const fake = await openLedger();
    scroller().scrollTop = 1e6;
    await expect.element(page.getByText(/已列出 [2-9]00 条/)).toBeVisible();
    expect(asked(fake).at(-1)).toHaveProperty('after');
  });

  test('End reaches the oldest by one reverse page, Home the newest, and the focus goes along', async () => {
    const fake = await openLedger();
    focusFirst();
    await userEvent.keyboard('{End}');
    await expect.poll(focused).toContain('5202001');
    expect(asked(fake).filter(({ from_end }) => from_end === true)).toHaveLength(1);
    await expect.element(detail).toMatchTextContent(/记录 5202001/);
    await expect.element(page.getByText(/这个时段从 .* 开始/)).toBeInViewport();
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(focused).toContain('5202002');
    await userEvent.keyboard('{Home}');
    await expect.poll(focused).toContain('5204000');
    expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('2');
  });

  test('however far one scrolls, so many rows are held; what was let go of is read again on the way back', async () => {
    const fake = await openLedger();
    await scrollUntil(1, () => asked(fake).length > 12);
    expect(listed()).toBe(600);
    const before = asked(fake).length;
    await scrollUntil(
      -1,
      () => document.querySelector('[aria-rowindex="2"]')?.textContent?.includes('5204000') ?? false,
    );
    expect(listed()).toBe(600);
    expect(
      asked(fake)
        .slice(before)
        .filter((input) => input.before !== undefined).length,
    ).toBeGreaterThan(5);
  });

  test('rows read in front of the others move nothing for the eye', async () => {
    const fake = await openLedger();
    focusFirst();
    await userEvent.keyboard('{End}');
    await expect.poll(focused).toContain('5202001');
    const seen = () => document.elementFromPoint(200, 400)?.closest('tr')?.textContent;
    scroller().scrollTop = 600;
    const was = await expect.poll(seen).toBeTruthy().then(seen);
    scroller().scrollTop = 300;
    await expect.poll(() => asked(fake).filter(({ before }) => before !== undefined).length).toBe(1);
    await expect.poll(listed).toBe(200);
    scroller().scrollTop += 300;
    await expect.poll(seen).toBe(was);
  });

  test('new entries are taken in at the newest, wherever the list stands', async () => {
    const fake = await openLedger();
    focusFirst();
    await userEvent.keyboard('{End}');
    await expect.poll(focused).toContain('5202001');
    fake.write(3);
    await userEvent.keyboard('n');
    await expect.poll(firstRow).toMatch(/解锁/);
    expect(scroller().scrollTop).toBe(0);
    await expect.element(page.getByRole('button', { name: /条新记录/ })).not.toBeInTheDocument();
  });

  test('an end that can’t be read says so, and the rows stay', async () => {
    const fake = await openLedger();
    focusFirst();
    fake.failNext('listEntries', { code: 'database_unavailable', status: 503 });
    await userEvent.keyboard('{End}');
    await expect.element(page.getByRole('alert')).toMatchTextContent(/更早的记录没有读出来/);
    expect(focused()).toContain('5203901');
    await page.getByRole('button', { name: '重试' }).click();
    await expect.poll(listed).toBe(200);
  });
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

test('backwards, too, it stops, says how far it came, and goes on when asked', async () => {
  const fake = await openLedger();
  await page.getByRole('button', { name: /全部行为/ }).click();
  await page.getByRole('option', { name: '账号变更' }).click();
  await expect.element(page.getByText(/ 以来找到 13 条/)).toBeVisible();
  focusFirst();
  await userEvent.keyboard('{End}');
  await expect.element(page.getByText(/^已查到 .*，更新的还没有查/)).toBeVisible();
  const calls = asked(fake).length;
  await page.getByRole('button', { name: '继续往后查' }).click();
  await expect.poll(listed).toBeGreaterThan(20);
  expect(asked(fake).length).toBe(calls + 1);
  expect(asked(fake).at(-1)).toMatchObject({ before: expect.any(String) });
});

test('a period that is listed whole leads to the one before it, without a gap', async () => {
  const fake = await openLedger({ ...AUDITOR, entries: 20 });
  await page.getByRole('button', { name: '再往前查 31 天' }).click();
  await expect.poll(() => asked(fake).length).toBe(2);
  const [first, second] = asked(fake);
  expect(second?.to).toBe(first?.from);
});

test('back from the period before, the end of the later one is read, not its beginning', async () => {
  // An entry every seven minutes: 6,400 in 31 days.
  const fake = await openLedger({ ...AUDITOR, entries: 7_200 });
  focusFirst();
  await userEvent.keyboard('{End}');
  await page.getByRole('button', { name: '再往前查 31 天' }).click();
  await scrollUntil(1, () => asked(fake).length > 9);
  const before = asked(fake).length;
  await scrollUntil(-1, () =>
    asked(fake)
      .slice(before)
      .some(({ from_end }) => from_end === true),
  );
  const [again] = asked(fake)
    .slice(before)
    .filter(({ from_end }) => from_end === true);
  expect(again).toMatchObject({ from: asked(fake)[0]?.from });
  expect(listed()).toBe(600);
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
