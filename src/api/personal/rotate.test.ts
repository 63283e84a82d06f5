import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { openFor } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { residentId, type SignInSystem, signInSystem } from '../testing/sign-in-system.ts';
import { learnKeys } from './data-keys.ts';
import { type Rotated, type Rotation, RotationRunning, rotateKeys } from './rotate.ts';

const PHONE = '13973519482';
const CITIZENS = 450;

let api: TestApi;
let system: SignInSystem;
let dir: string;
const documents = new Map<string, string>();
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-rotate-'));
  api = await startTestApi();
  system = signInSystem(api);
  for (let n = 0; n < CITIZENS; n++) {
    const document_number = residentId();
    documents.set(document_number, await system.newCitizen({ document_number, phone: PHONE }));
  }
}, 120_000);
afterAll(async () => {
  await api.close();
  await rm(dir, { recursive: true });
});

const rotate = (options: Partial<Rotation> = {}): Promise<Rotated> =>
  rotateKeys({
    db: api.services.db,
    source: api.services.config.keySource,
    signal: new AbortController().signal,
    onProgress: () => {},
    settleSeconds: 0,
    ...options,
  });

function keyFile(): string {
  const { file } = api.services.config.keySource;
  if (file === undefined) throw new Error('the test API has a key file');
  return file;
}

/** As the process does by itself every ten seconds. */
const look = () => learnKeys(api.services.db, api.services.config.keySource, api.services.keys);

async function standing(): Promise<Record<number, number>> {
  const { rows } = await api.database.asOwner(
    'SELECT key_id, count(*)::integer AS count FROM accounts GROUP BY key_id ORDER BY key_id',
  );
  return Object.fromEntries(rows.map(({ key_id, count }) => [key_id, count]));
}

/** Found by their number, and the number revealed. */
async function expectReadable(document: string): Promise<void> {
  const { hits } = (await api.call(PEOPLE.clerk, 'searchAccounts', { text: document })).json();
  expect(hits).toHaveLength(1);
  const account_id = hits[0].account.id;
  const opening_id = await openFor(api.services, PEOPLE.clerk, account_id);
  for (const [field, value] of [
    ['document', document],
    ['phone', PHONE],
  ] as const) {
    const answer = await api.call(PEOPLE.clerk, 'revealField', {
      account_id,
      opening_id,
      field,
      reason: { code: 'compare_document' },
    });
    expect(answer.json().value).toBe(value);
  }
}

const some = () => [...documents.keys()].filter((_, n) => n % 90 === 0);

test('a new database begins with a data key of its own; the key-encryption key stands in no row', async () => {
  const { current } = api.services.keys;
  expect(await standing()).toEqual({ [current]: CITIZENS });
  const { rows } = await api.database.asOwner('SELECT id, kek_id, wrapped FROM data_keys');
  expect(rows).toMatchObject([{ id: current, kek_id: 1 }]);
  const kek = JSON.parse(await readFile(keyFile(), 'utf8'))['1'];
  expect(rows[0].wrapped.includes(Buffer.from(kek, 'base64'))).toBe(false);
});

test('stopped in the middle, all is readable, and the next goes on with the same key', async () => {
  const [before] = Object.keys(await standing()).map(Number);
  const stopping = new AbortController();
  const stopped = await rotate({ signal: stopping.signal, onProgress: () => stopping.abort() });
  expect(stopped).toMatchObject({ resumed: false, finished: false, rows: 200 });
  expect(await standing()).toEqual({ [before ?? 0]: CITIZENS - 200, [stopped.key]: 200 });

  await look();
  expect(api.services.keys.current).toBe(stopped.key);
  for (const document of some()) await expectReadable(document);
  // Written while it is under way: by the new key at once.
  const document_number = residentId();
  documents.set(document_number, await system.newCitizen({ document_number, phone: PHONE }));

  const progress: number[] = [];
  const resumed = await rotate({ onProgress: ({ done, total }) => progress.push(done / total) });
  expect(resumed).toEqual({ key: stopped.key, resumed: true, finished: true, rows: CITIZENS - 200 });
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);
  expect(await standing()).toEqual({ [stopped.key]: CITIZENS + 1 });
  for (const document of some()) await expectReadable(document);
});

test('nothing is sealed with a new key before every process had time to learn it', async () => {
  const { current } = api.services.keys;
  const stopping = new AbortController();
  const waiting = rotate({ settleSeconds: 3600, signal: stopping.signal });
  await expect.poll(async () => (await api.database.asOwner('SELECT FROM data_keys')).rows.length).toBe(3);
  await look();
  expect(api.services.keys.current).toBe(current);
  expect(api.services.keys.hasLearned(current + 1)).toBe(true);
  await expect(rotate()).rejects.toBeInstanceOf(RotationRunning);
  stopping.abort();
  expect(await waiting).toMatchObject({ finished: false, rows: 0 });
  await api.database.asOwner('UPDATE data_keys SET active_from = now()');
  expect(await rotate()).toMatchObject({ key: current + 1, resumed: true, finished: true });
});

test('messages that wait go along, and are delivered', async () => {
  const [document = ''] = documents.keys();
  const { hits } = (await api.call(PEOPLE.clerk, 'searchAccounts', { text: document })).json();
  const account_id = hits[0].account.id;
  const reset = await api.call(PEOPLE.clerk, 'forceReset', {
    account_id,
    opening_id: await openFor(api.services, PEOPLE.clerk, account_id),
    version: hits[0].account.version,
    reason: { code: 'asked_for' },
    verification: { method: 'id_card', reading: 'scanned' },
    channel: 'counter',
  });
  expect(reset.statusCode, reset.body).toBe(200);
  await look();
  const { key } = await rotate();
  await look();
  const { rows } = await api.database.asOwner('SELECT entry_id, kind, key_id, payload_cipher FROM outbox');
  expect(rows.length).toBeGreaterThan(0);
  for (const { entry_id, kind, key_id, payload_cipher } of rows) {
    expect(key_id).toBe(key);
    const place = { table: 'outbox', id: entry_id, column: kind } as const;
    expect(JSON.parse(api.services.keys.open(place, key_id, payload_cipher)).to).toBe(PHONE);
  }
});

test('a newer key-encryption key wraps all, and the older one opens nothing any more', async () => {
  const ring = JSON.parse(await readFile(keyFile(), 'utf8'));
  const file = path.join(dir, 'keys.json');
  await writeFile(file, JSON.stringify({ ...ring, 2: randomBytes(32).toString('base64') }), { mode: 0o600 });
  await rotate({ source: { file } });
  const { rows } = await api.database.asOwner('SELECT DISTINCT kek_id FROM data_keys');
  expect(rows).toEqual([{ kek_id: 2 }]);

  const settings = (from: string) =>
    readConfig({
      DATABASE_URL: api.database.apiUrl,
      OIDC_ISSUER: api.issuer.url,
      LOCKDESK_KEY_FILE: from,
      LOG_LEVEL: 'silent',
    });
  const { app, services } = await buildApp(settings(file));
  await app.ready();
  expect(services.keys.current).toBe(api.services.keys.current + 1);
  await app.close();

  const old = await buildApp(settings(keyFile()));
  await expect(old.app.ready()).rejects.toThrow('key-encryption key 2 is needed');
  await old.app.close().catch(() => {});
});
