import {
  app,
  BrowserWindow,
  dialog,
  type PrinterInfo,
  type PrintToPDFOptions,
  type SaveDialogOptions,
  screen,
  type WebContentsPrintOptions,
} from 'electron';
import type { ConsoleNews, Recovery } from '../../contract/console.ts';
import { warn } from '../log.ts';
import type { JsonFile } from '../store/json-file.ts';
import type { MainWords } from '../words.ts';
import { pagePreferences } from './page-preferences.ts';
import { placeFor, type WindowState } from './window-state.ts';

export interface WindowOptions {
  preload: string;
  url: string;
  state: JsonFile<WindowState>;
  words: () => MainWords;
}

/** A page that stops this often within the time has a fault that loading again doesn't mend. */
const CRASHES = { most: 3, withinMs: 60_000 };

/** The console's one window: opens, remembers its place, speaks to its page, and brings the page back when it fails. */
export class ConsoleWindow {
  readonly #window: BrowserWindow;
  readonly #options: WindowOptions;
  #recovery: Recovery | null = null;
  #hanging = false;
  #crashes: number[] = [];

  constructor(options: WindowOptions) {
    this.#options = options;
    const state = options.state.read();
    this.#window = new BrowserWindow({
      ...placeFor(
        state,
        screen.getAllDisplays().map((display) => display.workArea),
      ),
      minWidth: 400,
      minHeight: 480,
      show: false,
      autoHideMenuBar: true,
      title: 'Lockdesk',
      webPreferences: pagePreferences(options.preload),
    });
    if (state?.maximized) this.#window.maximize();
    this.#window.once('ready-to-show', () => this.#window.show());
    this.#window.on('close', () => this.#remember());
    this.#mendPage();
    void this.#window.loadURL(options.url);
  }

  tell<N extends keyof ConsoleNews>(news: N, value: ConsoleNews[N]): void {
    if (!this.#window.isDestroyed()) this.#window.webContents.send(news, value);
  }

  focus(): void {
    // Closed already, while the provider is still being told of it.
    if (this.#window.isDestroyed()) return;
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /**
   * Prints what the page's print styles leave of it, and asks by the system's dialog unless a printer is named.
   *
   * @returns why it was not printed, in Chromium's words, or null
   */
  print(options: WebContentsPrintOptions): Promise<string | null> {
    return new Promise((resolve) =>
      this.#window.webContents.print(options, (printed, failure) => resolve(printed ? null : failure)),
    );
  }

  printers(): Promise<PrinterInfo[]> {
    return this.#window.webContents.getPrintersAsync();
  }

  /** The same as a PDF, which is in memory alone. */
  pdf(options: PrintToPDFOptions): Promise<Uint8Array> {
    return this.#window.webContents.printToPDF(options);
  }

  /** What a window of ours beside this one is made of. */
  get beside(): { parent: BrowserWindow; preload: string; url: string } {
    const { preload, url } = this.#options;
    return { parent: this.#window, preload, url };
  }

  /** Where a person wants a file; null where they want none. */
  async askWhere(options: SaveDialogOptions): Promise<string | null> {
    const { canceled, filePath } = await dialog.showSaveDialog(this.#window, options);
    return canceled ? null : filePath;
  }

  /** A new page, so that nothing which the old one knew is left. */
  renewPage(): void {
    if (this.#window.isDestroyed()) return;
    // A page that hangs would answer the request to load again only after its hang; once it is gone, another is loaded.
    if (this.#hanging) this.#window.webContents.forcefullyCrashRenderer();
    else this.#window.webContents.reload();
  }

  /** Why the page was loaded again by itself; told once. */
  takeRecovery(): Recovery | null {
    const recovery = this.#recovery;
    this.#recovery = null;
    return recovery;
  }

  #remember(): void {
    this.#options.state.write({ ...this.#window.getNormalBounds(), maximized: this.#window.isMaximized() });
  }

  #mendPage(): void {
    const contents = this.#window.webContents;
    contents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit') return;
      if (this.#hanging) return contents.reload();
      warn('page_gone', { reason });
      void this.#afterCrash();
    });
    this.#window.on('unresponsive', () => {
      this.#hanging = true;
      warn('page_hangs');
      void this.#afterHang();
    });
    this.#window.on('responsive', () => {
      this.#hanging = false;
    });
    contents.on('did-finish-load', () => {
      this.#hanging = false;
    });
  }

  async #afterCrash(): Promise<void> {
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < CRASHES.withinMs), now];
    if (this.#crashes.length > CRASHES.most) {
      const { message, detail, reload, quit } = this.#options.words().crash;
      const { response } = await dialog.showMessageBox(this.#window, {
        type: 'error',
        message,
        detail,
        buttons: [reload, quit],
      });
      if (response === 1) return app.quit();
    }
    this.#recovery = 'crash';
    this.renewPage();
  }

  async #afterHang(): Promise<void> {
    const { message, detail, wait, reload } = this.#options.words().hang;
    const { response } = await dialog.showMessageBox(this.#window, {
      type: 'warning',
      message,
      detail,
      buttons: [wait, reload],
    });
    if (response !== 1 || !this.#hanging) return;
    this.#recovery = 'hang';
    this.renewPage();
  }
}
