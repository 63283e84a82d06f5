import { expect, test } from '../fixture/index.ts';
import { mainOf, windowsOf } from './main-process.ts';

test('a second start on one workstation shows the first, and ends', async ({ console }) => {
  const main = mainOf(console);
  await main.evaluate(({ app, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.hide();
    app.once('second-instance', () => Object.assign(globalThis, { knocked: true }));
  });
  await console.startAgain([]);
  await expect.poll(() => main.evaluate(() => 'knocked' in globalThis)).toBe(true);
  expect(await windowsOf(console)).toBe(1);
  expect(await main.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);
});

test('the window comes back where it was', async ({ openConsole }) => {
  const first = await openConsole();
  const bounds = { x: 120, y: 90, width: 1111, height: 777 };
  await mainOf(first).evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
    bounds,
  );
  await first.close();
  const again = await openConsole({ userData: first.userData });
  expect(await mainOf(again).evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(
    bounds,
  );
});
