import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { openPage } from '../testing/open-page.tsx';
import { FORMER, signedIn, signingIn } from '../testing/sessions.ts';

test('a fault of ours is said in words, with a way on, and shows nothing of itself', async () => {
  const fake = await openPage({ session: signingIn(FORMER[0] ?? null) });
  fake.bridge.app.onCommand = () => {
    throw new Error('王明 320106198801011237');
  };
  fake.setSession(signedIn());
  await expect.element(page.getByRole('alert')).toMatchTextContent(/^这一页出了错，无法显示/);
  await expect.element(page.getByRole('button', { name: '重新载入' })).toBeVisible();
  expect(document.body.textContent).not.toContain('王明');
});
