import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { UNNAMED_WORKSTATION } from '../../contract/index.ts';
import { openPage } from '../testing/open-page.tsx';
import { FORMER, STAFF, signedIn, signedOut, signingIn } from '../testing/sessions.ts';

const search = page.getByRole('textbox', { name: '查找公民账号' });
const unlock = page.getByRole('button', { name: '解锁', exact: true });
const who = page.getByRole('heading', { name: '谁来登录？' });

describe('signing in', () => {
  test('whoever was here picks themself; the browser then has the word', async () => {
    await openPage({ session: signedOut('started') });
    await expect.element(page.getByRole('button', { name: /李敏/ })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('heading', { name: '请在浏览器里登录' })).toBeVisible();
    await expect.element(page.getByText('已为李敏打开系统浏览器。登录后会自动回到这里。')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByText('登录已取消')).toBeVisible();
  });

  test('a failure is said in words', async () => {
    await openPage({ session: signedOut('started', 'not_permitted') });
    await expect.element(page.getByRole('alert')).toMatchTextContent('已登录，但您没有使用权限');
  });

  test('after signing in the search field has the focus', async () => {
    const fake = await openPage({ session: signingIn(FORMER[0] ?? null) });
    fake.setSession(signedIn());
    await expect.element(search).toHaveFocus();
  });

  test('the language changes at once', async () => {
    await openPage({ session: signedOut('started') });
    await page.getByText('English').click();
    await expect.element(page.getByRole('heading', { name: 'Who is signing in?' })).toBeVisible();
    expect(document.documentElement.lang).toBe('en');
  });

  test('the settings are at hand before anybody is', async () => {
    await openPage({ session: signedOut('started') });
    await page.getByRole('button', { name: '不是这个窗口？更改设置' }).click();
    const name = page.getByRole('textbox', { name: '工作站编号' });
    await name.fill('有空格的 名字');
    await expect.element(page.getByRole('alert')).toMatchTextContent('用字母、数字');
    await name.fill('NJ-GL-W04');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => window.lockdesk.settings.read()).toMatchObject({ workstation_id: 'NJ-GL-W04' });
  });
});

test('a workstation that nobody has named says how to name it', async () => {
  await openPage({ session: signedOut('started'), settings: { workstation_id: UNNAMED_WORKSTATION } });
  await expect.element(page.getByText('还没有编号', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: '给这台工作站编号' }).click();
  await expect.element(page.getByText(/^还没有编号。请填/)).toBeVisible();
});

describe('the end of a session', () => {
  test('two minutes before, a warning; one click goes on', async () => {
    const fake = await openPage();
    const at = new Date(Date.now() + 108_000).toISOString();
    fake.setSession(signedIn(STAFF, { cause: 'idle', at, idle_since: new Date(Date.now() - 780_000).toISOString() }));
    await expect.element(page.getByRole('dialog')).toMatchTextContent(/10\d 秒后退出登录/);
    await expect.element(page.getByRole('button', { name: '继续使用' }).last()).toHaveFocus();
    fake.setSession(signedIn());
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });

  test('it clears the page; the same person finds everything again, anybody else nothing', async () => {
    const fake = await openPage();
    await page.getByText('王*明').first().dblClick();
    await expect.element(unlock).toBeVisible();

    fake.setSession(signedOut('idle'));
    await expect.element(who).toBeVisible();
    expect(document.body.textContent).not.toContain('王*明');
    expect(document.querySelector('dialog')).toBeNull();

    fake.setSession(signedIn());
    await expect.element(unlock).toBeVisible();
    expect(fake.called('openAccount')).toHaveLength(1);

    fake.setSession(signedOut('idle'));
    await expect.element(who).toBeVisible();
    fake.setSession(signedIn({ ...STAFF, subject: 'zhangwei', name: '张伟' }));
    await expect.element(page.getByText('从查找开始')).toBeVisible();
  });

  test('the place is found again by the same person, and the address keeps it from anybody else', async () => {
    const fake = await openPage();
    await page.getByRole('link', { name: '设置' }).click();
    const title = page.getByRole('heading', { name: '设置' });
    await expect.element(title).toBeVisible();
    fake.setSession(signedOut('idle'));
    await expect.element(who).toBeVisible();
    expect(location.hash).toBe('#/');
    fake.setSession(signedIn());
    await expect.element(title).toBeVisible();
    fake.setSession(signedOut('idle'));
    await expect.element(who).toBeVisible();
    fake.setSession(signedIn({ ...STAFF, subject: 'zhangwei' }));
    await expect.element(page.getByText('从查找开始')).toBeVisible();
  });

  test('Ctrl+Shift+L hands over, also from a text field', async () => {
    await openPage();
    await expect.element(search).toHaveFocus();
    await userEvent.keyboard('{Control>}{Shift>}L{/Shift}{/Control}');
    await expect.element(page.getByRole('heading', { name: '已交班' })).toBeVisible();
  });
});

test('the day of an auditor begins at the ledger', async () => {
  await openPage({ staff: { roles: ['auditor'] } });
  await expect.element(page.getByRole('heading', { name: '台账', level: 2 })).toBeVisible();
});
