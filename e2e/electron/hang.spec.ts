import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { main as words } from '../../src/words/zh-CN/main.ts';
import { expect, test } from '../fixture/index.ts';
import { openUnwatched } from './unwatched.ts';

const WINDOW = 'electron.BrowserWindow.getAllWindows()[0]';
const CONTENTS = `${WINDOW}?.webContents`;

// Chromium doesn't call a page hung while a debugger looks at it, as Playwright does in every other spec.
test('Chromium tells main by itself that a page hangs; the clerk is asked, and gets a new page', async ({ system }) => {
  test.setTimeout(120_000);
  const userData = await mkdtemp(path.join(tmpdir(), 'lockdesk-console-'));
  await writeFile(path.join(userData, 'lockdesk.json'), JSON.stringify({ api: system.api, issuer: system.issuer }));
  const { evaluate, close } = await openUnwatched(userData);
  try {
    // Nor does it call one hung that has not been shown yet.
    await expect.poll(() => evaluate(`${WINDOW}?.isVisible() && !${CONTENTS}.isLoading()`)).toBe(true);
    await evaluate(`Object.assign(electron.dialog, {
      showMessageBox: async (window, { message, detail }) => {
        globalThis.asked = { message, detail };
        return { response: 1 };
      },
    }) && undefined`);

    await evaluate(`(() => {
      globalThis.back = new Promise((resolve) => ${CONTENTS}.once('did-finish-load', () => resolve()));
    })()`);

    // Clicks that no page takes in: after some time Chromium says that it does not answer.
    await evaluate(`${CONTENTS}.executeJavaScript('for (;;);').catch(() => {}) && undefined`);
    const click = `${CONTENTS}.sendInputEvent({ type: 'mouseDown', x: 50, y: 50, button: 'left', clickCount: 1 })`;
    await expect
      .poll(() => evaluate(`globalThis.asked ?? ${click}`), { timeout: 60_000 })
      .toEqual({ message: words.hang.message, detail: words.hang.detail });
    expect(await readFile(path.join(userData, 'console.log'), 'utf8')).toContain('page_hangs');
    await evaluate('globalThis.back');
    expect(await evaluate(`${CONTENTS}.executeJavaScript('window.lockdesk.session.state()')`)).toMatchObject({
      state: 'signed_out',
    });
  } finally {
    await close();
    await rm(userData, { recursive: true, maxRetries: 5 });
  }
});
