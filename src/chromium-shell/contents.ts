import { EventEmitter } from 'node:events';
import type { CDPSession, Page, Route } from 'playwright';
import type { PrinterInfo, PrintToPDFOptions, WebContents, WebContentsPrintOptions } from './api.ts';
import { browser } from './browser.ts';
import type { PageChannel } from './page/channel.ts';
import { defaultSession } from './permissions.ts';
import { fromBrowser, toBrowser } from './schemes.ts';

/** A page of the browser with its preload. */
export interface Opened {
  page: Page;
  cdp: CDPSession;
  channel: PageChannel;
}

/** Electron's web contents: a page of the browser, and the next one where that has crashed. */
export class ShellContents extends EventEmitter implements WebContents {
  readonly #open: (page: Page) => Promise<Opened>;
  #opened: Promise<Opened>;
  #popups: () => { action: 'deny' | 'allow' } = () => ({ action: 'allow' });
  #url = 'about:blank';
  #ownNavigation = false;
  #crashed = false;

  /**
   * @param page of the browser, or of one that is about to be opened
   * @param open gives a page its preload, before it shows anything
   */
  constructor(page: Page | Promise<Page>, open: (page: Page) => Promise<Opened>) {
    super();
    this.#open = open;
    this.#opened = Promise.resolve(page).then((page) => this.#take(page));
  }

  send(channel: string, ...args: unknown[]): void {
    void this.#opened.then((opened) => opened.channel.send(channel, args));
  }

  async load(url: string): Promise<void> {
    this.#url = url;
    const { page } = await this.#opened;
    const origin = new URL(toBrowser(url)).origin;
    await defaultSession.apply(await page.context().newCDPSession(page), origin);
    await this.#navigate(() => page.goto(toBrowser(url)));
  }

  reload(): void {
    if (this.#crashed) void this.#loadElsewhere();
    else void this.#opened.then(({ page }) => this.#navigate(() => page.reload()));
  }

  forcefullyCrashRenderer(): void {
    // Has no answer: nobody is left to give it.
    void this.#opened.then(({ cdp }) => cdp.send('Page.crash')).catch(() => {});
  }

  /**
   * By the browser's own dialog, which asks for the printer and can save as PDF; nobody is told whether it was cancelled.
   */
  print(_options: WebContentsPrintOptions, done: (printed: boolean, failure: string) => void): void {
    this.page()
      .then((page) => page.evaluate(() => print()))
      .then(
        () => done(true, ''),
        () => done(false, 'Print job failed'),
      );
  }

  async printToPDF({ preferCSSPageSize = false, generateTaggedPDF = false }: PrintToPDFOptions): Promise<Buffer> {
    return (await this.page()).pdf({ preferCSSPageSize, tagged: generateTaggedPDF });
  }

  /** Known to the browser alone. */
  async getPrintersAsync(): Promise<PrinterInfo[]> {
    return [];
  }

  setWindowOpenHandler(handler: () => { action: 'deny' | 'allow' }): void {
    this.#popups = handler;
  }

  /** The page shown now. */
  async page(): Promise<Page> {
    return (await this.#opened).page;
  }

  /** Playwright gives a crashed page up for good, so another takes its place. */
  async #loadElsewhere(): Promise<void> {
    this.#crashed = false;
    const gone = await this.page();
    const page = await browser().context.newPage();
    if (gone === browser().consolePage) browser().consolePage = page;
    this.#opened = this.#take(page);
    void gone.close().catch(() => {});
    await this.load(this.#url);
  }

  async #take(page: Page): Promise<Opened> {
    const opened = await this.#open(page);
    page.on('load', () => this.emit('did-finish-load'));
    page.on('crash', () => {
      this.#crashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed' });
    });
    page.on('close', () => void this.#closed(page));
    page.on('download', () => defaultSession.downloadBegan());
    page.on('popup', (popup) => {
      if (this.#popups().action === 'deny') void popup.close();
    });
    await page.route('**', (route) => this.#guard(page, route));
    return opened;
  }

  /** One that another page has taken the place of is nobody's loss. */
  async #closed(page: Page): Promise<void> {
    if (page === (await this.page())) this.emit('destroyed');
  }

  async #navigate(go: () => Promise<unknown>): Promise<void> {
    this.#ownNavigation = true;
    // Rejects where another navigation or the end came first; the page tells by its events what became of it.
    await go().catch(() => {});
    this.#ownNavigation = false;
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
