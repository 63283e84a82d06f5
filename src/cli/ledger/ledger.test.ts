import { execFile } from 'node:child_process';
import { appendFile, copyFile, cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SigningKey } from '../../api/ledger/signing-key.ts';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { PEOPLE } from '../../api/testing/issuer.ts';
import { cli as words } from '../../words/en/cli.ts';
import { fill } from '../../words/fill.ts';

const CLI = fileURLToPath(new URL('../index.ts', import.meta.url));
/** More than one full tile, and an unfilled one. */
const ENTRIES = 300;

let api: TestApi;
let url: string;
let key: string;
let dir: string;
let exported: string;
/** The checkpoint after the first few entries. */
let kept: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-ledger-'));
  exported = path.join(dir, 'exported');
  kept = path.join(dir, 'kept');
  api = await startTestApi();
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  key = (api.services.signingKey as SigningKey).verifierKey;
  await search(40);
  await writeFile(kept, await checkpointOf(40));
  await search(ENTRIES - 40);
  await checkpointOf(ENTRIES);
  expect(await run('export-ledger', exported)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await api.close();
  await rm(dir, { recursive: true });
});

/** Each search is an entry. */
async function search(times: number): Promise<void> {
  for (let at = 0; at < times; at++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
}

/** The checkpoint of the ledger when it has so many entries. */
async function checkpointOf(size: number): Promise<string> {
  const headers = { authorization: api.bearer(PEOPLE.clerk) };
  return vi.waitUntil(async () => {
    const { body } = await api.app.inject({ url: '/v1/ledger/checkpoint', headers });
    return body.split('\n')[1] === String(size) && body;
  }, 10_000);
}

function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    LC_ALL: 'C',
    LOCKDESK_API: url,
    LOCKDESK_TOKEN: api.bearer(PEOPLE.auditor).replace('Bearer ', ''),
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CLI, ...args], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

const verify = (...args: string[]) => run('verify', '--key', key, ...args);

/** A copy of what was exported, to be tampered with. */
async function copy(name: string): Promise<string> {
  const to = path.join(dir, name);
  await cp(exported, to, { recursive: true });
  return to;
}

describe('ledger-key', () => {
  it('prints the public key, as the API tells it or of a file', async () => {
    expect(await run('ledger-key')).toEqual({ code: 0, stdout: `${key}\n`, stderr: '' });
    const file = path.join(dir, 'made.key');
    const made = await run('ledger-key', '--file', file, '--new', 'example.org/ledger');
    expect(made.stdout).toMatch(/^example\.org\/ledger\+[0-9a-f]{8}\+A/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await run('ledger-key', '--file', file)).toEqual(made);
    expect(await run('ledger-key', '--file', file, '--new', 'example.org/other')).toMatchObject({ code: 1 });
    expect(await run('ledger-key', '--new', 'example.org/other')).toMatchObject({ code: 2 });
  });
});

describe('export-ledger', () => {
  it('writes the files of c2sp.org/tlog-tiles', async () => {
    for (const [name, bytes] of [
      ['tile/0/000', 8192],
      ['tile/0/001.p/44', 44 * 32],
      ['tile/1/000.p/1', 32],
    ] as const) {
      expect((await stat(path.join(exported, name))).size).toBe(bytes);
    }
    const checkpoint = await readFile(path.join(exported, 'checkpoint'), 'utf8');
    expect(checkpoint.split('\n').slice(0, 2)).toEqual(['lockdesk.test/ledger', String(ENTRIES)]);
  });

  it('leaves a folder alone that holds a longer ledger', async () => {
    const longer = await copy('longer');
    const note = new SigningKey('lockdesk.test/ledger', new Uint8Array(32)).checkpoint(ENTRIES + 1, Buffer.alloc(32));
    await writeFile(path.join(longer, 'checkpoint'), note);
    const { code, stderr } = await run('export-ledger', longer);
    expect(code).toBe(1);
    expect(stderr).toContain(fill(words.problem.export_shrank, { size: ENTRIES, dir: longer }));
    expect(await readFile(path.join(longer, 'checkpoint'), 'utf8')).toBe(note);
  });
});

describe('verify', () => {
  const whole = fill(words.whole, { size: ENTRIES, origin: 'lockdesk.test/ledger' });

  it('finds a ledger whole, as it is served and as it was exported', async () => {
    expect(await verify()).toMatchObject({ code: 0, stdout: `${whole}\n` });
    expect(await verify(exported)).toMatchObject({ code: 0, stdout: `${whole}\n` });
  });

  it('asks the API for the key where none is given, and says so', async () => {
    const { code, stderr } = await run('verify', exported);
    expect(code).toBe(0);
    expect(stderr).toContain(fill(words.key_of_api, { url, key }));
  });

  it('finds it grown from a kept checkpoint', async () => {
    const consistent = fill(words.consistent, { kept: 40, size: ENTRIES });
    expect(await verify('--kept', kept)).toMatchObject({ code: 0, stdout: `${consistent}\n${whole}\n` });
  });

  it('proves one entry, and prints it', async () => {
    const { code, stdout } = await verify(exported, '--entry', '299');
    const [sentence, leaf = ''] = stdout.split('\n');
    expect({ code, sentence }).toEqual({ code: 0, sentence: fill(words.included, { index: 299, size: ENTRIES }) });
    expect(JSON.parse(leaf)).toMatchObject({ format: 1, entry: { action: 'search' } });
    expect(await verify(exported, '--entry', '300')).toMatchObject({ code: 2 });
  });

  it('tells which entry was changed', async () => {
    const changed = await copy('changed');
    const file = path.join(changed, 'tile/entries/001.p/44');
    const bytes = await readFile(file);
    bytes[bytes.length - 10] = (bytes.at(-10) as number) ^ 1;
    await writeFile(file, bytes);
    expect(await verify(changed)).toMatchObject({
      code: 1,
      stdout: `${fill(words.finding.leaf_changed, { index: 299 })}\n${fill(words.broken, { size: ENTRIES, problems: 1, origin: 'lockdesk.test/ledger' })}\n`,
    });
    expect(await verify(changed, '--entry', '299')).toMatchObject({ code: 1 });
  });

  it('takes no bundle that is too short or too long, and misses its entries', async () => {
    const longer = await copy('longer-bundle');
    await appendFile(path.join(longer, 'tile/entries/000'), Buffer.of(0, 0));
    const { code, stdout } = await verify(longer);
    expect(code).toBe(1);
    expect(stdout.split('\n')).toContain(fill(words.finding.leaf_missing, { index: 0 }));
  });

  it('tells that a ledger has shrunk, or forked, since a kept checkpoint', async () => {
    const older = await copy('older');
    await copyFile(kept, path.join(older, 'checkpoint'));
    const newest = path.join(exported, 'checkpoint');
    const { code, stdout } = await verify(older, '--kept', newest, '--entry', '0');
    expect(code).toBe(1);
    expect(stdout).toContain(fill(words.shrank, { kept: ENTRIES, size: 40 }));
  });

  it('trusts no checkpoint of another key', async () => {
    const other = new SigningKey('lockdesk.test/ledger', new Uint8Array(32)).verifierKey;
    expect(await run('verify', exported, '--key', other)).toEqual({
      code: 1,
      stdout: '',
      stderr: `${fill(words.problem.unsound, { why: words.ledger_fault.unsigned })}\n`,
    });
  });
});
