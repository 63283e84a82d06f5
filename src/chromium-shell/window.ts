import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Page, Route } from 'playwright';
import type { BrowserWindow as Api, WebContents } from './api.ts';
import { app } from './app.ts';
import { browser } from './browser.ts';
import { press } from './menu.ts';
import { PageChannel } from './page/channel.ts';
import { defaultSession } from './permissions.ts';
import { fromBrowser, toBrowser } from './schemes.ts';

interface Opened {
  page: Page;
  channel: PageChannel;
}

class ShellContents extends EventEmitter implements WebContents {
  readonly #opened: Promise<Opened>;
  #popups: () => { action: 'deny' | 'allow' } = () => ({ action: 'allow' });
  #ownNavigation = false;

  constructor(opened: Promise<Opened>) {
    super();
    this.#opened = opened;
    void opened.then(({ page }) => this.#listen(page));
  }

  send(channel: string, ...args: unknown[]): void {
    void this.#opened.then((opened) => opened.channel.send(channel, args));
  }

  async load(url: string): Promise<void> {
    const { page } = await this.#opened;
    await this.#navigate(() => page.goto(toBrowser(url)));
  }

  reload(): void {
    void this.#opened.then(({ page }) => this.#navigate(() => page.reload()));
  }

  forcefullyCrashRenderer(): void {
    void this.#opened.then(async ({ page }) => {
      const cdp = await page.context().newCDPSession(page);
      // Has no answer: nobody is left to give it.
      void cdp.send('Page.crash').catch(() => {});
    });
  }

  setWindowOpenHandler(handler: () => { action: 'deny' | 'allow' }): void {
    this.#popups = handler;
  }

  async #navigate(go: () => Promise<unknown>): Promise<void> {
    this.#ownNavigation = true;
    // Rejects where another navigation or the end came first; the page tells by its events what became of it.
    await go().catch(() => {});
    this.#ownNavigation = false;
  }

  #listen(page: Page): void {
    page.on('load', () => this.emit('did-finish-load'));
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed' }));
    page.on('download', () => defaultSession.downloadBegan());
    page.on('popup', (popup) => {
      if (this.#popups().action === 'deny') void popup.close();
    });
    void page.route('**', (route) => this.#guard(page, route));
  }

  async #guard(page: Page, route: Route): Promise<void> {
    const request = route.request();
    const navigates = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (!navigates || this.#ownNavigation) return route.fallback();
    let prevented = false;
    this.emit('will-navigate', {
      url: fromBrowser(request.url()),
      preventDefault: () => {
        prevented = true;
      },
    });
    await (prevented ? route.abort('aborted') : route.fallback());
  }
}

export class BrowserWindow extends EventEmitter implements Api {
  readonly webContents: ShellContents;
  readonly #opened: Promise<Opened>;
  #bounds: Electron.Rectangle;
  #maximized = false;
  #destroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#opened = this.#open(String(options.webPreferences?.preload));
    this.webContents = new ShellContents(this.#opened);
    app.contentsCreated(this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    const { page } = await this.#opened;
    await defaultSession.apply(await page.context().newCDPSession(page), new URL(toBrowser(url)).origin);
    await this.webContents.load(url);
    this.emit('ready-to-show');
  }

  show(): void {}

  focus(): void {
    void this.#opened.then(({ page }) => page.bringToFront().catch(() => {}));
  }

  restore(): void {
    this.focus();
  }

  maximize(): void {
    this.#maximized = true;
    void this.#opened.then(({ page }) => setBounds(page, { windowState: 'maximized' }));
  }

  isMinimized(): boolean {
    return false;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getNormalBounds(): Electron.Rectangle {
    return this.#bounds;
  }

  async #open(preload: string): Promise<Opened> {
    const { context, product, firstPage } = browser();
    const page = firstPage;
    page.on('close', () => {
      this.emit('close');
      this.#destroyed = true;
      app.emit('window-all-closed');
    });
    const channel = await PageChannel.open({
      cdp: await context.newCDPSession(page),
      preload: readFileSync(preload, 'utf8'),
      product,
      pressed: press,
      resized: () => void this.#readBounds(page),
    });
    const { x: left, y: top, width, height } = this.#bounds;
    await setBounds(page, { left, top, width, height });
    return { page, channel };
  }

  async #readBounds(page: Page): Promise<void> {
    const cdp = await page.context().newCDPSession(page);
    const { bounds } = await cdp.send('Browser.getWindowForTarget');
    await cdp.detach();
    this.#maximized = bounds.windowState === 'maximized';
    const { left: x, top: y, width, height } = bounds;
    if (this.#maximized || x === undefined || y === undefined || !width || !height) return;
    this.#bounds = { x, y, width, height };
  }
}

interface Bounds {
  left?: number;
  top?: number;
  width?: number;
  height?: number;
  windowState?: 'maximized';
}

async function setBounds(page: Page, bounds: Bounds): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const { windowId } = await cdp.send('Browser.getWindowForTarget');
  await cdp.send('Browser.setWindowBounds', { windowId, bounds });
  await cdp.detach();
}
