import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { createPackage } from '@electron/asar';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wrongInArchive } from './archive.ts';

/** All that a package may hold, and no more. */
const SOUND = {
  'package.json': '{"name":"lockdesk","version":"0.1.0","main":"out/main/index.cjs"}',
  'out/main/index.cjs': '"use strict";',
  'out/main/console.cjs': '"use strict";',
  'out/preload/index.cjs': '"use strict";',
  'out/renderer/index.html': '<!doctype html>',
  'out/renderer/assets/start-C6WNJmj7.css': 'a{}',
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-archive-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function wrongIn(files: Record<string, string>, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const source = path.join(folder, 'source');
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.join(source, path.dirname(name)), { recursive: true });
    await writeFile(path.join(source, name), content);
  }
  const archive = path.join(folder, 'app.asar');
  await createPackage(source, archive);
  return wrongInArchive(archive, env);
}

test('the console and nothing else is as it should be', async () => {
  expect(await wrongIn(SOUND)).toEqual([]);
});

test.each([
  'out/main/index.cjs.map',
  'out/cli/index.js',
  'out/renderer/licenses.json',
  'out/renderer/assets/start.js.map',
  'node_modules/pg/package.json',
  'src/main/index.ts',
  '.env',
])('%s does not belong there', async (name) => {
  expect(await wrongIn({ ...SOUND, [name]: '{}' })).toEqual([expect.stringContaining(`${name} is in the package`)]);
});

test('what the console starts with must be there', async () => {
  const { 'out/main/index.cjs': _, ...rest } = SOUND;
  expect(await wrongIn(rest)).toEqual(['out/main/index.cjs is missing.']);
});

test.each([
  ['names a source map', 'let a;\n//# sourceMappingURL=index.cjs.map'],
  ['names a place of the machine that built it', `const from = '${path.join(homedir(), 'somewhere')}';`],
  ['looks like a private key', `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(2)}`],
  ['looks like a token', `const token = 'ghp_${'a1'.repeat(18)}';`],
])('%s', async (sentence, code) => {
  expect(await wrongIn({ ...SOUND, 'out/main/index.cjs': code })).toEqual([expect.stringContaining(sentence)]);
});

test('a secret that the build was given is found, and is not told', async () => {
  const code = 'sign("correct horse battery staple")';
  const env = { CSC_KEY_PASSWORD: 'correct horse battery staple', SHORT_TOKEN: 'sign', HOME: 'sign(' };
  expect(await wrongIn({ ...SOUND, 'out/main/index.cjs': code }, env)).toEqual([
    'out/main/index.cjs holds the value of CSC_KEY_PASSWORD.',
  ]);
});

test('the package says of itself what Electron needs, not how it is developed', async () => {
  const manifest = { ...JSON.parse(SOUND['package.json']), scripts: {}, devDependencies: {} };
  expect(await wrongIn({ ...SOUND, 'package.json': JSON.stringify(manifest) })).toEqual([
    expect.stringContaining('scripts'),
    expect.stringContaining('devDependencies'),
  ]);
});
