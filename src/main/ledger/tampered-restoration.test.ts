/** What a console does where two administrators have restored a backup in which somebody had changed entries. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createSigningKey } from '../../api/ledger/signing-key.ts';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { PEOPLE, type TestPerson } from '../../api/testing/issuer.ts';
import { allSigned, askAfresh } from '../../api/testing/signed.ts';
import { backUpTampered } from '../../api/testing/tampered-backup.ts';
import { createClient, readLedgerFile } from '../../client/index.ts';
import type { CheckedCheckpoint } from '../../contract/console.ts';
import type { OperationInput, OperationName } from '../../contract/operations.ts';
import { type KeptLedger, KeptLedgerStore } from '../store/kept-ledger.ts';
import { Keeper } from './keeper.ts';

const OTHER_ADMINISTRATOR: TestPerson = { subject: 'sunli', roles: ['administrator'], name: '孙丽' };

let api: TestApi;
let url: string;
let folder: string;
/** Files of the ledger that were asked for, and restorations. */
let asked: string[] = [];
/** Checkpoints that were handed in. */
const reported: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockdesk-tampered-'));
  const next = join(folder, 'next.key');
  await createSigningKey(next, 'lockdesk.test/ledger');
  // A signer that remembers nothing: what is lost, it learns from consoles alone.
  api = await startTestApi({ LEDGER_NEXT_KEY_FILE: next, LEDGER_CHECKPOINT_FILE: '/nonexistent/checkpoint' });
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const fileOf = (workstation: string) => join(folder, workstation);

/** A clerk's console, started again with each call. */
function openKeeper(workstation: string): Keeper {
  const http = axios.create({ baseURL: url, headers: { authorization: api.bearer(PEOPLE.clerk) } });
  return new Keeper({
    ledger: {
      read: (path) => {
        asked.push(path);
        return readLedgerFile(http, path);
      },
      restorations: async () => {
        asked.push('restorations');
        return (await createClient(http).listRestorations({})).restorations;
      },
      report: (checkpoint) => {
        reported.push(checkpoint);
        return createClient(http).reportCheckpoint({ checkpoint });
      },
    },
    store: new KeptLedgerStore(fileOf(workstation), url),
    pinned: undefined,
  });
}

/** Looks, and tells what is kept then. */
async function see(workstation: string): Promise<CheckedCheckpoint> {
  const { kept } = await openKeeper(workstation).check();
  if (kept === null) throw new Error('nothing was kept');
  return kept;
}

/** What a workstation has stored of this ledger. */
async function storedOf(workstation: string): Promise<KeptLedger> {
  return JSON.parse(await readFile(fileOf(workstation), 'utf8'))[url];
}
/** Another workstation, whose stored file differs. */
async function copy(workstation: string, to: string, change: (stored: KeptLedger) => Partial<KeptLedger>) {
  const stored = await storedOf(workstation);
  await writeFile(fileOf(to), JSON.stringify({ [url]: { ...stored, ...change(stored) } }));
}

/** Each search is an entry. @returns the size, once all are signed */
async function search(times: number): Promise<number> {
  for (let at = 0; at < times; at++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
  return allSigned(api);
}

/** Somebody who has signed in just now. */
const asks = <N extends OperationName>(person: TestPerson, name: N, input: OperationInput<N>) =>
  askAfresh(api, person, name, input);

/** Two administrators, whatever they are asked to declare. @returns the declaration */
async function declare() {
  const { declaration } = await asks(PEOPLE.administrator, 'restorationState', {});
  const { digest } = await asks(PEOPLE.administrator, 'proposeRestoration', { declaration });
  await asks(OTHER_ADMINISTRATOR, 'confirmRestoration', { digest });
  await allSigned(api);
  return declaration;
}

test('promise 8: what was kept of before the loss shows that it is not there any more, whatever was declared of the rest', async () => {
  await search(3);
  const first = await see('long here');
  // A key is handed on: what the one before it has signed still counts.
  const input = { verifier_key: api.services.nextSigningKey?.verifierKey ?? '' };
  await asks(PEOPLE.administrator, 'rotateLedgerKey', input);
  const size = await search(2);
  const second = await see('long here');
  const restore = await backUpTampered(api, 1);
  await search(2);
  await see('long here');
  await see('new');
  await search(1);
  await see('new');

  // Older ones cost nothing while the ledger only grows.
  asked = [];
  const last = await see('long here');
  const all = asked;
  expect((await storedOf('long here')).older).toHaveLength(3);
  expect(all.filter((path) => !path.startsWith('tile/'))).toEqual(['checkpoint', 'rotations']);
  await copy('long here', 'of an earlier version', ({ kept }) => ({ kept, older: undefined }));
  await copy('long here', 'spoilt', ({ older: [third, spoilt, oldest] }) => ({
    older: [
      third,
      { ...spoilt, checkpoint: spoilt?.checkpoint.replace(`\n${size}\n`, '\n1\n') },
      oldest,
    ] as KeptLedger['older'],
  }));

  await restore();
  expect(await openKeeper('long here').check()).toMatchObject({ kept: last, refused: { why: 'shrank', size } });
  expect(await declare()).toMatchObject({ number: 1, kept: { size }, lost: { size: last.size } });
  const grown = await search(1);

  // Whoever has seen nothing of before the loss has nothing to hold the declaration against.
  const restored = { by: ['马晓燕', '孙丽'], first: size, last: last.size - 1 };
  for (const workstation of ['new', 'of an earlier version']) {
    expect(await openKeeper(workstation).check()).toMatchObject({ kept: { size: grown }, refused: null, restored });
    expect((await storedOf(workstation)).older).toEqual([]);
  }
  const refused = { why: 'forked', size: grown };
  const told = await openKeeper('long here').check();
  expect(told).toMatchObject({ kept: last, refused: { ...refused, older: second }, restored: null });
  expect(reported.at(-1)).toBe(second.checkpoint);
  // Started again, it knows it still.
  expect(openKeeper('long here').state).toEqual(told);
  // Another one lacks that one, and has one that the key from before has signed.
  expect(await openKeeper('spoilt').check()).toMatchObject({ refused: { ...refused, older: first } });

  // What was handed in is to be declared as well: that nothing was surely kept, which nobody overlooks.
  await vi.waitUntil(async () => (await asks(PEOPLE.administrator, 'restorationState', {})).declaration, 10_000);
  expect(await declare()).toMatchObject({ number: 2, kept: { size: 0 }, lost: { size } });
  const since = await search(1);
  expect(await openKeeper('long here').check()).toMatchObject({
    kept: { size: since },
    refused: null,
    restored: { first: 0, last: last.size - 1 },
  });
  expect((await storedOf('long here')).older).toEqual([]);
});
