import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Substitution } from '../../contract/index.ts';
import { momentOf } from '../lib/days.ts';
import type { FakeLockdesk } from '../testing/fake-lockdesk.ts';
import { openPage } from '../testing/open-page.tsx';
import { someReviews } from './testing/reviews.ts';

const SUPERVISOR = { subject: 'zhoujianguo', name: '周建国', roles: ['supervisor' as const] };
const TODAY = momentOf(Date.now()).date;
const button = page.getByRole('button', { name: '请人代复核' });
const dialog = page.getByRole('dialog', { name: '请人代复核' });

async function openReview(
  substitutions: Substitution[] = [],
  reviews = someReviews(Date.now()),
): Promise<FakeLockdesk> {
  const fake = await openPage({ staff: SUPERVISOR, reviews, substitutions, path: '/review' });
  await expect.element(page.getByRole('heading', { name: '待复核' })).toBeVisible();
  return fake;
}

const standingIn = (more: Partial<Substitution> = {}): Substitution => ({
  entry_id: '01910a3e-0007-7000-8000-000000000900',
  absent: { subject: 'chenjing', name: '陈静' },
  substitute: { subject: 'zhoujianguo', name: '周建国' },
  from: TODAY,
  until: '2099-12-31',
  begun: true,
  ...more,
});

test('a substitute is named by keys alone, shown while they stand in, and taken back', async () => {
  const fake = await openReview();
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog).toBeVisible();
  await dialog.getByRole('combobox', { name: '由谁代' }).selectOptions('luming');
  await expect.element(dialog.getByRole('textbox', { name: '从' })).toHaveValue(TODAY);
  // Nothing is sent that the API would refuse.
  for (const until of ['1999-12-31', 'soon', '2099-01-01']) {
    await dialog.getByRole('textbox', { name: '到' }).fill(until);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(dialog.getByRole('textbox', { name: '到' })).toHaveAttribute('aria-invalid', 'true');
  }
  expect(fake.called('nameSubstitute')).toEqual([]);
  await dialog.getByRole('textbox', { name: '到' }).fill(TODAY);
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(dialog).not.toBeInTheDocument();
  expect(fake.called('nameSubstitute')).toEqual([{ substitute: 'luming', from: TODAY, until: TODAY }]);
  await expect.element(button).toHaveFocus();

  await expect.element(page.getByText(`陆鸣 代您复核，到 ${TODAY}`)).toBeVisible();
  await page.getByRole('button', { name: '收回' }).click();
  await expect.element(page.getByText(/代您复核，到/)).not.toBeInTheDocument();
  expect(fake.called('endSubstitute')).toHaveLength(1);
});

test('what was refused is said, and what was typed stays', async () => {
  const fake = await openReview();
  await button.click();
  await dialog.getByRole('textbox', { name: '到' }).fill(TODAY);
  fake.failNext('nameSubstitute', { code: 'substitute_away', status: 409 });
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(dialog.getByRole('alert')).toMatchTextContent(/没有写入台账。.*对方在这段时间也请了别人/);
  await expect.element(dialog.getByRole('textbox', { name: '到' })).toHaveValue(TODAY);
});

test('where nobody may stand in, it says so', async () => {
  const fake = await openReview();
  fake.candidates = [];
  await button.click();
  await expect.element(dialog).toMatchTextContent(/没有可以代您复核的主管/);
});

test('whoever stands in sees for whom, on each act too, and hands it back', async () => {
  const [first, ...others] = someReviews(Date.now());
  if (!first) throw new Error('no act');
  const mine = { ...first, instead_of: { name: '陈静', until: '2099-12-31' } };
  const fake = await openReview([standingIn()], [mine, ...others]);
  await expect.element(page.getByText('您代 陈静 复核，到 2099-12-31')).toBeVisible();
  expect(document.querySelectorAll('.queue__why')[0]?.textContent).toContain('代 陈静，到 2099-12-31');
  expect(document.querySelectorAll('.queue__why')[1]?.textContent).not.toContain('陈静');
  (document.activeElement as HTMLElement).blur();
  await userEvent.keyboard('j');
  await expect.element(page.getByRole('region', { name: '所选待复核记录' }).first()).toMatchTextContent(/代 陈静，到/);
  fake.failNext('endSubstitute', { code: 'ledger_unavailable', status: 503 });
  await page.getByRole('button', { name: '交回' }).click();
  await expect.element(page.getByRole('alert')).toMatchTextContent(/没有写入台账/);
  await page.getByRole('button', { name: '交回' }).click();
  await expect.element(page.getByText('您代 陈静 复核')).not.toBeInTheDocument();
});

test('one that is still to come says when it begins', async () => {
  await openReview([standingIn({ from: '2099-12-01', begun: false })]);
  await expect.element(page.getByText('2099-12-01 至 2099-12-31，您代 陈静 复核')).toBeVisible();
});
