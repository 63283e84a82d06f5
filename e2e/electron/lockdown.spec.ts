/** Promise 28: what Electron's security checklist asks for beside the sandbox, tried on the running console. */
import { readdir } from 'node:fs/promises';
import { type Console, expect, signIn, test } from '../fixture/index.ts';
import { countOf, mainOf, windowsOf } from './main-process.ts';

const stays = async ({ page }: Console) => {
  expect(await page.evaluate(() => [location.href, 'lockdesk' in window])).toEqual([
    expect.stringMatching(/^app:\/\/console\/index\.html/),
    true,
  ]);
};

test('items 1 and 18: the page comes by its own scheme, which gives out its own files and no others', async ({
  console,
}) => {
  const answers = await console.page.evaluate(
    async (addresses) => {
      const ask = async (address: string) => [
        address,
        await fetch(address).then(
          ({ status }) => status,
          () => 'refused',
        ),
      ];
      return Object.fromEntries(await Promise.all(addresses.map(ask)));
    },
    [
      '/index.html',
      '/../../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/main/index.cjs',
      'file:///etc/passwd',
      'app://other/index.html',
    ],
  );
  // The policy allows the page no connection at all, and a script or picture only what the scheme gives out.
  expect(new Set(Object.values(answers))).toEqual(new Set(['refused']));
  const pictures = await console.page.evaluate(
    async (addresses) => {
      const load = (address: string) =>
        new Promise((resolve) => {
          const script = document.createElement('script');
          script.onload = () => resolve('loaded');
          script.onerror = () => resolve('refused');
          script.src = address;
          document.head.append(script);
        });
      return Promise.all(addresses.map(load));
    },
    [
      '/../main/index.cjs',
      '/..%2fmain%2findex.js',
      '/%2e%2e/%2e%2e/boot.js',
      'file:///usr/lib/x.js',
      'app://other/assets/index.js',
    ],
  );
  expect(new Set(pictures)).toEqual(new Set(['refused']));
});

test('items 2, 3, 6, 8, 9 and 10: the window has no setting that opens a wall', async ({ console }) => {
  const settings: Electron.WebPreferences = await mainOf(console).evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // Electron's own way to look them up, which its types leave out.
    return contents && Reflect.get(contents, 'getLastWebPreferences').call(contents);
  });
  expect(settings).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
  });
});

test('items 4 and 5: every permission is refused but copying', async ({ console }) => {
  const { page } = console;
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'display-capture'];
    const state = async (name: string) => {
      const { state } = await navigator.permissions.query({ name } as PermissionDescriptor);
      return [name, state];
    };
    return Object.fromEntries(await Promise.all(names.map(state)));
  });
  expect(new Set(Object.values(states))).toEqual(new Set(['denied']));
  const asked = await page.evaluate(async () => {
    const refusal = (asking: Promise<unknown>) =>
      asking.then(
        () => 'granted',
        (error: Error) => error.name,
      );
    return {
      screen: await refusal(navigator.mediaDevices.getDisplayMedia()),
      reading: await refusal(navigator.clipboard.readText()),
      notifications: await Notification.requestPermission(),
      place: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          ({ code }) => resolve(code),
        ),
      ),
      copying: await refusal(navigator.clipboard.writeText('req-1')),
    };
  });
  expect(asked).toEqual({
    screen: expect.stringMatching(/Error$/),
    reading: 'NotAllowedError',
    notifications: 'denied',
    // PERMISSION_DENIED of the Geolocation API.
    place: 1,
    copying: 'granted',
  });
});

test('items 11 and 12: no webview', async ({ console, system }) => {
  const before = await mainOf(console).evaluate(({ webContents }) => webContents.getAllWebContents().length);
  const made = await console.page.evaluate((address) => {
    const webview = document.createElement('webview');
    webview.setAttribute('src', address);
    document.body.append(webview);
    return { methods: 'getWebContentsId' in webview, shadow: webview.shadowRoot };
  }, system.citizens);
  expect(made).toEqual({ methods: false, shadow: null });
  expect(await mainOf(console).evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(before);
});

test('item 13: the window navigates nowhere', async ({ console, system }) => {
  const targets = [system.citizens, 'https://console.example/', 'app://other/index.html', 'file:///etc/passwd'];
  for (const target of targets) {
    await console.page.evaluate((address) => {
      const link = document.createElement('a');
      link.href = address;
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
  }
  await stays(console);
  // Chromium itself lets no page of another scheme go to a file.
  await expect.poll(() => countOf(console, 'navigation_refused')).toBe(targets.length - 1);
  const form = await console.page.evaluate((address) => {
    const refused = new Promise((resolve) =>
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)),
    );
    const form = document.createElement('form');
    form.action = address;
    form.method = 'post';
    document.body.append(form);
    form.submit();
    return refused;
  }, system.citizens);
  expect(form).toBe('form-action');
  await stays(console);
});

test('item 13: what the page frames is nothing', async ({ console, system }) => {
  const directive = await console.page.evaluate((address) => {
    const refused = new Promise((resolve) =>
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)),
    );
    const frame = document.createElement('iframe');
    frame.src = address;
    document.body.append(frame);
    return refused;
  }, system.citizens);
  expect(directive).toBe('frame-src');
});

test('item 14: no other window opens, whatever it would show', async ({ console, system }) => {
  const targets = [system.citizens, 'about:blank', '', 'app://console/index.html'];
  const opened = await console.page.evaluate((addresses) => addresses.map((address) => window.open(address)), targets);
  expect(opened).toEqual(targets.map(() => null));
  await expect.poll(() => countOf(console, 'window_refused')).toBe(targets.length);
  expect(await windowsOf(console)).toBe(1);
});

test('nothing is downloaded', async ({ console }) => {
  const before = await readdir(console.userData);
  await console.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['hello']));
    link.download = 'hello.txt';
    link.click();
  });
  await expect.poll(() => countOf(console, 'download_refused')).toBe(1);
  expect(await readdir(console.userData)).toEqual(before);
});

test('item 15: what the console gives the desktop to open is a web page', async ({ console, system }) => {
  const opened = console.nextBrowserPage();
  await signIn(console, system, 'limin');
  expect(new URL((await opened).url()).protocol).toBe('http:');
});
