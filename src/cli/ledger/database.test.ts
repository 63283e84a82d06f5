import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { unlockInput } from '../../api/testing/acts.ts';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { makeCitizen, openFor } from '../../api/testing/citizens.ts';
import { PEOPLE } from '../../api/testing/issuer.ts';
import { openCheckpoint, parseVerifierKey, type SignedCheckpoint, TILE_WIDTH } from '../../verify/index.ts';
import { LedgerDatabase } from './database.ts';
import type { TableFinding } from './place.ts';

const RUNS = process.env.LOCKDESK_SOAK === '1' ? 1_000 : 60;
const SEARCHES = 270;

let api: TestApi;
let client: pg.Client;
let ledger: LedgerDatabase;
let head: SignedCheckpoint;

beforeAll(async () => {
  api = await startTestApi();
  const id = await makeCitizen(api.services, {});
  const opening = await openFor(api.services, PEOPLE.clerk, id);
  const input = unlockInput(id, opening, 1);
  const act = await api.call(PEOPLE.clerk, 'unlockAccount', {
    ...input,
    reason: { ...input.reason, note: '本人到场' },
  });
  expect(act.statusCode).toBe(200);
  for (let at = 0; at < SEARCHES; at++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: `王${at}` });
  client = new pg.Client({ connectionString: api.database.ownerUrl });
  await client.connect();
  ledger = new LedgerDatabase(client);
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::integer AS count FROM entries');
  const key = parseVerifierKey(api.services.signingKey?.verifierKey ?? '');
  head = await vi.waitUntil(async () => {
    const checkpoint = openCheckpoint((await ledger.checkpoint()) ?? '', key);
    return checkpoint.size === rows[0]?.count && checkpoint;
  }, 10_000);
});
afterAll(async () => {
  await ledger.close();
  await api.close();
});

/** What is found after a change that is undone again. */
async function findingsAfter(...statements: [text: string, values?: unknown[]][]): Promise<TableFinding[]> {
  const findings: TableFinding[] = [];
  await client.query('BEGIN');
  try {
    for (const [text, values] of statements) expect((await client.query(text, values)).rowCount).toBeGreaterThan(0);
    for await (const finding of ledger.check(head, () => {})) findings.push(finding);
  } finally {
    await client.query('ROLLBACK');
  }
  return findings;
}

/** Whether a finding points at an entry, or at the run of them that it is in. */
function locates(finding: TableFinding, index: number): boolean {
  if ('index' in finding) return finding.index === index;
  return finding.what === 'leaves_changed' && finding.from <= index && index < finding.to;
}

const OF_ENTRY = 'id = (SELECT entry_id FROM leaves WHERE index = $1)';
const OF_PRIVATE = `entry_${OF_ENTRY}`;

const TEXTS = [
  'action',
  'outcome',
  'actor_kind',
  'actor_subject',
  'actor_name',
  'staff_number',
  'office_code',
  'office_name',
  'workstation',
  'reason',
  'channel',
  'verification_method',
  'verification_reading',
  'field',
  'refused_with',
];
const PLACES = { province: '99', city: '9999', division: '999999' };
const IDS = ['account_id', 'refers_to', 'request_id', 'lock_id'];

