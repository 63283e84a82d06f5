import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { entryLink } from '../../contract/index.ts';
import { openPage } from '../testing/open-page.tsx';
import { STAFF, signedIn, signedOut } from '../testing/sessions.ts';

const detail = page.getByRole('region', { name: '所选记录' });
const AUDITOR = { subject: 'hejia', name: '何佳', roles: ['auditor' as const] };

test('leads to the entry in the ledger', async () => {
  const fake = await openPage({ staff: AUDITOR });
  const [, entry] = fake.ledger;
  fake.followLink(entryLink(entry?.id ?? ''));
  await expect.element(detail).toMatchTextContent(new RegExp(`记录 ${entry?.index}`));
  expect(location.hash).toMatch(/^#\/ledger\?/);
});

test('leads a clerk to their own acts', async () => {
  const fake = await openPage();
  fake.followLink(entryLink(fake.ledger[3]?.id ?? ''));
  await expect.element(detail).toMatchTextContent(/记录 5203997/);
  expect(location.hash).toMatch(/^#\/mine\?/);
});

test('waits until somebody is signed in', async () => {
  const fake = await openPage({ session: signedOut('started') });
  fake.followLink(entryLink(fake.ledger[3]?.id ?? ''));
  fake.setSession(signedIn(STAFF));
  await expect.element(detail).toMatchTextContent(/记录 5203997/);
});

test('to an entry that one may not see says so', async () => {
  const fake = await openPage({ staff: AUDITOR });
  fake.failNext('getEntry', { code: 'entry_not_found', status: 404 });
  fake.followLink(entryLink(fake.ledger[0]?.id ?? ''));
  await expect.element(detail).toMatchTextContent(/没有找到|看不到/);
});

test('one that is none of ours says so, and goes nowhere', async () => {
  const fake = await openPage({ staff: AUDITOR, path: '/settings' });
  fake.followLink('lockdesk://account/1');
  await expect.element(page.getByText(/不是 Lockdesk 的记录链接/)).toBeVisible();
  expect(location.hash).toBe('#/settings');
  await page.getByRole('button', { name: '知道了' }).click();
  await expect.element(page.getByText(/不是 Lockdesk 的记录链接/)).not.toBeInTheDocument();
});
