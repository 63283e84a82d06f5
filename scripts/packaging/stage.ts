import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { billOf, noticesOf, type Part, partsOf } from './parts.ts';

const ROOT = path.join(import.meta.dirname, '../..');

interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
  main: string;
}

/** What a package of the console may say of itself: how it is developed and what the API needs is nobody's business there. */
export const MANIFEST_FIELDS = ['name', 'version', 'description', 'license', 'main', 'desktopName'];

/**
 * Writes what the package has beside the build, where `electron-builder.ts` expects it: `out/package` below `root`.
 *
 * @param root holds the built console in `out`
 */
export async function stagePackage(root: string): Promise<void> {
  const staged = path.join(root, 'out/package');
  await rm(staged, { recursive: true, force: true });
  await mkdir(staged);
  const write = (name: string, content: string) => writeFile(path.join(staged, name), content);

  const manifest: Manifest = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  const { name, version, description, license, main } = manifest;
  const own = { name, version, description, license, main, desktopName: 'lockdesk.desktop' };
  await write('package.json', `${JSON.stringify(own, null, 2)}\n`);

  const parts = await partsOf(path.join(root, 'out'));
  await copyFile(path.join(ROOT, 'LICENSE'), path.join(staged, 'LICENSE.txt'));
  await write('THIRD-PARTY-NOTICES.txt', noticesOf(parts));
  await write('sbom.cdx.json', `${JSON.stringify(billOf([...parts, electron()], { name, version }), null, 2)}\n`);
}

/** It brings its own licences, and those of Chromium, as files beside the program. */
function electron(): Part {
  const { name, version, license } = createRequire(import.meta.url)('electron/package.json');
  return { name, version, identifier: license };
}
