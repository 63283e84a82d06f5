import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import type { BrowserWindow as Api, WindowOptions } from './api.ts';
import { app } from './app.ts';
import { browser } from './browser.ts';
import { type Opened, ShellContents } from './contents.ts';
import { press } from './menu.ts';
import { PageChannel } from './page/channel.ts';

export class BrowserWindow extends EventEmitter implements Api {
  readonly webContents: ShellContents;
  readonly #preload: string;
  #bounds: Electron.Rectangle;
  #maximized = false;
  readonly #isChild: boolean;
  #destroyed = false;

  constructor(options: WindowOptions) {
    super();
    const { x = 0, y = 0, width = 800, height = 600, parent } = options;
    this.#isChild = parent !== undefined;
    this.#bounds = { x, y, width, height };
    this.#preload = readFileSync(String(options.webPreferences?.preload), 'utf8');
    const page = this.#isChild ? browser().context.newPage() : browser().consolePage;
    this.webContents = new ShellContents(page, (page) => this.#open(page));
    this.webContents.on('destroyed', () => {
      this.emit('close');
      this.#destroyed = true;
      // It goes with its parent: then there is none left.
      if (!this.#isChild) app.emit('window-all-closed');
    });
    app.contentsCreated(this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.load(url);
    this.emit('ready-to-show');
  }

  show(): void {}

  focus(): void {
    void this.webContents.page().then((page) => page.bringToFront().catch(() => {}));
  }

  restore(): void {
    this.focus();
  }

  maximize(): void {
    this.#maximized = true;
    void this.webContents.page().then((page) => setBounds(page, { windowState: 'maximized' }));
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

  destroy(): void {
    this.#destroyed = true;
    void this.webContents.page().then((page) => page.close().catch(() => {}));
  }

  getNormalBounds(): Electron.Rectangle {
    return this.#bounds;
  }

  async #open(page: Page): Promise<Opened> {
    const cdp = await page.context().newCDPSession(page);
    const channel = await PageChannel.open({
      cdp,
      preload: this.#preload,
      product: browser().product,
      pressed: press,
      resized: () => void this.#readBounds(page),
    });
    const { x: left, y: top, width, height } = this.#bounds;
    // One that is not to be seen has no place.
    if (!this.#isChild) await setBounds(page, { left, top, width, height });
    return { page, cdp, channel };
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
