import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { GrowingTree } from '../../api/ledger/growing-tree.ts';
import { createSigningKey, SigningKey, signedCheckpoint } from '../../api/ledger/signing-key.ts';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { PEOPLE } from '../../api/testing/issuer.ts';
import { backUpLedger } from '../../api/testing/ledger-backup.ts';
import { createClient, LockdeskError, readLedgerFile } from '../../client/index.ts';
import type { LedgerCheck } from '../../contract/console.ts';
import { KeptLedgerStore } from '../store/kept-ledger.ts';
import type { ServedLedger } from './examine.ts';
import { Keeper, type KeeperOptions } from './keeper.ts';

const ORIGIN = 'lockdesk.test/ledger';
const OTHER_KEY = new SigningKey(ORIGIN, new Uint8Array(32));

let api: TestApi;
let url: string;
/** The key that the ledger's is handed on to. */
let next: SigningKey;
let keys: string;
let folder: string;
let file: string;
/** Checkpoints that were handed in. */
let reported: string[];
/** Paths that were asked for. */
let asked: string[];
const keepers: Keeper[] = [];

beforeAll(async () => {
  keys = await mkdtemp(join(tmpdir(), 'lockdesk-keeper-keys-'));
  next = await createSigningKey(join(keys, 'next.key'), ORIGIN);
  api = await startTestApi({
    LEDGER_NEXT_KEY_FILE: join(keys, 'next.key'),
    // A signer that remembers nothing: what it would know by itself, consoles must find out.
    LEDGER_CHECKPOINT_FILE: '/nonexistent/checkpoint',
  });
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await api.close();
  await rm(keys, { recursive: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockdesk-keeper-'));
  file = join(folder, 'ledger.json');
  asked = [];
  reported = [];
});
afterEach(async () => {
  for (const keeper of keepers.splice(0)) keeper.stop();
  await rm(folder, { recursive: true });
});

/** A clerk's console on this workstation, started again with each call. */
function openKeeper({ read, ...options }: Partial<KeeperOptions> & { read?: ServedLedger['read'] } = {}): Keeper {
  const http = axios.create({ baseURL: url, headers: { authorization: api.bearer(PEOPLE.clerk) } });
  const keeper = new Keeper({
    ledger: {
      read:
        read ??
        ((path) => {
          asked.push(path);
          return readLedgerFile(http, path);
        }),
      restorations: async () => (await createClient(http).listRestorations({})).restorations,
      // The API would sign no more: what it does then is another test's.
      report: async (checkpoint) => void reported.push(checkpoint),
    },
    store: new KeptLedgerStore(file, url),
    pinned: undefined,
    ...options,
  });
  keepers.push(keeper);
  return keeper;
}

/** Each search is an entry; settles when all are signed. */
async function search(times: number): Promise<void> {
  for (let at = 0; at < times; at++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
  await vi.waitUntil(async () => {
    const { rows } = await api.database.asOwner(
      'SELECT size = (SELECT count(*) FROM entries) AS signed FROM ledger_head',
    );
    return rows[0].signed;
  }, 10_000);
}

const size = async (): Promise<number> =>
  Number((await api.database.asOwner('SELECT size FROM ledger_head')).rows[0].size);
const pinned = async () => (await api.app.inject({ url: '/v1/ledger/key' })).body.trim();
/** A backup of the ledger; what comes back restores it, and settles when the API serves it. */
async function backUp(): Promise<() => Promise<void>> {
  const restore = await backUpLedger((text) => api.database.asOwner(text));
  return async () => {
    await restore();
    await vi.waitUntil(() => ask('checkpoint').catch(() => false), 10_000);
  };
}

describe('promise 8: a console keeps the last checkpoint that it saw', () => {
  test('and finds nothing in a ledger that only grows, also after it was started again', async () => {
    await search(3);
    const first = await openKeeper().check();
    expect(first).toMatchObject({ kept: { size: await size() }, key: { from: 'first_seen' }, refused: null });
    await search(300);
    const again = openKeeper();
    expect(again.state).toEqual(first);
    expect(await again.check()).toMatchObject({
      kept: { size: await size() },
      key: { text: await pinned() },
      refused: null,
    });
    // The key is asked for once in the life of a workstation.
    expect(asked.filter((path) => path === 'key')).toHaveLength(1);
  });

  test('asks for the checkpoint alone while nothing is added', async () => {
    await search(2);
    const keeper = openKeeper();
    await keeper.check();
    asked = [];
    await keeper.check();
    expect(asked).toEqual(['checkpoint']);
  });

  test('and refuses a ledger that was set back, until it holds again what was seen', async () => {
    const restore = await backUp();
    await search(4);
    const whole = await backUp();
    const keeper = openKeeper();
    const told: LedgerCheck[] = [];
    keeper.changed.add((check) => told.push(check));
    const { kept } = await keeper.check();
    const { rows: lost } = await api.database.asOwner('SELECT * FROM leaves ORDER BY index DESC LIMIT 4');
    await restore();

    const refused = { why: 'shrank', size: (kept?.size ?? 0) - 4 };
    expect(await keeper.check()).toMatchObject({ kept, refused });
    expect(told.at(-1)).toMatchObject({ kept, refused });
    expect(reported).toEqual([kept?.checkpoint]);
    // Started again it knows it still, before it has asked anything.
    expect(openKeeper().state).toMatchObject({ kept, refused });

    // The administrator brings back what was lost.
    for (const leaf of lost) {
      await api.database.asOwner('INSERT INTO leaves VALUES ($1, $2, $3, $4)', Object.values(leaf));
    }
    await whole();
    expect(await openKeeper().check()).toMatchObject({ kept: { size: kept?.size }, refused: null });
    await restore();
  });

  test('and refuses a ledger that was set back and has outgrown it since', async () => {
    const restore = await backUp();
    await search(2);
    const { kept } = await openKeeper().check();
    await restore();
    await search(5);
    expect(await openKeeper().check()).toMatchObject({
      kept,
      refused: { why: 'forked', size: await size(), checkpoint: expect.stringContaining(ORIGIN) },
    });
  });

  test('and refuses a ledger whose entries were changed and signed anew by its own key', async () => {
    await search(3);
    const { kept } = await openKeeper().check();
    const restore = await backUp();
    await api.database.asOwner("UPDATE leaves SET leaf_hash = sha256('another') WHERE index = 1");
    const tree = await signAnew();
    expect(tree).toBe(kept?.size);
    expect(await openKeeper().check()).toMatchObject({ kept, refused: { why: 'forked', size: kept?.size } });
    await restore();
  });

  test('and refuses tiles that do not show what was signed', async () => {
    await search(3);
    const { kept } = await openKeeper().check();
    await search(1);
    const read = async (path: string) => (path.startsWith('tile/') ? null : ask(path));
    expect(await openKeeper({ read }).check()).toMatchObject({ kept, refused: { why: 'forked' } });
    expect(await openKeeper().check()).toMatchObject({ kept: { size: await size() }, refused: null });
  });
});

const ask = (path: string) =>
  readLedgerFile(axios.create({ baseURL: url, headers: { authorization: api.bearer(PEOPLE.clerk) } }), path);

/** Signs the leaves as they are now, as whoever has the database and the key could. @returns how many */
async function signAnew(): Promise<number> {
  const { rows } = await api.database.asOwner('SELECT leaf_hash FROM leaves ORDER BY index');
  const tree = new GrowingTree();
  for (const { leaf_hash } of rows) tree.add(leaf_hash);
  const checkpoint = api.services.signingKey?.checkpoint(tree.size, tree.root());
  await api.database.asOwner('UPDATE ledger_head SET root = $1, checkpoint = $2', [tree.root(), checkpoint]);
  return tree.size;
}

describe('the key', () => {
  test('that the agency named outranks what the API tells, from the first look', async () => {
    await search(1);
    expect(await openKeeper({ pinned: await pinned() }).check()).toMatchObject({
      key: { from: 'named' },
      refused: null,
    });
    expect(asked).not.toContain('key');
    await rm(file);
    expect(await openKeeper({ pinned: OTHER_KEY.verifierKey }).check()).toMatchObject({
      kept: null,
      refused: { why: 'other_key', size: null },
    });
    expect(
      await openKeeper({ pinned: (await pinned()).replace(/\+[0-9a-f]{8}\+/, '+00000000+') }).check(),
    ).toMatchObject({
      refused: { why: 'other_key' },
    });
  });

  test('is refused where it is another one than before', async () => {
    const { kept } = await openKeeper().check();
    const read = async (path: string) =>
      path === 'checkpoint' ? Buffer.from(OTHER_KEY.checkpoint(9, Buffer.alloc(32))) : ask(path);
    expect(await openKeeper({ read }).check()).toMatchObject({ kept, refused: { why: 'other_key', size: null } });
  });

  test.each([
    ['another text under its signature', (note: string) => note.replace(/\n\d+\n/, '\n999\n')],
    ['a page of some device between', () => '<html>Please sign in</html>'],
  ])('has not signed %s', async (_what, spoil) => {
    const { kept } = await openKeeper().check();
    const read = async (path: string) => {
      const bytes = await ask(path);
      return path === 'checkpoint' ? Buffer.from(spoil(bytes?.toString() ?? '')) : bytes;
    };
    expect(await openKeeper({ read }).check()).toMatchObject({ kept, refused: { why: 'not_signed', size: null } });
  });

  test('of a ledger never seen before counts only where it has signed the checkpoint', async () => {
    const read = async (path: string) => (path === 'key' ? Buffer.from(OTHER_KEY.verifierKey) : ask(path));
    expect(await openKeeper({ read }).check()).toEqual({
      kept: null,
      key: null,
      refused: null,
      restored: null,
    });
    expect(await openKeeper().check()).toMatchObject({ key: { text: await pinned() }, refused: null });
  });
});

describe('no finding is', () => {
  test('an API that is not there, or is too busy', async () => {
    const first = await openKeeper().check();
    const away = openKeeper({ read: (path) => readLedgerFile(axios.create({ baseURL: 'http://127.0.0.1:1' }), path) });
    expect(await away.check()).toEqual(first);
    const failure = { code: 'overloaded', status: 503, request_id: null, details: {}, title: '' } as const;
    expect(await openKeeper({ read: () => Promise.reject(new LockdeskError(failure)) }).check()).toEqual(first);
  });

  test('an API without a signed ledger', async () => {
    const first = await openKeeper().check();
    expect(await openKeeper({ read: async () => null }).check()).toEqual(first);
  });

  test('a file of ours that somebody changed: it is as if nothing had been seen', async () => {
    await openKeeper().check();
    await writeFile(file, (await readFile(file, 'utf8')).replace(/\\n\d+\\n/, '\\n999999\\n'));
    expect(openKeeper().state.kept).toBeNull();
    expect(await openKeeper().check()).toMatchObject({ kept: { size: await size() }, refused: null });
  });
});

test('a key that an entry hands on is followed, and the one before it no longer counts', async () => {
  await search(2);
  const first = await pinned();
  await openKeeper().check();
  const input = { verifier_key: next.verifierKey };
  expect((await api.call(PEOPLE.administrator, 'rotateLedgerKey', input)).statusCode).toBe(200);
  await search(1);
  await signBy(next);
  const unlogged = async (path: string) => (path === 'rotations' ? Buffer.of() : ask(path));
  expect(await openKeeper({ read: unlogged }).check()).toMatchObject({ refused: { why: 'other_key' } });

  const handedOn = { key: { text: next.verifierKey, from: 'handed_on' }, refused: null };
  const checked = await openKeeper().check();
  expect(checked).toMatchObject({ kept: { size: await size() }, ...handedOn });
  expect(openKeeper().state).toEqual(checked);
  expect(await openKeeper().check()).toMatchObject(handedOn);
  // The old key's holder can hide the entry from nobody who has seen it.
  if (api.services.signingKey) await signBy(api.services.signingKey);
  expect(await openKeeper().check()).toMatchObject({ refused: { why: 'other_key' } });
  await signBy(next);
  expect(await openKeeper().check()).toMatchObject(handedOn);
  // A workstation that was away all the time, and knows the first key alone.
  await rm(file);
  expect(await openKeeper({ pinned: first }).check()).toMatchObject({ kept: { size: await size() }, ...handedOn });
});

describe('a key that was handed on signs no more', () => {
  const old = () => {
    if (!api.services.signingKey) throw new Error('no key');
    return api.services.signingKey;
  };
  /** The list of rotations kept back. */
  const withheld = async (path: string) => (path === 'rotations' ? Buffer.of() : ask(path));
  const refused = { refused: { why: 'other_key' } };

  test('for a workstation that has followed it, whatever the list of rotations tells now', async () => {
    await search(1);
    await signBy(next);
    expect(await openKeeper({ pinned: old().verifierKey }).check()).toMatchObject({ refused: null });
    await signBy(old());
    const back = { pinned: old().verifierKey, read: withheld };
    expect(await openKeeper(back).check()).toMatchObject(refused);
    // Nor beside the new one, with nothing to show for that.
    await signBy(old(), next);
    expect(await openKeeper(back).check()).toMatchObject(refused);
    expect(await openKeeper({ pinned: old().verifierKey }).check()).toMatchObject({ refused: null });
  });

  test('for one that has not, once the list tells: its size is beyond the entry', async () => {
    await search(1);
    await signBy(old());
    expect(await openKeeper({ pinned: old().verifierKey }).check()).toMatchObject(refused);
    await rm(file);
    await signBy(old(), next);
    expect(await openKeeper({ pinned: old().verifierKey }).check()).toMatchObject({ refused: null });
  });
});

/** What is published, as these keys alone sign it. */
async function signBy(...by: SigningKey[]): Promise<void> {
  const { rows } = await api.database.asOwner('SELECT size::float8 AS size, root FROM ledger_head');
  await api.database.asOwner('UPDATE ledger_head SET checkpoint = $1', [
    signedCheckpoint(by, rows[0].size, rows[0].root),
  ]);
}

test('another API is another ledger', async () => {
  const { kept } = await openKeeper().check();
  const other = new KeptLedgerStore(file, 'https://other.example');
  expect(other.current).toBeNull();
  other.keep({ trusted: OTHER_KEY.verifierKey, kept: null, older: [], refused: null, restored: null });
  expect(new KeptLedgerStore(file, `${url}/`).current?.kept?.checkpoint).toBe(kept?.checkpoint);
});

describe('it looks', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => vi.useRealTimers());

  const looks = () => asked.filter((path) => path === 'checkpoint').length;
  const watched = () => {
    const signed = SIGNED.checkpoint(5, Buffer.alloc(32));
    return openKeeper({
      pinned: SIGNED.verifierKey,
      read: async (path) => {
        asked.push(path);
        return Buffer.from(path === 'rotations' ? '' : signed);
      },
    });
  };

  test('once somebody has signed in, and each minute until they have gone', async () => {
    const keeper = watched();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(looks()).toBe(0);
    keeper.start();
    keeper.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(looks()).toBe(1);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(looks()).toBeGreaterThanOrEqual(10);
    expect(looks()).toBeLessThanOrEqual(12);
    keeper.stop();
    const before = looks();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(looks()).toBe(before);
  });

  test('at once where the stream tells a shorter ledger, but not with every beat', async () => {
    const keeper = watched();
    keeper.start();
    await vi.advanceTimersByTimeAsync(6_000);
    keeper.heard(4);
    keeper.heard(9);
    expect(looks()).toBe(1);
    keeper.heard(3);
    keeper.heard(3);
    await vi.advanceTimersByTimeAsync(2_000);
    keeper.heard(3);
    expect(looks()).toBe(2);
  });
});

const SIGNED = new SigningKey(ORIGIN, new Uint8Array(32).fill(7));
