import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openPage } from '../testing/open-page.tsx';

/** As the guidelines of touch screens have it, and WCAG 2.5.5 at AAA. */
const LEAST_PX = 44;

/** What can be touched and is lower. Radios and checkboxes are touched by their labels. */
function tooLow(within: ParentNode): string[] {
  const targets = within.querySelectorAll<HTMLElement>('button, a[href], label.option, input.input, tr[tabindex]');
  return [...targets]
    .filter((target) => target.checkVisibility() && target.getBoundingClientRect().height < LEAST_PX - 0.5)
    .map((target) => `${target.className} ${target.textContent}`);
}

test('at a touch counter everything that is touched is high enough for a finger', async () => {
  await openPage({ settings: { density: 'roomy' } });
  await page.getByText('王*明').first().dblClick();
  await expect.element(page.getByRole('button', { name: /^展开另外/ })).toBeVisible();
  expect(tooLow(document)).toEqual([]);
  await userEvent.keyboard('u');
  const dialog = page.getByRole('dialog');
  await expect.element(dialog).toBeVisible();
  expect(tooLow(dialog.element())).toEqual([]);
});

test('the rows of the ledger as well', async () => {
  await openPage({ path: '/ledger', staff: { roles: ['supervisor'] }, settings: { density: 'roomy' } });
  await expect.element(page.getByRole('row').nth(3)).toBeVisible();
  expect(tooLow(document)).toEqual([]);
});
