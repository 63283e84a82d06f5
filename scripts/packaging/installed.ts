/** What the console's package holds, told from the folder that is installed. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { filesOf, wrongInArchive } from './archive.ts';
import { readFuses, wrongFuses } from './fuses.ts';
import type { Installed } from './pack.ts';
import type { Part } from './parts.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** Terms that allow a program to be passed on with their notice. */
const LICENCES = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'OFL-1.1'];
/** Where Electron would look for a program other than the archive, or for parts of it that have no hash. */
const BESIDE = ['app', 'app.asar.unpacked', 'default_app.asar'];

/** A sentence for each thing in a package that should not be there, is missing, or is not as it should be. */
export async function wrongInPackage({ program, resources }: Installed, parts: readonly Part[]): Promise<string[]> {
  // On macOS all that is shipped lies in the bundle.
  const electronsOwn = path.basename(path.dirname(program)) === 'MacOS' ? resources : path.dirname(program);
  const licences = [
    path.join(resources, 'licenses/LICENSE.txt'),
    path.join(resources, 'licenses/THIRD-PARTY-NOTICES.txt'),
    path.join(electronsOwn, 'LICENSE.electron.txt'),
    path.join(electronsOwn, 'LICENSES.chromium.html'),
  ];
  return [
    ...wrongInArchive(path.join(resources, 'app.asar'), process.env),
    ...wrongFuses(await readFuses(program)),
    ...BESIDE.filter((name) => existsSync(path.join(resources, name))).map(
      (name) => `${name} lies beside the archive, where no hash protects it.`,
    ),
    ...licences.filter((file) => !existsSync(file)).map((file) => `${path.basename(file)} is missing.`),
    ...(await wrongParts(parts)),
  ];
}

/** A sentence for each package of others that is built into the console and does not belong there. */
async function wrongParts(parts: readonly Part[]): Promise<string[]> {
  const { devDependencies } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  return parts.flatMap(({ name, identifier = 'none' }) => [
    ...(name in devDependencies ? [`${name} is for developers, and has come into the console.`] : []),
    ...(LICENCES.includes(identifier)
      ? []
      : [`Whether ${name} may be passed on is not known: its licence is ${identifier}.`]),
  ]);
}

/** What the console weighs without Electron, in a line. */
export function weightOf({ resources }: Installed): string {
  const files = filesOf(path.join(resources, 'app.asar'));
  const sum = (sizes: Iterable<number>) => [...sizes].reduce((total, size) => total + size, 0);
  const all = (kind: RegExp) => sum([...files].filter(([name]) => kind.test(name)).map(([, size]) => size));
  return (
    `The console: ${files.size} files of ${figure(sum(files.values()))} bytes; main ${figure(all(/^out\/main\//))}, ` +
    `scripts of the page ${figure(all(/\.js$/))}, fonts ${figure(all(/\.woff2$/))}.`
  );
}

const figure = (count: number): string => count.toLocaleString('en');
