import type { PrinterInfo, PrintToPDFOptions, SaveDialogOptions, WebContentsPrintOptions } from 'electron';
import type { Printer, PrintOutcome, SaveOutcome } from '../../contract/console.ts';
import { codeOf, note, warn } from '../log.ts';
import { replaceFile } from '../store/replace-file.ts';

/** The window whose page shows a slip, as far as printing needs it. */
export interface PrintingWindow {
  print(options: WebContentsPrintOptions): Promise<string | null>;
  printers(): Promise<PrinterInfo[]>;
  pdf(options: PrintToPDFOptions): Promise<Uint8Array>;
  askWhere(options: SaveDialogOptions): Promise<string | null>;
}

/** Thermal paper of 80 mm, in micrometres; the page's print styles say the same, and leave its margins. */
const PAPER = { width: 80_000, height: 120_000 };

/** No room on the disk, or none left for this user. */
const DISK_FULL = ['ENOSPC', 'EDQUOT'];

/**
 * Prints the slip that the page shows. The page says only that it is there: printer, dialog and file are main's. Its print
 * styles leave nothing of the page but the slip, and where there is none, a blank sheet.
 */
export class SlipPrinter {
  readonly #window: PrintingWindow;
  readonly #chosen: () => string;

  /** @param chosen the printer that the settings name, or '' */
  constructor(window: PrintingWindow, chosen: () => string) {
    this.#window = window;
    this.#chosen = chosen;
  }

  async print(): Promise<PrintOutcome> {
    const deviceName = this.#chosen();
    const failure = await this.#window.print({
      ...(deviceName !== '' && { silent: true, deviceName }),
      color: false,
      margins: { marginType: 'none' },
      pageSize: PAPER,
    });
    if (failure === null) {
      note('slip_sent');
      return 'sent';
    }
    if (/cancel/i.test(failure)) return 'cancelled';
    const printers = await this.#window.printers();
    warn('slip_not_printed', { printers: printers.length });
    if (printers.length === 0) return 'no_printer';
    return deviceName === '' || printers.some(({ name }) => name === deviceName) ? 'failed' : 'printer_gone';
  }

  async printers(): Promise<Printer[]> {
    const printers = await this.#window.printers();
    return printers.map(({ name, displayName }) => ({ name, label: displayName || name }));
  }

  /**
   * As a PDF, where the person says.
   *
   * @param number of the slip's entry, by which the file is called: nothing in it is personal
   */
  async save(number: number): Promise<SaveOutcome> {
    // Before the question, while the page surely still shows this slip.
    const pdf = await this.#window.pdf({ preferCSSPageSize: true, generateTaggedPDF: true });
    const path = await this.#window.askWhere({
      defaultPath: `LD${number}.pdf`,
      filters: [{ name: 'PDF', extensions: ['pdf'] }],
    });
    if (path === null) return 'cancelled';
    try {
      replaceFile(path, pdf);
      return 'saved';
    } catch (error) {
      const code = codeOf(error);
      warn('slip_not_saved', { error: code });
      return DISK_FULL.includes(code) ? 'disk_full' : 'failed';
    }
  }
}
