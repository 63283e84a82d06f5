import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf, servePage } from './protocol.ts';

let folder: string;
let serve: (request: Request) => Promise<Response>;

beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), 'lockdesk-page-'));
  folder = join(root, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<h1>page</h1>');
  await writeFile(join(folder, 'assets/a.js'), 'export {}');
  await writeFile(join(root, 'secret.js'), 'outside');
  await writeFile(join(root, 'renderer-secret.js'), 'outside, in a folder that begins alike');
  serve = servePage(folder);
});

afterAll(() => rm(join(folder, '..'), { recursive: true }));

const get = (address: string, method = 'GET') => serve(new Request(address, { method }));

test('serves the page and its parts with their types and the policy', async () => {
  const page = await get('app://console/index.html');
  expect(await page.text()).toBe('<h1>page</h1>');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect((await get('app://console/assets/a.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

const REFUSED = [
  'app://console/../secret.js',
  'app://console/..%2fsecret.js',
  'app://console/%2e%2e/secret.js',
  'app://console/%2e%2e%2fsecret.js',
  'app://console/assets/..%2f..%2fsecret.js',
  'app://console/..%5csecret.js',
  'app://console/..\\secret.js',
  'app://console/%252e%252e%252fsecret.js',
  'app://console/..%2frenderer-secret.js',
  'app://console//etc/hostname.js',
  'app://console/C:%5csecret.js',
  'app://console/index.html%00.js',
  'app://console/%E0%A4%A.js',
  'app://console/',
  'app://console/assets',
  'app://console/index.cjs',
  'app://console/package.json',
  'app://other/index.html',
  'app://console:80/index.html',
  'https://console/index.html',
];

test.each(REFUSED)('answers 404 to %s', async (address) => {
  const answer = await get(address);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe('');
});

test('never names a file outside its folder', () => {
  for (const address of REFUSED) expect(fileOf(address, folder)?.startsWith(`${folder}/`) ?? true).toBe(true);
});

test('only reads', async () => {
  expect((await get('app://console/index.html', 'POST')).status).toBe(404);
});
