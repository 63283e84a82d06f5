import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from './config.ts';

let folders: { resources: string; userData: string };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lockdesk-config-'));
  folders = { resources: join(root, 'resources'), userData: join(root, 'user') };
  mkdirSync(folders.resources);
  mkdirSync(folders.userData);
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (folder: string, content: unknown) => writeFileSync(join(folder, 'lockdesk.json'), JSON.stringify(content));
const ENV = { LOCKDESK_API: 'https://api.example', LOCKDESK_ISSUER: 'https://id.example' };

test('the environment suffices; a session lasts 15 minutes idle and 12 hours in all', () => {
  expect(readConfig(folders, ENV)).toEqual({
    api: 'https://api.example',
    issuer: 'https://id.example',
    client_id: 'lockdesk-console',
    idle_s: 900,
    session_s: 43_200,
    sign_in_s: 300,
  });
});

test('the administrator’s file wins over the environment, and that over the person’s own file', () => {
  put(folders.userData, { api: 'https://user.example', issuer: 'https://user.example', idle_s: 60 });
  put(folders.resources, { api: 'https://agency.example' });
  expect(readConfig(folders, ENV)).toMatchObject({
    api: 'https://agency.example',
    issuer: 'https://id.example',
    idle_s: 60,
  });
});

test.each([
  ['no address', {}],
  ['an address in clear to another machine', { ...ENV, LOCKDESK_API: 'http://api.example' }],
  ['a host that only begins like this machine', { ...ENV, LOCKDESK_API: 'http://127.0.0.1.example' }],
  ['another scheme', { ...ENV, LOCKDESK_ISSUER: 'file:///etc' }],
])('refuses %s', (_what, env) => {
  expect(() => readConfig(folders, env)).toThrow();
});

test('refuses what is no key of a ledger', () => {
  put(folders.resources, { ledger_key: 'lockdesk.example/ledger' });
  expect(() => readConfig(folders, ENV)).toThrow();
});

test('takes the ledger’s key as it is printed', () => {
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  put(folders.resources, { ledger_key: `${key}\n` });
  expect(readConfig(folders, ENV).ledger_key).toBe(key);
});

test('in clear on this machine is allowed', () => {
  expect(readConfig(folders, { ...ENV, LOCKDESK_API: 'http://127.0.0.1:7100' }).api).toBe('http://127.0.0.1:7100');
});

test('a file that is not JSON is not passed over', () => {
  writeFileSync(join(folders.resources, 'lockdesk.json'), '{');
  expect(() => readConfig(folders, ENV)).toThrow();
});
