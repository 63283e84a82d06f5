import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  entriesOf,
  hashesOf,
  leafHash,
  openCheckpoint,
  parseVerifierKey,
  TiledTree,
  tilePath,
} from '../../verify/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';

const ENTRIES = 260;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  for (let at = 0; at < ENTRIES; at++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
});
afterAll(() => api.close());

const read = (path: string, person: TestPerson = PEOPLE.auditor) =>
  api.app.inject({ url: `/v1/ledger/${path}`, headers: { authorization: api.bearer(person) } });

async function newest() {
  const key = parseVerifierKey((await api.app.inject({ url: '/v1/ledger/key' })).body);
  return openCheckpoint((await read('checkpoint', PEOPLE.clerk)).body, key);
}

it('serves a checkpoint that its tiles and bundles come to', async () => {
  await expect.poll(async () => (await newest()).size).toBe(ENTRIES);
  const checkpoint = await newest();
  const tree = new TiledTree(checkpoint.size, async (tile) => hashesOf(tile, (await read(tilePath(tile))).rawPayload));
  expect(await tree.root()).toEqual(checkpoint.root);
  const tile = { level: 'entries', index: 1, width: 4 } as const;
  const bundle = entriesOf(tile, (await read(tilePath(tile))).rawPayload);
  const hashes = (await read('tile/0/001.p/4')).rawPayload;
  expect(Buffer.concat(bundle.map((leaf) => leafHash(leaf)))).toEqual(hashes);
});

it('lets tiles be kept for ever by whoever asked, and checkpoints not at all', async () => {
  const tile = await read('tile/0/000');
  expect(tile.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'cache-control': 'private, max-age=31536000, immutable',
  });
  const checkpoint = await read('checkpoint');
  expect(checkpoint.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
});

it.each([
  'tile/0/002',
  'tile/0/001',
  'tile/0/001.p/9',
  'tile/1/000',
  'tile/1/000.p/2',
  'tile/2/000.p/1',
  'tile/63/000',
  'tile/0/x999/x999/999',
  'tile/0/1',
  'tile/entries/002',
  'tile/entries/001',
  `tile/0/${'x999/'.repeat(20)}000`,
])('has no file %s', async (path) => {
  const answer = await read(path);
  expect(answer.statusCode).toBe(404);
  expect(answer.json().type).toBe('urn:lockdesk:error:route_not_found');
});
