import { afterEach, beforeEach, expect, test } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { openPage } from '../testing/open-page.tsx';

interface Devtools {
  send(method: 'Emulation.setEmulatedMedia', media: { features: { name: string; value: string }[] }): Promise<void>;
}

const force = (value: 'active' | 'none') =>
  // Typed by hand: the provider's own types bring Node's into the page's.
  (cdp() as ReturnType<typeof cdp> & Devtools).send('Emulation.setEmulatedMedia', {
    features: [{ name: 'forced-colors', value }],
  });

beforeEach(() => force('active'));
afterEach(() => force('none'));

/** What the eye has to tell two states apart by, once grounds and shadows are gone. */
function looks(element: Element) {
  const { color, backgroundColor, borderColor, outline, outlineOffset } = getComputedStyle(element);
  return { color, backgroundColor, borderColor, outline, outlineOffset };
}

test('what can’t be done now looks unlike what can', async () => {
  const fake = await openPage();
  await page.getByText('王*明').first().dblClick();
  const reset = page.getByRole('button', { name: '强制重置' });
  await expect.element(reset).toBeVisible();
  const before = looks(reset.element());
  fake.connect('disconnected');
  await expect.element(reset).toHaveAttribute('aria-disabled', 'true');
  // Its ground goes over into the other.
  await expect.poll(() => looks(reset.element())).not.toMatchObject({ color: before.color });
});

test('the focus can be seen on what is chosen: a row, a filter, a place, an answer', async () => {
  await openPage();
  await page.getByText('王*明').first().dblClick();
  await expect.element(page.getByRole('button', { name: '解锁', exact: true })).toBeVisible();
  await userEvent.keyboard('u');
  const answer = page.getByRole('radio', { checked: true });
  await expect.element(answer).toBeVisible();
  await expectFocusSeen(answer.element(), '.option');
  await userEvent.keyboard('{Escape}');
  for (const chosen of ['.locked tr[aria-selected="true"]', '.chip[aria-pressed="true"]', '.rail a[aria-current]']) {
    const element = document.querySelector<HTMLElement>(chosen);
    if (element === null) throw new Error(`nothing is ${chosen}`);
    await expectFocusSeen(element);
  }
});

async function expectFocusSeen(element: HTMLElement | SVGElement, drawnOn?: string): Promise<void> {
  const drawn = drawnOn === undefined ? element : element.closest(drawnOn);
  if (drawn === null) throw new Error(`nothing is ${drawnOn}`);
  document.body.focus();
  (document.activeElement as HTMLElement | null)?.blur();
  const without = looks(drawn);
  // As by a key: what a mouse has focused shows no ring.
  element.focus({ focusVisible: true });
  await expect.poll(() => looks(drawn)).not.toEqual(without);
}
