/** What reading a ledger of a million entries costs the database: list, one entry, exports, tiles and proofs. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type EntryDetail, LEDGER_PATH, type OperationInput } from '../../contract/index.ts';
import {
  entriesOf,
  hashesOf,
  isConsistent,
  isIncluded,
  leafHash,
  openCheckpoint,
  parseVerifierKey,
  type SignedCheckpoint,
  TILE_WIDTH,
  type Tile,
  TiledTree,
  tilePath,
} from '../../verify/index.ts';
import { encodeCursor } from '../queries/cursor.ts';
import { rerouteLeft } from '../review/escalate.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { accountId, BUSY_ACCOUNT, clerkSubject, LARGE_CITY, LARGE_COUNTY, LARGE_DAYS } from '../testing/large.ts';
import { ago, LargeApi } from '../testing/large-api.ts';
import { LARGE } from '../testing/large-database.ts';
import { wholeReads } from '../testing/plans.ts';
import { readChanges } from './changes.ts';
import { JOBS } from './jobs.ts';

let large: LargeApi;
beforeAll(async () => {
  large = await LargeApi.open();
});
afterAll(() => large?.close());

describe('a page of a million entries, at any depth', () => {
  const supervisorOf = (...scope: string[]): TestPerson => ({
    ...PEOPLE.supervisor,
    subject: `of-${scope.join('-')}`,
    scope,
  });
  const readers: TestPerson[] = [
    PEOPLE.auditor,
    PEOPLE.supervisor,
    supervisorOf(LARGE_COUNTY),
    supervisorOf('32'),
    supervisorOf(LARGE_CITY, '44', '320506'),
    supervisorOf(''),
  ];
  const clerk: TestPerson = { ...PEOPLE.clerk, subject: clerkSubject(1) };

  /** Both ends of a question, then on from entries near the newest, in the middle and near the oldest, both ways. */
  const from = ago(LARGE_DAYS + 1);
  const starts: Pick<OperationInput<'listEntries'>, 'after' | 'before' | 'from_end'>[] = [
    {},
    { from_end: true },
    ...[1, LARGE_DAYS / 2, LARGE_DAYS - 1].flatMap((days) => {
      const cursor = encodeCursor({ at: ago(days), id: '80000000-0000-4000-8000-000000000000' });
      return [{ after: cursor }, { before: cursor }];
    }),
  ];
  async function expectBounded(person: TestPerson, question: OperationInput<'listEntries'>, most: number) {
    for (const start of starts) {
      const page = await large.askBounded(person, 'listEntries', { from, ...question, ...start }, most);
      const side = start.before || start.from_end ? 'before' : 'after';
      const cursor = page[side];
      if (cursor) await large.askBounded(person, 'listEntries', { from, ...question, [side]: String(cursor) }, most);
    }
  }

  test.each([
    ['', {}],
    ['of an account', { account_id: accountId(BUSY_ACCOUNT) }],
    ['of a clerk', { actor: clerkSubject(1) }],
    ['of an office', { office: `${LARGE_COUNTY}-01` }],
    ['of an action', { actions: ['unlock'] }],
    ['of several actions', { actions: ['unlock', 'lock', 'expire'] }],
    ['of a period', { from: ago(100), to: ago(50) }],
  ] satisfies [string, OperationInput<'listEntries'>][])('all %s: its own range of an index', async (_, question) => {
    await expectBounded(PEOPLE.auditor, question, 700);
  });

  test('of a scope, and of a clerk’s own: likewise', async () => {
    for (const person of [...readers, clerk]) await expectBounded(person, {}, 700);
  });

  /** As many entries as one page looks at, and the page. */
  const FILTERED_MAX = 2700;

  test.each([
    { account_id: accountId(BUSY_ACCOUNT) },
    { actor: clerkSubject(1) },
    { office: `${LARGE_COUNTY}-01` },
    { actions: ['unlock'] },
    { actions: ['reset'] },
    { outcomes: ['refused'] },
    { outcomes: ['failed'] },
    { actions: ['unlock', 'lock'], outcomes: ['refused'] },
    { actor: clerkSubject(1), actions: ['open'] },
    { office: `${LARGE_COUNTY}-01`, actions: ['unlock'], outcomes: ['refused'] },
    { account_id: accountId(BUSY_ACCOUNT), actor: clerkSubject(1), office: `${LARGE_COUNTY}-01`, actions: ['unlock'] },
  ] satisfies OperationInput<'listEntries'>[])('by %j, for each who may ask', async (question) => {
    for (const person of readers) await expectBounded(person, question, FILTERED_MAX);
    const { actor: _, ...own } = { actor: undefined, ...question };
    await expectBounded(clerk, own, FILTERED_MAX);
  });
});

