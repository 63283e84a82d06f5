import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
};

export interface Asset {
  type: string;
  body: Buffer;
}

/** The files of a site by their paths below `/assets/`. Nothing else can be had: the list is closed at start. */
export class Assets {
  readonly #files: ReadonlyMap<string, string>;

  private constructor(files: ReadonlyMap<string, string>) {
    this.#files = files;
  }

  /** What all pages share – the console's tokens, and Chinese letters for machines without any – and the site's own `folder`. */
  static async load(folder: URL): Promise<Assets> {
    const font = path.dirname(createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/index.css'));
    const files = new Map([
      ['tokens.css', fileURLToPath(new URL('../../renderer/styles/tokens.css', import.meta.url))],
      ['noto-sans-sc/index.css', path.join(font, 'index.css')],
    ]);
    for (const name of await readdir(path.join(font, 'files'))) {
      files.set(`noto-sans-sc/files/${name}`, path.join(font, 'files', name));
    }
    for (const name of await readdir(folder)) {
      if (path.extname(name) in TYPES) files.set(name, path.join(fileURLToPath(folder), name));
    }
    return new Assets(files);
  }

  /** Null where there is no such file. */
  async read(name: string): Promise<Asset | null> {
    const file = this.#files.get(name);
    if (!file) return null;
    return { type: TYPES[path.extname(file)] ?? 'application/octet-stream', body: await readFile(file) };
  }
}
