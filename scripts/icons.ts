/**
 * `node scripts/icons.ts`: makes the program's icons for Windows and macOS anew from `packaging/icon.svg`, which Linux takes
 * as it is. Both are containers of PNG pictures.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright';
import { chooseBrowser } from '../src/chromium-shell/browser.ts';

const FOLDER = path.join(import.meta.dirname, '../packaging');
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Apple's names for a picture of so many pixels, those for screens of twice the density among them. */
const ICNS_TYPES = {
  icp4: 16,
  icp5: 32,
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
};

const pictures = await draw(await readFile(path.join(FOLDER, 'icon.svg'), 'utf8'));
await writeFile(path.join(FOLDER, 'icon.ico'), ico());
await writeFile(path.join(FOLDER, 'icon.icns'), icns());

async function draw(svg: string): Promise<Map<number, Buffer>> {
  const browser = await chromium.launch(await chooseBrowser(true));
  const page = await browser.newPage();
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
  const pictures = new Map<number, Buffer>();
  for (const size of new Set([...ICO_SIZES, ...Object.values(ICNS_TYPES)])) {
    await page.setViewportSize({ width: size, height: size });
    pictures.set(size, await page.screenshot({ omitBackground: true }));
  }
  await browser.close();
  return pictures;
}

function picture(size: number): Buffer {
  const found = pictures.get(size);
  if (found === undefined) throw new Error(`no picture of ${size} pixels`);
  return found;
}

/** A directory of 16 bytes a picture, then the pictures; a side of 256 is written as 0. */
function ico(): Buffer {
  const head = Buffer.alloc(6 + 16 * ICO_SIZES.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(ICO_SIZES.length, 4);
  let offset = head.length;
  for (const [index, size] of ICO_SIZES.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(picture(size).length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += picture(size).length;
  }
  return Buffer.concat([head, ...ICO_SIZES.map(picture)]);
}

/** Each picture after its type and its length, and so the whole; lengths count those 8 bytes. */
function icns(): Buffer {
  const chunk = (type: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type);
    head.writeUInt32BE(head.length + content.length, 4);
    return Buffer.concat([head, content]);
  };
  return chunk('icns', Buffer.concat(Object.entries(ICNS_TYPES).map(([type, size]) => chunk(type, picture(size)))));
}
