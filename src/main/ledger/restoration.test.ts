/** What a console does once two administrators have declared what a restored ledger has lost. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { PEOPLE, type TestPerson } from '../../api/testing/issuer.ts';
import { backUpLedger } from '../../api/testing/ledger-backup.ts';
import { allSigned, askAfresh } from '../../api/testing/signed.ts';
import { createClient, readLedgerFile } from '../../client/index.ts';
import type { OperationInput, OperationName } from '../../contract/operations.ts';
import { KeptLedgerStore } from '../store/kept-ledger.ts';
import { Keeper } from './keeper.ts';

const OTHER_ADMINISTRATOR: TestPerson = { subject: 'sunli', roles: ['administrator'], name: '孙丽' };

let api: TestApi;
let url: string;
let folder: string;
beforeAll(async () => {
  // A signer that remembers nothing: what is lost, it learns from consoles alone.
  api = await startTestApi({ LEDGER_CHECKPOINT_FILE: '/nonexistent/checkpoint' });
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockdesk-keeper-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A clerk's console, started again with each call. */
function openKeeper(workstation: string): Keeper {
  const http = axios.create({ baseURL: url, headers: { authorization: api.bearer(PEOPLE.clerk) } });
  return new Keeper({
    ledger: {
      read: (path) => readLedgerFile(http, path),
      restorations: async () => (await createClient(http).listRestorations({})).restorations,
      report: (checkpoint) => createClient(http).reportCheckpoint({ checkpoint }),
    },
    store: new KeptLedgerStore(join(folder, workstation), url),
    pinned: undefined,
  });
}

/** Each search is an entry. @returns the size, once all are signed */
async function search(times: number): Promise<number> {
  for (let at = 0; at < times; at++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
  return allSigned(api);
}

/** Somebody who has signed in just now. */
const asks = <N extends OperationName>(person: TestPerson, name: N, input: OperationInput<N>) =>
  askAfresh(api, person, name, input);

test('promise 8: refused until two have declared it, then accepted by all who kept what was lost, and told until it was read', async () => {
  const size = await search(3);
  const restore = await backUpLedger((text) => api.database.asOwner(text));
  await search(2);
  const early = openKeeper('early');
  expect(await early.check()).toMatchObject({ kept: { size: size + 2 } });
  await search(2);
  const keeper = openKeeper('last');
  const { kept } = await keeper.check();
  await restore();
  await vi.waitUntil(
    () =>
      openKeeper('new')
        .check()
        .then(({ kept }) => kept?.size === size),
    10_000,
  );

  expect(await keeper.check()).toMatchObject({ kept, refused: { why: 'shrank', size }, restored: null });
  // Handed in by the console, it is what the administrators are told of.
  const { declaration } = await asks(PEOPLE.administrator, 'restorationState', {});
  expect(declaration).toMatchObject({ kept: { size }, lost: { size: size + 4 } });
  const { digest } = await asks(PEOPLE.administrator, 'proposeRestoration', { declaration });
  expect(await keeper.check()).toMatchObject({ kept, refused: { why: 'shrank' } });
  await asks(OTHER_ADMINISTRATOR, 'confirmRestoration', { digest });
  const grown = await search(1);

  const restored = { at: expect.any(String), by: ['马晓燕', '孙丽'], first: size, last: size + 3 };
  expect(await keeper.check()).toMatchObject({ kept: { size: grown }, refused: null, restored });
  expect(await early.check()).toMatchObject({ kept: { size: grown }, refused: null, restored });
  // Those who had seen no more than what is there have nothing to be told.
  expect(await openKeeper('new').check()).toMatchObject({ kept: { size: grown }, refused: null, restored: null });

  await search(1);
  const again = openKeeper('last');
  expect(await again.check()).toMatchObject({ kept: { size: grown + 1 }, restored });
  again.noted();
  expect(again.state.restored).toBeNull();
  expect(openKeeper('last').state).toMatchObject({ kept: { size: grown + 1 }, refused: null, restored: null });
});

test('promise 8: what is lost beyond the declared is refused still', async () => {
  const size = await search(2);
  const restore = await backUpLedger((text) => api.database.asOwner(text));
  await search(1);
  const known = openKeeper('known');
  await known.check();
  await search(3);
  const unknown = openKeeper('unknown');
  const { kept } = await unknown.check();
  await restore();
  await vi.waitUntil(
    () =>
      openKeeper('new')
        .check()
        .then(({ kept }) => kept?.size === size),
    10_000,
  );
  await known.check();
  const { declaration } = await asks(PEOPLE.administrator, 'restorationState', {});
  const { digest } = await asks(PEOPLE.administrator, 'proposeRestoration', { declaration });
  await asks(OTHER_ADMINISTRATOR, 'confirmRestoration', { digest });
  await allSigned(api);
  expect(await known.check()).toMatchObject({ refused: null, restored: { first: size, last: size } });
  // This one was switched off until now.
  expect(await unknown.check()).toMatchObject({ kept, refused: { why: 'shrank' }, restored: null });
});
