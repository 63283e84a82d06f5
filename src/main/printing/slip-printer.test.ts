import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PrintingWindow, SlipPrinter } from './slip-printer.ts';

const THERMAL = { name: 'XP-80C', displayName: '凭条打印机', description: '', options: {} };
const PDF = new TextEncoder().encode('%PDF-1.4');

let folder: string;
let asked: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockdesk-slip-'));
  asked = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A window whose system says this of a print, and where the person answers so. */
function windowWhere(said: { failure?: string; printers?: (typeof THERMAL)[]; path?: string | null }): PrintingWindow {
  return {
    print: async (options) => {
      asked.push(options);
      return said.failure ?? null;
    },
    printers: async () => said.printers ?? [],
    pdf: async () => PDF,
    askWhere: async (options) => {
      asked.push(options);
      return said.path ?? null;
    },
  };
}

describe('printing', () => {
  test('without a chosen printer the system’s dialog asks', async () => {
    expect(await new SlipPrinter(windowWhere({}), () => '').print()).toBe('sent');
    expect(asked).toMatchObject([{ pageSize: { width: 80_000 } }]);
    expect(asked[0]).not.toHaveProperty('silent');
  });

  test('a chosen one prints without a question', async () => {
    expect(await new SlipPrinter(windowWhere({}), () => 'XP-80C').print()).toBe('sent');
    expect(asked).toMatchObject([{ silent: true, deviceName: 'XP-80C' }]);
  });

  // Chromium's own sentences.
  test.each([
    ['cancelled', 'XP-80C', { failure: 'Print job canceled', printers: [THERMAL] }],
    ['failed', 'XP-80C', { failure: 'Print job failed', printers: [THERMAL] }],
    ['failed', '', { failure: 'Print job failed', printers: [THERMAL] }],
    ['printer_gone', 'XP-58', { failure: 'Invalid deviceName provided', printers: [THERMAL] }],
    ['no_printer', 'XP-80C', { failure: 'Invalid deviceName provided', printers: [] }],
    ['no_printer', '', { failure: 'Invalid printer settings', printers: [] }],
  ])('says %s with the printer %o where the system says %o', async (outcome, chosen, said) => {
    expect(await new SlipPrinter(windowWhere(said), () => chosen).print()).toBe(outcome);
  });

  test('printers are told by their system’s name and as people know them', async () => {
    const printers = [THERMAL, { ...THERMAL, name: 'pdf', displayName: '' }];
    expect(await new SlipPrinter(windowWhere({ printers }), () => '').printers()).toEqual([
      { name: 'XP-80C', label: '凭条打印机' },
      { name: 'pdf', label: 'pdf' },
    ]);
  });
});

describe('saving', () => {
  const save = (path: string | null) => new SlipPrinter(windowWhere({ path }), () => '').save(5203918);

  test('the file is proposed by the entry’s number and nothing else, and is the owner’s alone', async () => {
    const path = join(folder, 'slip.pdf');
    expect(await save(path)).toBe('saved');
    expect(asked).toMatchObject([{ defaultPath: 'LD5203918.pdf' }]);
    expect(readFileSync(path)).toEqual(Buffer.from(PDF));
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('whoever changes their mind has no file', async () => {
    expect(await save(null)).toBe('cancelled');
    expect(readdirSync(folder)).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('a full disk is said to be full, and leaves nothing behind', async () => {
    const path = join(folder, 'slip.pdf');
    writeFileSync(path, 'before');
    // What is written there first finds Linux's own full disk.
    symlinkSync('/dev/full', `${path}.new`);
    expect(await save(path)).toBe('disk_full');
    expect(readdirSync(folder)).toEqual(['slip.pdf']);
    expect(readFileSync(path, 'utf8')).toBe('before');
  });

  test('a place that takes no file is said to take none', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    expect(await save(join(folder, 'a-file/slip.pdf'))).toBe('failed');
    expect(readdirSync(folder)).toEqual(['a-file']);
  });
});
