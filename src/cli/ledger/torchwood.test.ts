/** What we export and prove, read by a client for such logs that others wrote (filippo.io/torchwood). */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { buildGo } from '../../api/testing/go.ts';
import { PEOPLE } from '../../api/testing/issuer.ts';
import { startTestWitness, type TestWitness, witnessKey } from '../../api/testing/witness.ts';
import { submitToWitness } from '../../api/witness/witness.ts';
import { cli as words } from '../../words/en/cli.ts';
import { fill } from '../../words/fill.ts';

const CLI = fileURLToPath(new URL('../index.ts', import.meta.url));
/** More than one full tile, and an unfilled one. */
const ENTRIES = 300;

let api: TestApi;
let witness: TestWitness;
let url: string;
let key: string;
let dir: string;
let exported: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-torchwood-'));
  exported = path.join(dir, 'exported');
  witness = await startTestWitness();
  api = await startTestApi({ WITNESS_URL: witness.url, WITNESS_KEY: witness.vkey });
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  key = api.services.signingKey?.verifierKey ?? '';
  for (let at = 0; at < ENTRIES; at++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
  await vi.waitUntil(async () => {
    await submitToWitness(api.services, new AbortController().signal);
    return witness.seen?.size === ENTRIES;
  }, 20_000);
  expect(await run('export-ledger', exported)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await Promise.all([api.close(), witness.close()]);
  await rm(dir, { recursive: true });
});

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function execute(file: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(file, args, { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

function run(...args: string[]): Promise<Ended> {
  const token = api.bearer(PEOPLE.auditor).replace('Bearer ', '');
  const env = { ...process.env, LC_ALL: 'C', LOCKDESK_API: url, LOCKDESK_TOKEN: token };
  return execute(process.execPath, [CLI, ...args], env);
}

async function prove(index: number, ...args: string[]): Promise<string> {
  const file = path.join(dir, `${index}.tlog-proof`);
  expect(await run('prove', String(index), '--key', key, '--out', file, ...args)).toMatchObject({ code: 0 });
  return file;
}

describe('prove', () => {
  it('writes what the ledger’s key alone can check, and the witness’s', async () => {
    for (const [index, ...place] of [[0], [255, exported], [299, '--database', api.database.ownerUrl]] as const) {
      const file = await prove(index, ...place);
      const { code, stdout } = await execute(
        process.execPath,
        [CLI, 'verify', '--proof', file, '--key', key, '--witness', witness.vkey],
        { PATH: process.env.PATH, LC_ALL: 'C', LOCKDESK_API: 'http://127.0.0.1:9' },
      );
      const [sentence, leaf = '', seen] = stdout.split('\n');
      expect(sentence).toBe(fill(words.included, { index, size: ENTRIES }));
      expect(JSON.parse(leaf)).toMatchObject({ format: 1, entry: { action: 'search' } });
      expect(seen).toContain('a witness, saw the ledger of 300 entries');
      expect(code).toBe(0);
    }
  });

  it('proves nothing of an entry that is not there, or of a proof that was changed', async () => {
    expect(await run('prove', '300', '--key', key)).toMatchObject({ code: 2 });
    expect(await run('prove', 'x', '--key', key)).toMatchObject({ code: 2 });
    const file = await prove(17);
    const text = await readFile(file, 'utf8');
    const other = path.join(dir, 'other.tlog-proof');
    await writeFile(other, text.replace('index 17', 'index 18'));
    const { code, stdout } = await run('verify', '--proof', other, '--key', key);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `${fill(words.not_included, { index: 18, size: ENTRIES })}\n`,
    });
    await writeFile(other, text.replace('index 17', 'index 017'));
    expect(await run('verify', '--proof', other, '--key', key)).toMatchObject({ code: 1, stdout: '' });
    const stranger = witnessKey('witness.test/w1', new Uint8Array(32)).vkey;
    expect(await run('verify', '--proof', file, '--key', key, '--witness', stranger)).toMatchObject({ code: 1 });
  });
});

const built = await buildGo(fileURLToPath(new URL('torchwood', import.meta.url)), 'torchwood');
const missing = 'why' in built ? built.why : null;
const NAME = missing === null ? 'torchwood, another’s client' : `torchwood: skipped, as ${missing}`;

describe.skipIf(missing !== null)(NAME, () => {
  const file = 'file' in built ? built.file : '';
  afterAll(() => rm(path.dirname(file), { recursive: true }));

  it('reads the exported ledger unchanged, its cosignature and our proofs too', async () => {
    const proofs = await Promise.all([0, 1, 255, 256, 299].map((index) => prove(index)));
    const told = await execute(file, [exported, key, witness.vkey, ...proofs]);
    expect(told).toEqual({ code: 0, stdout: `${ENTRIES} entries, 5 proofs\n`, stderr: '' });
  });

  it('refuses what we refuse', async () => {
    const stranger = witnessKey('witness.test/w2', new Uint8Array(32)).vkey;
    expect(await execute(file, [exported, key, stranger])).toMatchObject({ code: 1, stdout: '' });
    const changed = path.join(dir, 'changed');
    await cp(exported, changed, { recursive: true });
    const bundle = path.join(changed, 'tile/entries/000');
    const bytes = await readFile(bundle);
    bytes[100] = (bytes[100] as number) ^ 1;
    await writeFile(bundle, bytes);
    expect(await execute(file, [changed, key, ''])).toMatchObject({ code: 1, stdout: '' });
  });
});
