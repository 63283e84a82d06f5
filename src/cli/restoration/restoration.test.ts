/** Lost entries, named from what a SIEM was fed: each line is checked as far as it can be, and what can't be is told. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GrowingTree } from '../../api/ledger/growing-tree.ts';
import { createSigningKey, type SigningKey } from '../../api/ledger/signing-key.ts';
import { checkpointRecord, entryRecord, type FedEntry, syslogFrame } from '../../api/siem/record.ts';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { PEOPLE, type TestPerson } from '../../api/testing/issuer.ts';
import type { LostEntry, Restoration } from '../../contract/index.ts';
import { declarationDigest, leafHash } from '../../verify/index.ts';
import { disaster } from '../../words/en/disaster.ts';
import { fill } from '../../words/fill.ts';

const CLI = fileURLToPath(new URL('../index.ts', import.meta.url));
const SECOND: TestPerson = { subject: 'sunli', roles: ['administrator'], name: '孙丽' };
const { restoration: words } = disaster;
/** More than a tile is wide, so that what was kept is read by two levels of tiles. */
const KEPT = 260;
const LOST = 5;

let dir: string;
let key: SigningKey;
let api: TestApi;
let url: string;
/** Entries as the feed told them: those of the ledger, then some that it lost. */
let fed: FedEntry[];
const at = (name: string) => path.join(dir, name);

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-fed-'));
  key = await createSigningKey(at('ledger.key'), 'lockdesk.test/ledger');
  api = await startTestApi({ LEDGER_KEY_FILE: at('ledger.key') });
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  for (let n = 0; n < KEPT; n++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
  await vi.waitUntil(async () => {
    const { rows } = await api.database.asOwner('SELECT FROM ledger_head WHERE size = $1', [KEPT]);
    return rows.length === 1;
  }, 20_000);
  const { rows } = await api.database.asOwner(
    'SELECT index::integer, recorded_at, leaf_hash, leaf FROM leaves JOIN entries USING (recorded_at) WHERE entry_id = id ORDER BY index',
  );
  fed = [...rows, ...Array.from({ length: LOST }, (_, n) => lostEntry(KEPT + n))];
});
afterEach(async () => {
  await api.close();
  await rm(dir, { recursive: true });
});

function lostEntry(index: number): FedEntry {
  const entry = { action: 'unlock', outcome: 'done', actor: { kind: 'staff', subject: 'lixiang' } };
  const leaf = Buffer.from(JSON.stringify({ entry, format: 1, id: crypto.randomUUID() }));
  return { index, recorded_at: new Date(), leaf_hash: leafHash(leaf), leaf };
}
const idOf = ({ leaf }: FedEntry) => (JSON.parse(String(leaf)) as { id: string }).id;
async function checkpoint(size: number): Promise<string> {
  const tree = await GrowingTree.at(0, async () => []);
  for (const { leaf_hash } of fed.slice(0, size)) tree.add(leaf_hash);
  return key.checkpoint(size, tree.root());
}
const entryLine = (entry: FedEntry) => entryRecord(entry).json;
const checkpointLine = async (size: number) => checkpointRecord(size, new Date(), await checkpoint(size)).json;

/** A file of the feed, with the checkpoint over all of it. */
async function feedFile(lines: string[]): Promise<string> {
  await writeFile(at('feed'), `${lines.join('\n')}\n`);
  return at('feed');
}
async function lockdesk(person: TestPerson, ...args: string[]): Promise<{ code: number | null; stdout: string }> {
  const token = api.issuer.token(person, { auth_time: Math.floor(Date.now() / 1000) });
  const env = { PATH: process.env.PATH, LC_ALL: 'C', LOCKDESK_API: url, LOCKDESK_TOKEN: token };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CLI, 'restoration', ...args], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout: stdout + stderr }),
    );
  });
}
/** Proposes and confirms, and reads what stands declared. */
async function declare(...args: string[]): Promise<{ said: string; declared: Restoration }> {
  const { code, stdout } = await lockdesk(PEOPLE.administrator, 'propose', ...args);
  expect(code, stdout).toBe(0);
  const digest = /restoration confirm ([0-9a-f]{64})/.exec(stdout)?.[1] ?? '';
  expect((await lockdesk(SECOND, 'confirm', digest)).code).toBe(0);
  const { restorations } = (await api.call(PEOPLE.clerk, 'listRestorations', {})).json();
  const [declared] = restorations as Restoration[];
  if (!declared) throw new Error('nothing was declared');
  const { origin, number, kept, lost, lost_entries, mark } = declared;
  expect(declarationDigest({ origin, number, kept, lost, lost_entries, mark })).toBe(digest);
  return { said: stdout, declared };
}
const named = (shown_by: LostEntry['shown_by'], from = KEPT, to = KEPT + LOST) =>
  fed.slice(from, to).map((entry) => ({ index: entry.index, id: idOf(entry), action: 'unlock', shown_by }));

