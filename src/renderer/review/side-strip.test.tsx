import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openPage } from '../testing/open-page.tsx';
import { inventedHours } from './testing/hours.ts';
import { someReviews } from './testing/reviews.ts';

const SUPERVISOR = { subject: 'zhoujianguo', name: '周建国', roles: ['supervisor' as const] };
const strip = page.getByRole('complementary', { name: '台账与今天' });
const line = strip.getByRole('button', { name: /台账完整|核对未通过/ });
const whole = page.getByRole('dialog', { name: '台账与今天' });
const openReview = () => openPage({ staff: SUPERVISOR, reviews: someReviews(Date.now()), path: '/review' });

const SIGNED = { size: 5_205_688, signed_at: new Date().toISOString(), witness: null };

describe('beside the queue', () => {
  test('the ledger: what was checked, signed and witnessed, and nothing that nobody knows', async () => {
    const fake = await openReview();
    await expect.element(strip).toMatchTextContent(/已核对到编号.*签名有效，密钥 8a17fe0c.*没有配置外部见证/s);
    expect(strip.getByText('检查点').query()).toBeNull();
    fake.answer('ledgerStatus', () => SIGNED);
    fake.checkLedger({ refused: { why: 'forked', size: 1, checkpoint: '', at: SIGNED.signed_at } });
    await expect.element(strip).toMatchTextContent(/核对未通过/);
    expect(strip.getByText('签名').query()).toBeNull();
  });

  test('unlocks by office and hour: a sentence of what stands out, and the hour itself in words', async () => {
    await openReview();
    const hours = strip.getByRole('region', { name: '今天每小时解锁' });
    await expect.element(hours).toMatchTextContent(/南京市车管所浦口分所 11 时解锁 31 次，为平日 4 倍/);
    await expect.element(hours).toMatchTextContent(/11 时 31 次，平日 7\.8 次/);
    await expect.element(hours).toMatchTextContent(/另有 2 处，见数据表/);
    await expect.element(hours.getByRole('listitem').nth(1)).toMatchTextContent(/江宁分所123/);
    const bars = hours.getByRole('img', { name: /浦口分所，8 时到 17 时每小时解锁：4、8、9、31、5、7、6、5、2、0/ });
    expect(bars.element().querySelectorAll('.meter__self--over')).toHaveLength(1);
    expect(hours.element().querySelectorAll('.meter__self--over')).toHaveLength(1);
  });

  test('the same as a table, with all that were read', async () => {
    const fake = await openReview();
    fake.answer('hourlyUnlocks', () => inventedHours({ more: 12 }));
    await strip.getByRole('button', { name: '看每小时解锁的数据表' }).click();
    const row = strip.getByRole('row', { name: /溧水分所/ });
    await expect.element(row).toMatchTextContent(/溧水分所95412210111/);
    await expect.element(strip.getByRole('columnheader', { name: '11 时' })).toBeInTheDocument();
    await strip.getByRole('button', { name: '看每小时解锁的图' }).click();
    await expect.element(strip.getByRole('img', { name: /浦口分所/ })).toBeVisible();
  });
});

describe('what it says of the hours', () => {
  const quiet = (usual: number[] | null) =>
    inventedHours({ rows: inventedHours().rows.map((row) => ({ ...row, usual, outlier: null })) });
  const two = inventedHours().rows.map((row, at) =>
    at < 2 ? { ...row, outlier: { hour: 20, count: 12, usual: 0.2 } } : row,
  );
  test.each([
    ['that nothing stands out', quiet(Array(24).fill(3)), /解锁与平日同一时段相比，没有突出的/],
    ['that nothing is usual yet', quiet(null), /还没有平日可比/],
    ['that there are none', inventedHours({ rows: [] }), /今天还没有解锁/],
    [
      'what has no usual to speak of, and that there are others',
      inventedHours({ rows: two }),
      /20 时解锁 12 次，平日这时几乎没有；另有 1 处也突出/,
    ],
  ])('%s', async (_, unlocks, words) => {
    const fake = await openPage({ staff: SUPERVISOR });
    fake.answer('hourlyUnlocks', () => unlocks);
    location.hash = '/review';
    await expect.element(strip).toMatchTextContent(words);
  });

  test('that they could not be read', async () => {
    const fake = await openPage({ staff: SUPERVISOR });
    fake.failNext('hourlyUnlocks');
    location.hash = '/review';
    await expect.element(strip).toMatchTextContent(/今天的解锁没有读出来/);
  });
});

describe('where there is no room beside the queue', () => {
  test.each([1200, 683, 320])(
    'at %i px it is one line, which opens all of it and gets the focus back',
    async (width) => {
      const fake = await openPage({ staff: SUPERVISOR, reviews: someReviews(Date.now()) });
      await page.viewport(width, 768);
      fake.answer('ledgerStatus', () => SIGNED);
      location.hash = '/review';
      await expect
        .element(line)
        .toMatchTextContent(/台账完整，检查点 \d\d:\d\d；南京市车管所浦口分所 11 时解锁 31 次，为平日 4 倍/);
      expect(strip.getByRole('heading').query()).toBeNull();
      line.element().focus();
      await userEvent.keyboard('{Enter}');
      await expect.element(whole).toMatchTextContent(/检查点.*5,205,688 条.*今天每小时解锁.*今天锁定原因/s);
      await expect.element(whole.getByRole('img', { name: /浦口分所/ })).toBeVisible();
      await userEvent.keyboard('{Escape}');
      await expect.element(whole).not.toBeInTheDocument();
      await expect.element(line).toHaveFocus();
      expect(document.documentElement.scrollWidth - document.documentElement.clientWidth).toBe(0);
    },
  );

  test('it is gone round to by F6, and tells of a ledger that was refused', async () => {
    const fake = await openReview();
    await page.viewport(1024, 768);
    await expect.element(line).toBeVisible();
    fake.checkLedger({ refused: { why: 'forked', size: 1, checkpoint: '', at: SIGNED.signed_at } });
    await expect.element(line).toMatchTextContent(/^核对未通过；/);
    await userEvent.keyboard('{Shift>}{F6}{/Shift}');
    await expect.element(strip).toHaveFocus();
  });

  test('beside it, the line is not there', async () => {
    await openReview();
    await expect.element(strip.getByRole('heading', { name: '今天锁定原因' })).toBeVisible();
    expect(line.query()).toBeNull();
  });
});
