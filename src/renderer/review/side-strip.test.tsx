import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { openPage } from '../testing/open-page.tsx';
import { someReviews } from './testing/reviews.ts';

const SUPERVISOR = { subject: 'zhoujianguo', name: '周建国', roles: ['supervisor' as const] };
const strip = page.getByRole('complementary', { name: '台账与今天' });

test('says beside the queue how far the ledger was checked, and today beside the seven days before', async () => {
  const fake = await openPage({ staff: SUPERVISOR, reviews: someReviews(Date.now()), path: '/review' });
  await expect.element(strip).toMatchTextContent(/已核对到编号.*没有配置外部见证/s);
  // The invented report has the same in a day as in seven.
  await expect.element(strip.getByRole('row', { name: /南京市/ })).toMatchTextContent(/南京市47\s*7/);
  expect(strip.element().querySelector('.meter__self--over')).not.toBeNull();
  await expect.element(strip.getByRole('row', { name: /密码错误超限/ })).toMatchTextContent(/3%/);
  const [today, week] = fake.called('readReport') as [{ from: string; to: string }, { from: string; to: string }];
  expect(today.from).toBe(today.to);
  expect(Date.parse(today.from) - Date.parse(week.from)).toBe(7 * 86_400_000);
  expect(Date.parse(today.from) - Date.parse(week.to)).toBe(86_400_000);
});

test('leaves the queue and the act all the room of a narrow window', async () => {
  await openPage({ staff: SUPERVISOR, reviews: someReviews(Date.now()), path: '/review' });
  await expect.element(strip).toBeVisible();
  await page.viewport(1200, 768);
  await expect.element(page.getByText('待复核').first()).toBeVisible();
  await expect.element(strip).not.toBeInTheDocument();
});
