import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { cli as words } from '../words/en/cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = path.join(ROOT, packageJson.bin.lockdesk);

beforeAll(async () => {
  await build({ root: ROOT, configFile: path.join(ROOT, 'cli.vite.config.ts'), logLevel: 'error' });
});

interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

const run = (file: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
  new Promise<Finished>((resolve) => {
    const child = execFile(file, args, { env: { ...process.env, LC_ALL: 'C', ...env } }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });

test.skipIf(process.platform === 'win32')('the built command runs by its own name', async () => {
  expect(await run(BUILT, ['--help'])).toEqual({ code: 0, stdout: `${words.usage}\n`, stderr: '' });
});

test('an import against something that is not the API says so and ends with 1', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-built-'));
  const file = path.join(dir, 'accounts.ndjson');
  await writeFile(file, '{"external_id":"1"}\n');
  const stranger = createServer((_request, response) => response.end('<h1>It works!</h1>')).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  try {
    const { port } = stranger.address() as AddressInfo;
    const args = [BUILT, 'import-accounts', file, '--api', `http://127.0.0.1:${port}`];
    const result = await run(process.execPath, args, { LOCKDESK_TOKEN: 'any' });
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(/Not finished, stopped at line 1\. .+ The same command goes on from there\.\n$/);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  } finally {
    stranger.close();
    await rm(dir, { recursive: true });
  }
});

test('on an older Node it says which one it needs, and loads nothing else', async () => {
  const older =
    'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})';
  expect(await run(process.execPath, ['--import', older, BUILT, '--help'])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('lockdesk needs Node 24 or newer'),
  });
});
