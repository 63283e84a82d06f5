/** What the command says of checkpoints that were kept, where a restored backup had been changed before. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { PEOPLE, type TestPerson } from '../../api/testing/issuer.ts';
import { allSigned, askAfresh } from '../../api/testing/signed.ts';
import { backUpTampered } from '../../api/testing/tampered-backup.ts';
import type { OperationInput, OperationName } from '../../contract/operations.ts';
import { cli as words } from '../../words/en/cli.ts';
import { fill } from '../../words/fill.ts';

const CLI = fileURLToPath(new URL('../index.ts', import.meta.url));
const OTHER_ADMINISTRATOR: TestPerson = { subject: 'sunli', roles: ['administrator'], name: '孙丽' };
/** Entry 5 is another one in a backup of the first 8; 10 were signed before that was restored. */
const [CHANGED, KEPT, LOST] = [5, 8, 10];

let api: TestApi;
let url: string;
let dir: string;
/** Entries after the restoration, and where it is declared. */
let size: number;
let index: number;
const at = (name: number) => path.join(dir, String(name));

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-kept-'));
  api = await startTestApi({ LEDGER_CHECKPOINT_FILE: '/nonexistent/checkpoint' });
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  for (let entries = 1; entries <= KEPT; entries++) await searchAndKeep(entries);
  const restore = await backUpTampered(api, CHANGED);
  for (let entries = KEPT + 1; entries <= LOST; entries++) await searchAndKeep(entries);
  const lost = await checkpoint();
  await restore();
  await asks(PEOPLE.clerk, 'reportCheckpoint', { checkpoint: lost });
  const { declaration } = await asks(PEOPLE.administrator, 'restorationState', {});
  const { digest } = await asks(PEOPLE.administrator, 'proposeRestoration', { declaration });
  await asks(OTHER_ADMINISTRATOR, 'confirmRestoration', { digest });
  size = await allSigned(api);
  const { rows } = await api.database.asOwner('SELECT index::integer FROM leaves JOIN restorations USING (entry_id)');
  index = rows[0].index;
});
afterAll(async () => {
  await api.close();
  await rm(dir, { recursive: true });
});

const checkpoint = async (): Promise<string> => {
  const headers = { authorization: api.bearer(PEOPLE.clerk) };
  return (await api.app.inject({ url: '/v1/ledger/checkpoint', headers })).body;
};
const sizeOf = (note: string): number => Number(note.split('\n')[1]);

/** Each search is an entry; its checkpoint goes into a file. */
async function searchAndKeep(entries: number): Promise<void> {
  expect((await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' })).statusCode).toBe(200);
  const note = await vi.waitUntil(async () => {
    const newest = await checkpoint();
    return sizeOf(newest) === entries && newest;
  }, 10_000);
  await writeFile(at(entries), note);
}

/** Somebody who has signed in just now. */
const asks = <N extends OperationName>(person: TestPerson, name: N, input: OperationInput<N>) =>
  askAfresh(api, person, name, input);

/** Checks one entry, and the ledger against the checkpoints of so many entries. */
async function verify(...kept: number[]): Promise<{ code: number | null; said: string[] }> {
  const token = api.bearer(PEOPLE.auditor).replace('Bearer ', '');
  const env = { ...process.env, LC_ALL: 'C', LOCKDESK_API: url, LOCKDESK_TOKEN: token };
  const args = [
    ...[CLI, 'verify', '--key', api.services.signingKey?.verifierKey ?? '', '--entry', '0'],
    ...kept.flatMap((entries) => ['--kept', at(entries)]),
  ];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env }, (_error, stdout) =>
      resolve({ code: child.exitCode, said: stdout.split('\n').slice(0, -3) }),
    );
  });
}

const restored = (kept: number) => fill(words.restored, { size, kept, index, number: 1, from: KEPT, to: LOST - 1 });
const forked = (kept: number) => fill(words.forked_before_loss, { kept, index, number: 1, from: KEPT });
const consistent = (kept: number) => fill(words.consistent, { kept, size });
const unshown = fill(words.before_loss_unshown, { before: KEPT });

test('promise 8: a declared loss is no excuse for what was kept of before it', async () => {
  expect(await verify(LOST)).toEqual({ code: 0, said: [restored(LOST), unshown] });
  expect(await verify(KEPT + 1, LOST)).toEqual({ code: 0, said: [restored(LOST), restored(KEPT + 1), unshown] });
  for (const older of [KEPT, CHANGED + 1]) {
    expect(await verify(older, LOST)).toEqual({ code: 1, said: [restored(LOST), forked(older)] });
  }
  // What is from before the change speaks neither against the ledger nor for it.
  expect(await verify(LOST, CHANGED)).toEqual({ code: 0, said: [restored(LOST), consistent(CHANGED)] });
});

test('promise 8: each is judged, as they may be from different hands', async () => {
  const said = [restored(LOST), forked(KEPT), forked(6), consistent(5), consistent(1)];
  expect(await verify(1, 6, LOST, 5, KEPT)).toEqual({ code: 1, said });
  const alone = fill(words.forked, { kept: KEPT, size });
  expect(await verify(CHANGED, KEPT)).toEqual({ code: 1, said: [alone, consistent(CHANGED)] });
});
