import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FieldKeys, type FieldPlace } from './field-keys.ts';
import { createKeyFile, loadFieldKeys } from './key-file.ts';

const old = randomBytes(32);
const before = new FieldKeys(new Map([[1, old]]));
const after = new FieldKeys(
  new Map([
    [1, old],
    [2, randomBytes(32)],
  ]),
);
const place: FieldPlace = { table: 'accounts', id: '01890000-0000-7000-8000-000000000001', column: 'document' };

test('a sealed value opens where it was sealed, also after a newer key came', () => {
  const sealed = before.seal(place, '11010519491231002X');
  expect(before.open(place, 1, sealed)).toBe('11010519491231002X');
  expect(after.current).toBe(2);
  expect(after.open(place, 1, sealed)).toBe('11010519491231002X');
});

test('the same value sealed twice differs, and holds nothing in clear', () => {
  const sealed = [before.seal(place, '13812345678'), before.seal(place, '13812345678')];
  expect(sealed[0]).not.toEqual(sealed[1]);
  expect(sealed[0]?.includes('13812345678')).toBe(false);
});

test.each([
  ['another row', { ...place, id: '01890000-0000-7000-8000-000000000002' }],
  ['another column', { ...place, column: 'phone' }],
  ['another table', { ...place, table: 'outbox' as const }],
])('a value moved to %s does not open', (_, elsewhere) => {
  const sealed = before.seal(place, '13812345678');
  expect(() => before.open(elsewhere, 1, sealed)).toThrow();
});

test('a changed byte, another key and an unknown key do not open', () => {
  const sealed = after.seal(place, '13812345678');
  expect(() => after.open(place, 1, sealed)).toThrow();
  expect(() => after.open(place, 3, sealed)).toThrow('field key 3 is not in the key ring');
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => after.open(place, 2, changed)).toThrow();
  }
});

test('a search hash is the same for the same value, key and field only', () => {
  expect(before.searchHash('phone', '13812345678')).toEqual(before.searchHash('phone', '13812345678'));
  expect(before.searchHash('phone', '13812345678')).not.toEqual(before.searchHash('document', '13812345678'));
  expect(after.searchHash('phone', '13812345678')).not.toEqual(before.searchHash('phone', '13812345678'));
  expect(after.searchHashes('phone', '13812345678')).toContainEqual(before.searchHash('phone', '13812345678'));
});

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-keys-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test('a key file that was made is private, is never overwritten, and serves by file and by command alike', async () => {
  const file = path.join(dir, 'keys');
  await createKeyFile(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await expect(createKeyFile(file)).rejects.toMatchObject({ code: 'EEXIST' });
  const sealed = (await loadFieldKeys({ file })).seal(place, 'x');
  expect((await loadFieldKeys({ command: `cat '${file}'` })).open(place, 1, sealed)).toBe('x');
});

test('a key file that others may read is refused', async () => {
  const file = path.join(dir, 'open-keys');
  await createKeyFile(file);
  await chmod(file, 0o640);
  await expect(loadFieldKeys({ file })).rejects.toThrow('0600');
});

test.each(['', '{}', '[]', '{"1":"c2hvcnQ="}', `{"0":"${old.toString('base64')}"}`, `{"1":"${'!'.repeat(44)}"}`])(
  'keys %j are refused without being quoted',
  async (text) => {
    const file = path.join(dir, 'bad-keys');
    await writeFile(file, text, { mode: 0o600 });
    const refusal = loadFieldKeys({ file });
    await expect(refusal).rejects.toThrow('32-byte base64 keys');
    await expect(refusal).rejects.not.toThrow('c2hvcnQ=');
  },
);

test('a failing key command is told by its code, not by its output', async () => {
  const refusal = loadFieldKeys({ command: 'echo secret-part >&2; exit 3' });
  await expect(refusal).rejects.toThrow('the key command failed (3)');
});
