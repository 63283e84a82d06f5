/** What the console's archive may hold. Whoever has the package can read all of it. */
import { homedir } from 'node:os';
import path from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { MANIFEST_FIELDS } from './stage.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** Everything else is somebody's mistake. */
const ALLOWED = [
  /^package\.json$/,
  /^out\/main\/(index|console)\.cjs$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/assets\/[\w-]+\.(js|css|woff2|svg|png)$/,
];
const NEEDED = [
  'package.json',
  'out/main/index.cjs',
  'out/main/console.cjs',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];
const TEXT = /\.(json|cjs|js|css|html|svg)$/;

/** Places of the machine that built it: a bundler that writes one into its output tells who built it, and where. */
const PLACES = [ROOT, `${homedir()}${path.sep}`];

const SECRETS: readonly [string, RegExp][] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{32}/],
  ['a token', /\b(gh[pousr]_\w{36}|npm_\w{36}|AKIA[0-9A-Z]{16}|eyJ[\w-]{16,}\.eyJ[\w-]{16,}\.[\w-]{16,})/],
];
/** What the environment gives a build to sign with, or anything else that is called so. */
const SECRET_VARIABLE = /(PASSWORD|SECRET|TOKEN|PRIVATE_KEY|CSC_LINK|API_KEY)$/;
/** A shorter one is a word that could stand anywhere. */
const SECRET_LENGTH = 8;

/** Files of an archive with their sizes in bytes. */
export function filesOf(archive: string): Map<string, number> {
  const files = new Map<string, number>();
  for (const listed of listPackage(archive, { isPack: false })) {
    const name = listed.slice(1);
    const entry = statFile(archive, name, false);
    if (!('files' in entry)) files.set(name.replaceAll(path.sep, '/'), 'size' in entry ? entry.size : 0);
  }
  return files;
}

/**
 * A sentence for each thing in an archive that should not be there, or is missing.
 *
 * @param env the environment of the build
 */
export function wrongInArchive(archive: string, env: NodeJS.ProcessEnv): string[] {
  const files = [...filesOf(archive).keys()];
  const stray = files.filter((name) => !ALLOWED.some((allowed) => allowed.test(name)));
  const missing = NEEDED.filter((name) => !files.includes(name));
  const unhashed = files.filter((name) => !('integrity' in statFile(archive, path.normalize(name), false)));
  return [
    ...stray.map((name) => `${name} is in the package, and nothing of the console needs it.`),
    ...missing.map((name) => `${name} is missing.`),
    ...unhashed.map((name) => `${name} has no hash, so that a change of it would not be noticed.`),
    ...files
      .filter((name) => TEXT.test(name))
      .flatMap((name) => wrongInText(name, extractFile(archive, path.normalize(name)).toString('utf8'), env)),
    ...(missing.includes('package.json') ? [] : wrongInManifest(extractFile(archive, 'package.json'))),
  ];
}

function wrongInText(name: string, text: string, env: NodeJS.ProcessEnv): string[] {
  const sentences: string[] = [];
  if (/[#@] sourceMappingURL=/.test(text)) sentences.push(`${name} names a source map.`);
  for (const place of PLACES) {
    if (text.includes(place)) sentences.push(`${name} names a place of the machine that built it: ${place}`);
  }
  for (const [what, pattern] of SECRETS) {
    if (pattern.test(text)) sentences.push(`${name} holds what looks like ${what}.`);
  }
  for (const [variable, value = ''] of Object.entries(env)) {
    if (!SECRET_VARIABLE.test(variable) || value.length < SECRET_LENGTH) continue;
    if (text.includes(value)) sentences.push(`${name} holds the value of ${variable}.`);
  }
  return sentences;
}

function wrongInManifest(content: Buffer): string[] {
  const manifest: object = JSON.parse(content.toString('utf8'));
  const fields = Object.keys(manifest).filter((field) => !MANIFEST_FIELDS.includes(field));
  return fields.map((field) => `package.json has the field ${field}, which is of no use in a package.`);
}
