import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, parse } from 'node:path';

/** A path in the person's download folder by this name, or with a figure behind it where that is taken. */
export function freeDownload(name: string): string {
  const folder = process.env.XDG_DOWNLOAD_DIR || join(homedir(), 'Downloads');
  mkdirSync(folder, { recursive: true });
  const { name: stem, ext } = parse(name);
  for (let nth = 0; ; nth++) {
    const path = join(folder, nth === 0 ? `${stem}${ext}` : `${stem} (${nth})${ext}`);
    if (!existsSync(path)) return path;
  }
}
