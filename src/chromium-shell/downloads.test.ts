import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freeDownload } from './downloads.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'lockdesk-downloads-')), 'Downloads');
  vi.stubEnv('XDG_DOWNLOAD_DIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(join(folder, '..'), { recursive: true });
});

test('a file gets its name in the download folder, which is made if need be', () => {
  expect(freeDownload('LD3.pdf')).toBe(join(folder, 'LD3.pdf'));
});

test('a name that is taken gets a figure, and nothing is overwritten', () => {
  writeFileSync(freeDownload('LD3.pdf'), '');
  writeFileSync(freeDownload('LD3.pdf'), '');
  expect(freeDownload('LD3.pdf')).toBe(join(folder, 'LD3 (2).pdf'));
});

test('a name stays in the folder', () => {
  expect(freeDownload('../../LD3.pdf')).toBe(join(folder, 'LD3.pdf'));
});
