import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { FakeOptions } from '../testing/fake-lockdesk.ts';
import { openPage } from '../testing/open-page.tsx';
import { someAlerts } from './testing/alerts.ts';

const SUPERVISOR = { subject: 'zhoujianguo', name: '周建国', roles: ['supervisor' as const] };

const open = (options: FakeOptions = {}) =>
  openPage({ staff: SUPERVISOR, alerts: someAlerts(Date.now()), path: '/alerts', ...options });
const banner = (title: RegExp) =>
  page.getByRole('heading', { name: title }).element().closest('.banner') as HTMLElement;
const button = (title: RegExp) => banner(title).querySelector('button');

test('says what is wrong, for how long, whether it still is, and what to do', async () => {
  await open();
  await expect.element(page.getByRole('heading', { name: '台账已 75 秒没有前进' })).toBeVisible();
  expect(banner(/台账已/).textContent).toMatch(/查看 API 的日志.*起，现在仍是这样/);
  expect(banner(/syslog 推送落后 90 分/).textContent).toMatch(/共 4 次/);
  expect(banner(/约 6 天后写满/).textContent).toContain('扩容');
  expect(banner(/^已恢复：见证方/).textContent).toMatch(/已恢复/);
  expect(banner(/^已恢复：见证方/).textContent).not.toContain('请信息科');
  await expect.element(page.getByRole('link', { name: /提醒/ })).toMatchTextContent(/7/);
});

test('what is over is acknowledged all the same', async () => {
  const fake = await open();
  await expect.element(page.getByRole('heading', { name: /^已恢复：见证方/ })).toBeVisible();
  button(/^已恢复：见证方/)?.click();
  await expect.poll(() => fake.called('acknowledgeAlert')).toHaveLength(1);
  await expect.poll(() => button(/^已恢复：见证方/)).toBeNull();
});

test('an alert about oneself says why others acknowledge it, and has no button', async () => {
  await open();
  await expect.element(page.getByRole('heading', { name: /周建国一小时内查看了 131 人次/ })).toBeVisible();
  expect(button(/周建国一小时内/)).toBeNull();
  expect(banner(/周建国一小时内/).textContent).toContain('与您本人有关，由他人确认。');
  expect(button(/李敏一小时内/)).not.toBeNull();
});

test('an auditor reads and acknowledges nothing', async () => {
  await open({ staff: { ...SUPERVISOR, roles: ['auditor'] } });
  await expect.element(page.getByRole('heading', { name: /台账已/ })).toBeVisible();
  expect(document.querySelectorAll('.alerts .banner button')).toHaveLength(0);
});

test('what could not even be written down is there, and cannot be acknowledged yet', async () => {
  await open({ alerts: [], unrecorded: [{ kind: 'disk_filling', about: null, figure: 0 }] });
  await expect.element(page.getByRole('heading', { name: '数据库的磁盘快满了' })).toBeVisible();
  expect(banner(/磁盘快满/).textContent).toContain('现在写不进数据库');
  expect(button(/磁盘快满/)).toBeNull();
  await expect.element(page.getByText('没有未确认的提醒')).not.toBeInTheDocument();
});
