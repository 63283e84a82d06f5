import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, test } from 'vitest';
import { readDirectories } from './configured.ts';

const PROVINCE = {
  kind: 'keycloak',
  name: 'province',
  title: { 'zh-CN': '省平台', en: 'Province' },
  url: 'https://id.example/auth',
  realm: 'citizens',
  client_id: 'lockdesk',
  secret_file: '/run/secrets/province',
  people: { document: { kind: 'resident_id', number: 'username' }, name: 'last_first', division_otherwise: '320106' },
};

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-directories-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function read(text: string) {
  const file = path.join(dir, 'directories.json');
  await writeFile(file, text);
  return readDirectories(file);
}

it('reads those that are named, and none where there is no file', async () => {
  expect(await readDirectories(undefined)).toEqual([]);
  const city = { ...PROVINCE, name: 'city', url: 'http://127.0.0.1:8080' };
  expect(await read(JSON.stringify([PROVINCE, city]))).toEqual([PROVINCE, city]);
});

test.each<[string, unknown, RegExp]>([
  ['a token sent by a line that others share', { ...PROVINCE, url: 'http://id.example' }, /0\.url: must be https/],
  ['a name that no session could bear', { ...PROVINCE, name: 'Province' }, /0\.name: /],
  ['the name of our own', { ...PROVINCE, name: 'built-in' }, /0\.name: is the built-in/],
  ['a misspelt setting', { ...PROVINCE, secret: 's3cret' }, /0: .*"secret"/],
  [
    'nowhere for people to be found',
    { ...PROVINCE, people: { ...PROVINCE.people, division_otherwise: '3201' } },
    /0\.people\.division_otherwise: /,
  ],
  ['no title in one language', { ...PROVINCE, title: { en: 'Province' } }, /0\.title\.zh-CN: /],
])('%s is refused at the start', async (_, one, problem) => {
  await expect(read(JSON.stringify([one]))).rejects.toThrow(problem);
  await expect(read(JSON.stringify([one]))).rejects.not.toThrow(/s3cret/);
});

test('so are two of one name, and what is no JSON', async () => {
  await expect(read(JSON.stringify([PROVINCE, PROVINCE]))).rejects.toThrow(/two directories have one name/);
  await expect(read('{')).rejects.toThrow(/JSON/);
});
