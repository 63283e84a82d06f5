import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { FakeLockdesk } from '../testing/fake-lockdesk.ts';
import { openPage } from '../testing/open-page.tsx';
import { someDispute, someReviews } from './testing/reviews.ts';

const SUPERVISOR = { subject: 'zhoujianguo', name: '周建国', roles: ['supervisor' as const] };
const detail = page.getByRole('region', { name: '所选待复核记录' }).first();
const acts = () => [...document.querySelectorAll('.queue__item strong')].map((title) => title.textContent);
const held = page.getByRole('button', { name: /^撤销/ });

async function openReview(): Promise<FakeLockdesk> {
  const fake = await openPage({ staff: SUPERVISOR, reviews: someReviews(Date.now()), path: '/review' });
  await expect.element(page.getByRole('heading', { name: '待复核' })).toBeVisible();
  await expect.poll(acts).toHaveLength(6);
  // At the start of a day the search has the focus, and takes letters.
  (document.activeElement as HTMLElement).blur();
  return fake;
}

test('the riskiest stands first, and beside it all that tells of the act', async () => {
  await openReview();
  expect(acts()[0]).toBe('解锁：孙*强');
  await userEvent.keyboard('j');
  await expect.element(detail).toMatchTextContent(/办后 5 分钟，登记手机换了号码/);
  await expect.element(detail).toMatchTextContent(/7 天内第 3 次解锁或重置此账号/);
  await expect.element(detail).toMatchTextContent(/急用/);
  await expect.element(detail).toMatchTextContent(/李敏近 30 天.*212/s);
  await userEvent.keyboard('jk');
  await expect.element(detail).toMatchTextContent(/孙\*强/);
});

test('what was tried before the lock stands there as in the account’s own history, like failures folded', async () => {
  await openReview();
  await userEvent.keyboard('j');
  const failures = page.getByRole('region', { name: '锁定前的失败登录' }).getByRole('table');
  await expect
    .element(failures)
    .toMatchTextContent(/密码错误 触发锁定.*203\.0\.113\.58 上海市，电信 陌生.*Windows，Chrome 140/s);
  await expect.element(failures).toMatchTextContent(/展开另外 5 次密码错误/);
});

test('a sign-off goes to the ledger after three seconds, and the next act stands there at once', async () => {
  const fake = await openReview();
  await userEvent.keyboard('j');
  await expect.element(detail).toMatchTextContent(/孙\*强/);
  await userEvent.keyboard('a');
  await expect.element(held).toBeVisible();
  await expect.element(detail).toMatchTextContent(/郭\*/);
  expect(acts()).toHaveLength(5);
  expect(fake.called('signOff')).toEqual([]);
  await expect.poll(() => fake.called('signOff').length, { timeout: 6000 }).toBe(1);
  await expect.element(held).not.toBeInTheDocument();
});

test('taken back within three seconds, nothing was ever sent', async () => {
  const fake = await openReview();
  await userEvent.keyboard('j');
  await expect.element(detail).toMatchTextContent(/孙\*强/);
  await userEvent.keyboard('a');
  await expect.element(held).toBeVisible();
  await userEvent.keyboard('z');
  await expect.poll(acts).toHaveLength(6);
  await expect.element(detail).toMatchTextContent(/孙\*强/);
  // Leaving sends what is held: nothing is.
  location.hash = '/ledger';
  await expect.element(page.getByRole('heading', { name: '台账' }).first()).toBeVisible();
  expect(fake.called('signOff')).toEqual([]);
});

test('whoever leaves the screen sends what was held', async () => {
  const fake = await openReview();
  await userEvent.keyboard('j');
  await expect.element(detail).toMatchTextContent(/孙\*强/);
  await userEvent.keyboard('a');
  await expect.element(held).toBeVisible();
  location.hash = '/ledger';
  await expect.poll(() => fake.called('signOff')).toHaveLength(1);
});

test('a dispute needs a comment, by keys alone', async () => {
  const fake = await openReview();
  await userEvent.keyboard('j');
  await expect.element(detail).toMatchTextContent(/孙\*强/);
  await userEvent.keyboard('d');
  await expect.element(page.getByText('先写意见，经办要看到为什么。')).toBeVisible();
  await expect.element(page.getByRole('textbox', { name: '复核意见' })).toHaveFocus();
  await userEvent.keyboard('请说明{Control>}{Enter}{/Control}');
  await expect.element(held).toBeVisible();
  await expect.poll(() => fake.called('disputeAct'), { timeout: 6000 }).toMatchObject([{ comment: '请说明' }]);
});

test('a comment that the ledger would not take is kept whole and sent nowhere; one with a citizen’s number is warned of', async () => {
  const fake = await openReview();
  await userEvent.keyboard('j');
  await expect.element(detail).toMatchTextContent(/孙\*强/);
  const comment = page.getByRole('textbox', { name: '复核意见' });
  await comment.fill('字'.repeat(501));
  await expect.element(page.getByText('意见太长，台账只收 500 字。')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: '提异议' }));
  await userEvent.click(page.getByRole('button', { name: '通过' }));
  await expect.element(comment).toHaveFocus();
  expect(acts()).toHaveLength(6);
  await comment.fill('请核对 13912345678');
  await expect.element(page.getByText(/^看起来写了证件号或手机号/)).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: '提异议' }));
  await expect.element(held).toBeVisible();
  expect(fake.called('signOff')).toHaveLength(0);
});

test('acts that are alike and of low risk are signed off together', async () => {
  const fake = await openReview();
  (document.querySelectorAll('.queue__item')[5] as HTMLElement).click();
  await expect.element(page.getByRole('button', { name: /同类低风险 2 条/ })).toBeVisible();
  await userEvent.keyboard('l');
  await expect.element(page.getByText('已通过 2 条')).toBeVisible();
  expect(acts()).toHaveLength(4);
  await expect.poll(() => fake.called('signOff'), { timeout: 6000 }).toHaveLength(1);
  const [{ entry_ids }] = fake.called('signOff') as [{ entry_ids: string[] }];
  expect(entry_ids).toHaveLength(2);
});

test('what was not recorded stands in the queue again, and it says so', async () => {
  const fake = await openReview();
  fake.failNext('signOff', { code: 'review_moved_on', status: 409 });
  await userEvent.keyboard('j');
  await expect.element(detail).toMatchTextContent(/孙\*强/);
  await userEvent.keyboard('a');
  await expect.element(page.getByText('没有写入台账，记录已放回'), { timeout: 6000 }).toBeVisible();
  expect(acts()).toHaveLength(6);
});

test('a clerk is told of a dispute, quietly, and answers', async () => {
  const fake = await openPage({ disputes: [someDispute(Date.now())] });
  await userEvent.click(page.getByRole('button', { name: '去答复' }));
  await expect.element(page.getByText(/三次解锁均无证件凭据/)).toBeVisible();
  await userEvent.fill(page.getByRole('textbox', { name: '您的答复' }), '读卡器坏了，看了原件');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(page.getByText('都答复了。')).toBeVisible();
  expect(fake.called('answerDispute')).toMatchObject([{ comment: '读卡器坏了，看了原件' }]);
});
