import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PROGRAM = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);

let folder: string;

/**
 * Electron's types declare the module `electron`, and a declared module can't be mapped to another file. So main is
 * compiled with a copy of them that lacks this declaration, and with `electron` mapped to what the shell offers.
 */
beforeAll(() => {
  const base = join(PROGRAM, 'node_modules/.cache');
  mkdirSync(base, { recursive: true });
  folder = mkdtempSync(join(base, 'lockdesk-shell-api-'));
  const types = readFileSync(join(require.resolve('electron/package.json'), '../electron.d.ts'), 'utf8');
  writeFileSync(join(folder, 'electron.d.ts'), types.replace("declare module 'electron' {", "declare module 'real' {"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the compiler finds wrong with these files when `electron` is the shell. */
function compile(...files: string[]): string {
  const project = join(folder, 'tsconfig.json');
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(PROGRAM, 'tsconfig.json'),
      compilerOptions: { types: ['node'], paths: { electron: [join(PROGRAM, 'src/chromium-shell/api.ts')] } },
      include: ['electron.d.ts', join(PROGRAM, 'src/main/env.d.ts'), ...files],
      exclude: [],
    }),
  );
  return spawnSync(join(PROGRAM, 'node_modules/.bin/tsc'), ['--noEmit', '-p', project], { encoding: 'utf8' }).stdout;
}

const probe = (source: string): string => {
  writeFileSync(join(folder, 'probe.ts'), source);
  return compile('probe.ts');
};

test('main calls nothing of Electron that the shell lacks', () => {
  expect(compile(join(PROGRAM, 'src/main/index.ts'))).toBe('');
});

test.each([
  ['a module', "import { powerMonitor } from 'electron'; powerMonitor.on('suspend', () => {});", 'powerMonitor'],
  ['a method', "import { app } from 'electron'; app.setBadgeCount(1);", 'setBadgeCount'],
  ['an event', "import { app } from 'electron'; app.on('gpu-info-update', () => {});", 'gpu-info-update'],
])('it would be found: %s', (_what, source, name) => {
  expect(probe(source)).toContain(name);
});
