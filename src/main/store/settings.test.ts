import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FIRST_SETTINGS, SettingsStore } from './settings.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockdesk-settings-'));
  path = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the first start has defaults and writes nothing', () => {
  expect(new SettingsStore(path).current).toEqual(FIRST_SETTINGS);
  expect(readdirSync(folder)).toEqual([]);
});

test('a change is told, and is there at the next start', () => {
  const store = new SettingsStore(path);
  const told: unknown[] = [];
  store.changed.add((settings) => told.push(settings.language));
  store.change({ language: 'en', workstation_id: 'NJ-GL-W03' });
  expect(told).toEqual(['en']);
  expect(new SettingsStore(path).current).toEqual({ ...FIRST_SETTINGS, language: 'en', workstation_id: 'NJ-GL-W03' });
});

test('a change holds also where the disk takes nothing', () => {
  const store = new SettingsStore(join(folder, 'gone', 'settings.json'));
  const told: unknown[] = [];
  store.changed.add((settings) => told.push(settings.language));
  expect(store.change({ language: 'en' })).toMatchObject({ language: 'en' });
  expect(told).toEqual(['en']);
});

test('a change that is not valid changes nothing', () => {
  const store = new SettingsStore(path);
  store.change({ workstation_id: 'W1' });
  expect(() => store.change({ workstation_id: 'a b' })).toThrow();
  expect(new SettingsStore(path).current.workstation_id).toBe('W1');
});

test.each([
  ['is not JSON', '{"language":'],
  ['is something else', '[1,2]'],
  ['has a value that is not allowed', JSON.stringify({ ...FIRST_SETTINGS, theme: 'purple' })],
])('a file that %s gives defaults and is kept aside', (_how, text) => {
  writeFileSync(path, text);
  expect(new SettingsStore(path).current).toEqual(FIRST_SETTINGS);
  expect(readFileSync(`${path}.broken`, 'utf8')).toBe(text);
});

test('a file of an older console lacks fields, one of a newer has more: both are read', () => {
  writeFileSync(path, JSON.stringify({ language: 'en', invented_later: 1 }));
  expect(new SettingsStore(path).current).toEqual({ ...FIRST_SETTINGS, language: 'en' });
});
