import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openPage } from '../testing/open-page.tsx';

const SUPERVISOR = { staff: { subject: 'zhoujianguo', name: '周建国', roles: ['supervisor' as const] } };
const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });
const table = page.getByRole('region', { name: '人员权限' });

const open = async () => {
  const fake = await openPage({ ...SUPERVISOR, path: '/access' });
  await expect.element(table).toBeVisible();
  (document.activeElement as HTMLElement).blur();
  return fake;
};

test('who may do what, last used, and what deserves a look', async () => {
  await open();
  await expect.element(page.getByText(/^5 人，本季度已复核 3 人 2026-Q4 截止 2026-12-31/)).toBeVisible();
  await expect.element(page.getByText('1 人逾期未复核')).toBeVisible();
  await expect.element(page.getByText(/从未登录过的人不在其中.*Keycloak/)).toBeVisible();
  await expect
    .element(rowOf('王芳'))
    .toMatchTextContent(/复核后有变化.*逾期未复核.*窗口经办、值班主管.*值班主管：90 天没有使用记录/s);
  await expect.element(rowOf('赵磊')).toMatchTextContent(/90 天没有出现.*上次有疑问.*已调离，请收回/s);
  await expect.element(rowOf('周建国')).toMatchTextContent(/本人的权限由他人复核/);
  await expect.element(rowOf('陈静')).toMatchTextContent(/没有办公室.*全国.*范围比您大/s);
  const uses = rowOf('李敏').getByRole('group').first();
  (uses.element().querySelector('summary') as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect
    .element(uses)
    .toMatchTextContent(
      /查看锁定账号 查看不留记录.*查看完整号码 .*90 天没有使用.*强制重置 没有使用记录.*invented_later/s,
    );
});

test('is narrowed by role, place and mark', async () => {
  const fake = await open();
  await page.getByRole('button', { name: /全部角色/ }).click();
  await page.getByRole('option', { name: '值班主管' }).click();
  await expect.element(rowOf('李敏')).not.toBeInTheDocument();
  await page.getByRole('button', { name: /全部人员/ }).click();
  await page.getByRole('option', { name: '角色 90 天没有使用记录' }).click();
  await expect.element(rowOf('周建国')).not.toBeInTheDocument();
  await expect.element(rowOf('王芳')).toBeVisible();
  expect(fake.called('accessReview').at(-1)).toMatchObject({ role: 'supervisor', mark: 'unused' });
  await page.getByRole('button', { name: /角色 90 天没有使用记录/ }).click();
  await page.getByRole('option', { name: '90 天没有出现', exact: true }).click();
  await expect.element(page.getByText('没有符合筛选的人员')).toBeVisible();
  await page.getByRole('button', { name: '清除筛选' }).click();
  await expect.element(rowOf('李敏')).toBeVisible();
});

test('is signed by keyboard: the unmarked together, a question with its reason', async () => {
  const fake = await open();
  await page.getByRole('button', { name: '没有标记的 1 人都保留' }).click();
  (rowOf('赵磊').getByRole('radio', { name: '保留' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(page.getByText(/^签署 2 人：保留 1，有疑问 1。/)).toBeVisible();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  const why = page.getByRole('textbox', { name: '疑问' });
  await expect.element(why).toHaveFocus();
  await expect.element(page.getByText('有疑问时要写明为什么。')).toBeVisible();
  expect(fake.called('signAccess')).toEqual([]);
  await userEvent.keyboard('已离职{Control>}{Enter}{/Control}');
  await expect.element(page.getByText('已签署 2 人')).toBeVisible();
  expect(fake.called('signAccess')).toEqual([
    {
      people: [
        { subject: 'limin', version: 1, verdict: 'keep' },
        { subject: 'zhaolei', version: 1, verdict: 'question', comment: '已离职' },
      ],
    },
  ]);
});

test('what was not signed says so, and stays as it was said', async () => {
  const fake = await open();
  fake.failNext('signAccess', { code: 'access_changed', status: 409 });
  await rowOf('王芳').getByRole('radio', { name: '保留' }).click();
  await page.getByRole('button', { name: '签署 1 人' }).click();
  await expect.element(page.getByText('没有签署，台账里没有这次签署')).toBeVisible();
  await expect.element(page.getByText(/有人的权限刚有变化/)).toBeVisible();
  await expect.element(rowOf('王芳').getByRole('radio', { name: '保留' })).toBeChecked();
});

test('clerks have no such screen', async () => {
  await openPage({ path: '/access' });
  await expect.element(page.getByText(/需要主管、审计或系统管理员权限/)).toBeVisible();
  await expect.element(page.getByRole('link', { name: '权限' })).not.toBeInTheDocument();
});