/** Ways to change one entry as the owner of the tables. */
const CHANGES: Readonly<Record<string, (index: number) => [text: string, values?: unknown[]][]>> = {
  ...Object.fromEntries(
    TEXTS.map((column) => [
      column,
      (index) => [[`UPDATE entries SET ${column} = 'another' WHERE ${OF_ENTRY}`, [index]]],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(PLACES).map(([column, place]) => [
      column,
      (index) => [[`UPDATE entries SET ${column} = '${place}' WHERE ${OF_ENTRY}`, [index]]],
    ]),
  ),
  ...Object.fromEntries(
    IDS.map((column) => [column, (index) => [[`UPDATE entries SET ${column} = uuidv7() WHERE ${OF_ENTRY}`, [index]]]]),
  ),
  before: (index) => [[`UPDATE entries SET before = '{"version": 99}' WHERE ${OF_ENTRY}`, [index]]],
  after: (index) => [[`UPDATE entries SET after = '{"version": 99}' WHERE ${OF_ENTRY}`, [index]]],
  'its time': (index) => [
    [`UPDATE entries SET recorded_at = recorded_at - interval '1 minute' WHERE ${OF_ENTRY}`, [index]],
  ],
  'its leaf': (index) => [[`UPDATE entries SET leaf = leaf || ' '::bytea WHERE ${OF_ENTRY}`, [index]]],
  'its leaf and the hash of it': (index) => [
    [`UPDATE entries SET leaf = leaf || ' '::bytea WHERE ${OF_ENTRY}`, [index]],
    [
      `UPDATE leaves SET leaf_hash = sha256('\\x00'::bytea || leaf) FROM entries WHERE id = entry_id AND index = $1`,
      [index],
    ],
  ],
  'the entry, deleted': (index) => [[`DELETE FROM entries WHERE ${OF_ENTRY}`, [index]]],
  'its place in the ledger, deleted': (index) => [['DELETE FROM leaves WHERE index = $1', [index]]],
  'its place, given to another': (index) => [
    [`UPDATE leaves SET entry_id = '${randomUUID()}' WHERE index = $1`, [index]],
  ],
  'a private value': (index) => [
    [
      `UPDATE entry_private SET fields = jsonb_set(fields, '{actor_name,value}', '"another"') WHERE ${OF_PRIVATE}`,
      [index],
    ],
  ],
  'the salt of a private value': (index) => [
    [`UPDATE entry_private SET fields = jsonb_set(fields, '{actor_name,salt}', '"00"') WHERE ${OF_PRIVATE}`, [index]],
  ],
  'a private value, removed': (index) => [
    [`UPDATE entry_private SET fields = fields - 'actor_name' WHERE ${OF_PRIVATE}`, [index]],
  ],
  'a private value, added': (index) => [
    [
      `UPDATE entry_private SET fields = fields || '{"note": {"value": "another", "salt": "00"}}' WHERE ${OF_PRIVATE}`,
      [index],
    ],
  ],
  'all private values, deleted': (index) => [[`DELETE FROM entry_private WHERE ${OF_PRIVATE}`, [index]]],
};

describe('promise 7: any change to the ledger is found and located', () => {
  it('finds nothing where nothing was changed', async () => {
    expect(head.size).toBeGreaterThan(TILE_WIDTH);
    expect(await findingsAfter()).toEqual([]);
  });

  it.each(Object.keys(CHANGES))('%s, changed in any entry', async (name) => {
    const change = CHANGES[name] as (index: number) => [string][];
    for (const index of [1, head.size - 1]) {
      const findings = await findingsAfter(...change(index));
      const found = findings.some((finding) => locates(finding, index));
      // At the right edge nothing above tells which of both is right.
      expect(found || findings.some(({ what }) => what === 'root_changed')).toBe(true);
      expect(findings.every((finding) => !('index' in finding) || finding.index === index)).toBe(true);
    }
  });

  it('whatever is changed, in whichever entries', async () => {
    // The first entry is the policy's, of a lock: nothing of it is kept apart.
    const changes = fc.array(
      fc.tuple(fc.constantFrom(...Object.keys(CHANGES)), fc.integer({ min: 1, max: SEARCHES })),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        changes.filter((list) => new Set(list.map(([, index]) => index)).size === list.length),
        async (list) => {
          const findings = await findingsAfter(
            ...list.flatMap(([name, index]) => (CHANGES[name] as (index: number) => [string][])(index)),
          );
          for (const [, index] of list) {
            const found = findings.some((finding) => locates(finding, index));
            expect(found || findings.some(({ what }) => what === 'root_changed')).toBe(true);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('two entries put into each other’s place', async () => {
    const spare = randomUUID();
    const findings = await findingsAfter(
      ['SELECT set_config($1, entry_id::text, true) FROM leaves WHERE index = 3', ['lockdesk.third']],
      [`UPDATE leaves SET entry_id = '${spare}' WHERE index = 3`],
      [`UPDATE leaves SET entry_id = current_setting('lockdesk.third')::uuid WHERE index = 5`],
    );
    expect(findings.filter((finding) => locates(finding, 3) || locates(finding, 5)).length).toBeGreaterThan(1);
  });

  it('an entry that was put in by hand', async () => {
    const id = randomUUID();
    const findings = await findingsAfter([
      `INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, leaf)
       VALUES ($1, now() - interval '2 minutes', 'unlock', 'done', 'staff', 'limin', '{}')`,
      [id],
    ]);
    expect(findings).toEqual([{ what: 'entry_inserted', id }]);
  });

  it('hashes of the tree', async () => {
    expect(await findingsAfter(["UPDATE tree_nodes SET hash = sha256('another')"])).toEqual([
      { what: 'tile_changed', tile: { level: 1, index: 0, width: 1 } },
    ]);
    expect(await findingsAfter(["UPDATE leaves SET leaf_hash = sha256('another') WHERE index = 7"])).toEqual([
      { what: 'tile_changed', tile: { level: 0, index: 0, width: TILE_WIDTH } },
    ]);
  });
});