it('are named by the feed, and its hashes proven by the checkpoint that came with them', async () => {
  const file = await feedFile([...fed.map(entryLine), await checkpointLine(KEPT + LOST)]);
  const { said, declared } = await declare('--feed', file);
  expect(said).toContain(fill(words.feed_reported, { size: KEPT + LOST }));
  expect(declared.lost).toMatchObject({ size: KEPT + LOST });
  expect(declared.lost_entries).toEqual(named('hash'));
  expect(said).toContain(fill(words.entry.hash, { index: KEPT, action: 'unlock', id: idOf(fed[KEPT] as FedEntry) }));
});

it('are read from RFC 5424 lines as well, told twice, with lines of others between them', async () => {
  const frames = fed.slice(KEPT - 3).map((entry) => syslogFrame(entryRecord(entry)));
  const end = syslogFrame(checkpointRecord(KEPT + LOST, new Date(), await checkpoint(KEPT + LOST)));
  const others = ['<13>1 2026-11-23T08:00:00.000Z host sshd - - - {"kind":"entry"}', 'nothing {', '{"kind":"entry"}'];
  const { said, declared } = await declare('--feed', await feedFile([...frames, ...others, ...frames, end]));
  expect(declared.lost_entries).toEqual(named('hash'));
  expect(said).toContain(fill(words.feed_strange, { count: others.length }));
});

it('stand by the feed’s word alone where no checkpoint covers them, and are left out where one speaks against them', async () => {
  // A console has seen all; the feed lacks one, so that nothing after it comes to the signed root.
  await api.call(PEOPLE.clerk, 'reportCheckpoint', { checkpoint: await checkpoint(KEPT + LOST) });
  const covered = await checkpointLine(KEPT + 2);
  const gap = fed.slice(KEPT).filter(({ index }) => index !== KEPT + 3);
  const beyond = entryLine(lostEntry(KEPT + LOST));
  const proposed = await lockdesk(
    PEOPLE.administrator,
    ...[
      'propose',
      '--feed',
      await feedFile([...gap.slice(0, 2).map(entryLine), covered, ...gap.slice(2).map(entryLine), beyond]),
    ],
  );
  expect(proposed.stdout).toContain(fill(words.by_word, { count: 2 }));
  expect(proposed.stdout).toContain(fill(words.unknown, { count: 1 }));
  expect(proposed.stdout).toContain(fill(words.feed_beyond, { count: 1, last: KEPT + LOST - 1 }));

  const changed = fed.map((entry) => (entry.index === KEPT + 3 ? lostEntry(entry.index) : entry));
  const lines = changed.slice(KEPT).map(entryLine);
  const { said, declared } = await declare(
    '--feed',
    await feedFile([...lines.slice(0, 2), covered, ...lines.slice(2)]),
  );
  // The first two come to a signed root; of the last three somebody has changed one, and nothing tells which.
  expect(said).toContain(fill(words.feed_contradicted, { count: 3 }));
  expect(declared.lost_entries).toEqual(named('hash', KEPT, KEPT + 2));
});

it('told anew at the same places are told apart: what the signed root comes to is what was lost', async () => {
  const other = Array.from({ length: LOST }, (_, n) => entryLine(lostEntry(KEPT + n)));
  await api.call(PEOPLE.clerk, 'reportCheckpoint', { checkpoint: await checkpoint(KEPT + LOST) });
  const file = await feedFile([...fed.slice(KEPT).map(entryLine), ...other]);
  expect((await declare('--feed', file)).declared.lost_entries).toEqual(named('hash'));
});

it('are not taken from a file that holds nothing of the feed, nor with a checkpoint that nobody signed', async () => {
  expect(await lockdesk(PEOPLE.administrator, 'propose', '--feed', await feedFile(['nothing']))).toEqual({
    code: 1,
    stdout: `${fill(disaster.problem.restoration_no_feed, { file: at('feed') })}\n`,
  });
  const forged = (await checkpointLine(KEPT + LOST)).replace(`\\n${KEPT + LOST}\\n`, `\\n${KEPT + LOST + 1}\\n`);
  const { code, stdout } = await lockdesk(PEOPLE.administrator, 'propose', '--feed', await feedFile([forged]));
  expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining('Not done') });
  expect((await api.call(PEOPLE.administrator, 'restorationState', {})).json().needed).toBe(false);
});
