/** What the page can reach, and what it must never hold, whichever shell it runs on. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Console, expect, signIn, test } from './fixture/index.ts';

/** All strings of the page's heap, in every world of it. */
async function heapOf({ page }: Console): Promise<string> {
  const cdp = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.takeHeapSnapshot');
  await cdp.detach();
  return (JSON.parse(chunks.join('')) as { strings: string[] }).strings.join('\n');
}

test('the page has the bridge, and nothing of Node, Electron or the way to main', async ({ console }) => {
  const found = await console.page.evaluate(() => {
    const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron', 'shellHears'];
    const { lockdesk } = window;
    return {
      names: names.filter((name) => name in window),
      parts: Object.keys(lockdesk),
      operations: Object.keys(lockdesk.operations),
      frozen: Object.isFrozen(lockdesk) && Object.isFrozen(lockdesk.operations) && Object.isFrozen(lockdesk.session),
      secure: window.isSecureContext,
    };
  });
  expect(found).toMatchObject({ names: [], frozen: true, secure: true });
  expect(found.parts).toEqual([
    'operations',
    'session',
    'stream',
    'settings',
    'acts',
    'ledger',
    'slip',
    'exports',
    'paper',
    'app',
  ]);
  expect(found.operations).toContain('unlockAccount');
  expect(found.operations).not.toContain('reportAttempts');
});

test('main refuses what is not valid, without a word of why', async ({ console }) => {
  const refusal = await console.page.evaluate(() =>
    window.lockdesk.settings.change(JSON.parse('{"theme":"purple"}')).catch((error: Error) => error.message),
  );
  expect(refusal).toMatch(/refused$/);
  const answer = await console.page.evaluate(() =>
    window.lockdesk.operations.listLockedAccounts(JSON.parse('{"limit":"all"}')),
  );
  expect(answer).toMatchObject({ ok: false, failure: { code: 'invalid_input' } });
});

test('the policy runs no script that is not a file of ours, and reaches no network', async ({ console, system }) => {
  const tried = await console.page.evaluate(async (api) => {
    const script = document.createElement('script');
    script.textContent = 'window.ranInline = true';
    document.head.append(script);
    const image = new Image();
    const drawn = new Promise((resolve) => {
      image.onload = () => resolve('drawn');
      image.onerror = () => resolve('refused');
    });
    image.src = `${api}/health/live`;
    return {
      inline: 'ranInline' in window,
      image: await drawn,
      fetched: await fetch(`${api}/health/live`).then(
        () => 'answered',
        () => 'refused',
      ),
    };
  }, system.api);
  expect(tried).toEqual({ inline: false, image: 'refused', fetched: 'refused' });
});

test('the page itself asks for nothing that the policy refuses, from its first script to the list', async ({
  console,
  system,
}) => {
  const { page } = console;
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      document.documentElement.dataset.refused = `${violatedDirective} ${blockedURI}`;
    });
  });
  await page.reload();
  await signIn(console, system, 'limin');
  await expect(page.getByRole('textbox', { name: '查找公民账号' })).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.dataset.refused)).toBeUndefined();
});

test('the window leaves for nowhere and opens no other', async ({ console, system }) => {
  const { page } = console;
  const pages = page.context().pages().length;
  await page.evaluate((api) => {
    Object.assign(window, { sameDocument: true });
    window.open(`${api}/openapi.json`);
    location.href = `${api}/openapi.json`;
  }, system.api);
  // Main says what it refused, so the two have been tried by then.
  const log = () => readFile(path.join(console.userData, 'console.log'), 'utf8');
  await expect.poll(log).toContain('window_refused');
  await expect.poll(log).toContain('navigation_refused');
  await expect.poll(() => page.context().pages().length).toBe(pages);
  expect(await page.evaluate(() => 'sameDocument' in window && 'lockdesk' in window)).toBe(true);
});

test('promise 18: no token reaches the page', async ({ console, system }) => {
  await signIn(console, system, 'limin');
  const { ok } = await console.page.evaluate(() => window.lockdesk.operations.me({}));
  expect(ok).toBe(true);
  const heap = await heapOf(console);
  expect(heap).toContain('李敏');
  // Access and ID tokens are JWTs; the refresh token comes with them or not at all.
  expect(heap).not.toMatch(/eyJ[\w-]{10,}\.eyJ[\w-]{10,}\./);
});