test('one entry, the newest and the oldest', async () => {
  const listed = [
    await large.askBounded(PEOPLE.auditor, 'listEntries', { limit: 1 }),
    await large.askBounded(PEOPLE.auditor, 'listEntries', {
      limit: 1,
      from: ago(LARGE_DAYS + 1),
      to: ago(LARGE_DAYS - 1),
    }),
  ];
  for (const { items } of listed) {
    const [{ id }] = items as [EntryDetail];
    await large.askBounded(PEOPLE.auditor, 'getEntry', { entry_id: id }, 60);
  }
});

test.each([
  [PEOPLE.supervisor, { from: ago(3), to: ago(1), actions: ['open'] }],
  [PEOPLE.auditor, { from: ago(2), to: ago(1) }],
] satisfies [TestPerson, Partial<OperationInput<'exportEntries'>>][])(
  'exportEntries: beginning, and each page of the file',
  async (person, asked) => {
    const { export_id } = await large.askBounded(person, 'exportEntries', { language: 'zh-CN', ...asked });
    const { statusCode, body } = await large.getBounded(person, `/v1/exports/${export_id}`, 9000);
    expect(statusCode).toBe(200);
    expect(body.length).toBeGreaterThan(20_000);
  },
);

test.each([-1, LARGE.entries / 2, LARGE.entries - 100])(
  'what the stream tells next, from index %d on',
  async (after) => {
    const changes = await large.bounded(() => readChanges(large.api.services.db, after, 500), 500 * 12);
    expect(changes).toHaveLength(Math.min(500, LARGE.entries - 1 - after));
  },
);

// What is moved from desk to desk goes by the number of desks: a test of its own has it.
test.each(JOBS.filter(({ run }) => run !== rerouteLeft))('what the leader does: $name', async ({ run }) => {
  const { plans } = await large.explained(() => run(large.api.services, new AbortController().signal));
  for (const plan of plans) {
    expect(wholeReads(plan), plan.shape).toEqual([]);
    expect(plan.buffers, plan.shape).toBeLessThanOrEqual(500 * 30);
  }
});

test('how far the ledger is signed and seen', async () => {
  await large.askBounded(PEOPLE.clerk, 'ledgerStatus', {}, 20);
  await large.askBounded(PEOPLE.clerk, 'listRestorations', {}, 20);
});

describe('the ledger’s files', () => {
  /** Each of 256 entries is looked up by its key, once its place is. */
  const BUNDLE_MAX = TILE_WIDTH * 10;

  async function read(path: string, most = 20): Promise<Buffer> {
    const answer = await large.getBounded(PEOPLE.auditor, `${LEDGER_PATH}${path}`, most);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.rawPayload;
  }
  async function checkpoint(): Promise<SignedCheckpoint> {
    return openCheckpoint((await read('checkpoint', 5)).toString(), parseVerifierKey(inject('largeKey')), []);
  }
  /** Tells how many tiles were read. */
  function treeOf({ size }: { size: number }): { tree: TiledTree; read: Tile[] } {
    const tiles: Tile[] = [];
    const tree = new TiledTree(size, async (tile) => {
      tiles.push(tile);
      return hashesOf(tile, await read(tilePath(tile)));
    });
    return { tree, read: tiles };
  }

  test('a tile that is not signed yet', async () => {
    const { statusCode } = await large.getBounded(PEOPLE.auditor, `${LEDGER_PATH}tile/0/x003/999`, 20);
    expect(statusCode).toBe(404);
  });

  test.each([0, LARGE.entries / 2, LARGE.entries - 1])(
    'entry %d by its index, proved to be in the tree',
    async (index) => {
      const head = await checkpoint();
      expect(head.size).toBe(LARGE.entries);
      const from = Math.floor(index / TILE_WIDTH);
      const bundle: Tile = {
        level: 'entries',
        index: from,
        width: Math.min(TILE_WIDTH, LARGE.entries - from * TILE_WIDTH),
      };
      const leaf = entriesOf(bundle, await read(tilePath(bundle), BUNDLE_MAX))[index % TILE_WIDTH];
      const { tree, read: tiles } = treeOf(head);
      const proof = await tree.inclusionProof(index);
      expect(leaf && isIncluded(index, leafHash(leaf), proof, head)).toBe(true);
      // One a level on the way up, and the unfilled ones at the edge.
      expect(tiles.length).toBeLessThanOrEqual(6);
    },
  );

  test('that it goes on from a checkpoint of long ago', async () => {
    const head = await checkpoint();
    const size = 300_001;
    const older = { size, root: await treeOf({ size }).tree.root() };
    const { tree, read: tiles } = treeOf(head);
    expect(isConsistent(older, head, await tree.consistencyProof(size))).toBe(true);
    expect(tiles.length).toBeLessThanOrEqual(6);
  });
});

test('nothing was left out', () => large.expectWhole('ledger'));
