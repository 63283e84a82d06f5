import { BrowserWindow } from 'electron';
import { PAPER_HASH } from '../../contract/paper.ts';
import { pagePreferences } from './page-preferences.ts';

export interface PaperWindowOptions {
  /** It goes where this one goes. */
  parent: BrowserWindow;
  preload: string;
  url: string;
}

/** A window that nobody sees, in which our own page draws a document. */
export class PaperWindow {
  /** Settles if its page stops before it was printed. */
  readonly gone: Promise<void>;
  readonly #window: BrowserWindow;

  constructor({ parent, preload, url }: PaperWindowOptions) {
    this.#window = new BrowserWindow({ parent, show: false, webPreferences: pagePreferences(preload) });
    this.gone = new Promise((resolve) => this.#window.webContents.on('render-process-gone', () => resolve()));
    void this.#window.loadURL(`${url}${PAPER_HASH}`);
  }

  /** As its print styles lay it out: they tell the paper, its margins and what stands in them. */
  pdf(): Promise<Uint8Array> {
    return this.#window.webContents.printToPDF({ preferCSSPageSize: true, generateTaggedPDF: true });
  }

  close(): void {
    if (!this.#window.isDestroyed()) this.#window.destroy();
  }
}
