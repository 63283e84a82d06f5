/** What the command says of a ledger whose key was rotated and which a witness has seen. */
import { execFile } from 'node:child_process';
import { chmod, copyFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSigningKey } from '../../api/ledger/signing-key.ts';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { PEOPLE, type TestPerson } from '../../api/testing/issuer.ts';
import { startTestWitness, type TestWitness, witnessKey } from '../../api/testing/witness.ts';
import { submitToWitness } from '../../api/witness/witness.ts';
import { cli as words } from '../../words/en/cli.ts';
import { fill } from '../../words/fill.ts';

const CLI = fileURLToPath(new URL('../index.ts', import.meta.url));
const ORIGIN = 'lockdesk.test/ledger';
const BEFORE = 5;
/** Before the rotation, the rotation, one after it. */
const ALL = BEFORE + 2;

let api: TestApi;
let witness: TestWitness;
let url: string;
let dir: string;
let exported: string;
let kept: string;
let first: string;
let next: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-handed-on-'));
  exported = path.join(dir, 'exported');
  kept = path.join(dir, 'kept');
  next = path.join(dir, 'next.key');
  await createSigningKey(next, ORIGIN);
  witness = await startTestWitness();
  api = await startTestApi({
    LEDGER_NEXT_KEY_FILE: next,
    WITNESS_URL: witness.url,
    WITNESS_KEY: witness.vkey,
  });
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  first = api.services.signingKey?.verifierKey ?? '';
  for (let at = 0; at < BEFORE; at++) await search();
  await writeFile(kept, await checkpointOf(BEFORE));
});
afterAll(async () => {
  await Promise.all([api.close(), witness.close()]);
  await rm(dir, { recursive: true });
});

const search = () => api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });

async function checkpointOf(size: number): Promise<string> {
  const headers = { authorization: api.bearer(PEOPLE.clerk) };
  return vi.waitUntil(async () => {
    const { body } = await api.app.inject({ url: '/v1/ledger/checkpoint', headers });
    return body.split('\n')[1] === String(size) && body;
  }, 10_000);
}

function run(person: TestPerson, ...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const token = api.bearer(person).replace('Bearer ', '');
  const env = { ...process.env, LC_ALL: 'C', LOCKDESK_API: url, LOCKDESK_TOKEN: token };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CLI, ...args], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
const verify = (...args: string[]) => run(PEOPLE.auditor, 'verify', '--key', first, ...args);

describe('a ledger that was handed on', () => {
  it('is handed on by an administrator, with a key file that nobody else may read', async () => {
    const open = path.join(dir, 'open.key');
    await copyFile(next, open);
    await chmod(open, 0o644);
    expect(await run(PEOPLE.administrator, 'rotate-ledger-key', '--file', open)).toMatchObject({ code: 1 });
    expect(await run(PEOPLE.auditor, 'rotate-ledger-key', '--file', next)).toMatchObject({ code: 1 });
    const rotated = await run(PEOPLE.administrator, 'rotate-ledger-key', '--file', next);
    expect(rotated).toMatchObject({ code: 0, stdout: `${api.services.nextSigningKey?.verifierKey}\n` });
  });

  it('is verified from its first key on, as it is served and as it was exported', async () => {
    const { rows } = await api.database.asOwner("SELECT count(*)::integer AS n FROM entries WHERE action = 'call'");
    await search();
    const size = ALL + rows[0].n;
    await checkpointOf(size);
    await submitToWitness(api.services, new AbortController().signal);
    expect(await run(PEOPLE.auditor, 'export-ledger', exported)).toMatchObject({ code: 0 });
    const rotated = fill(words.rotated, { times: 1, index: size - 2 });
    const consistent = fill(words.consistent, { kept: BEFORE, size });
    const whole = fill(words.whole, { size, origin: ORIGIN });
    for (const place of [[], [exported], ['--database', api.database.ownerUrl]]) {
      const { code, stdout } = await verify(...place, '--kept', kept);
      expect(stdout).toBe(`${rotated}\n${consistent}\n${whole}\n`);
      expect(code).toBe(0);
    }
  });

  it('is not, where the entry that handed it on is another, and needs none while the old key signs too', async () => {
    const withheld = path.join(dir, 'withheld');
    await cp(exported, withheld, { recursive: true });
    await rm(path.join(withheld, 'rotations'));
    // The old key signs beside the new one for as long as it is there, and so says nothing of the entry being withheld.
    expect(await verify(withheld)).toMatchObject({ code: 0 });
    const elsewhere = path.join(dir, 'elsewhere');
    await cp(exported, elsewhere, { recursive: true });
    const { rows } = await api.database.asOwner('SELECT leaf FROM ledger_keys WHERE leaf IS NOT NULL');
    await writeFile(path.join(elsewhere, 'rotations'), `0 ${rows[0].leaf.toString('base64')}\n`);
    const { code, stdout } = await verify(elsewhere);
    expect(code).toBe(1);
    expect(stdout).toContain(fill(words.rotated_unlogged, { index: 0 }));
  });

  it('is one that a witness has seen, or has not', async () => {
    const { code, stdout } = await verify(exported, '--witness', witness.vkey);
    expect(stdout).toContain('witness.test/w1, a witness, saw');
    expect(code).toBe(0);
    expect(await verify('--witness', witness.vkey)).toMatchObject({ code: 0 });
    const other = witnessKey('witness.test/w1', new Uint8Array(32)).vkey;
    const unseen = await verify(exported, '--witness', other);
    expect(unseen.code).toBe(1);
    expect(unseen.stdout).toContain(fill(words.unwitnessed, { name: 'witness.test/w1' }));
    expect(await verify(exported, '--witness', first)).toMatchObject({ code: 2 });
  });

  it('is one that a witness disputes, where it does not go on from what that one saw', async () => {
    const older = path.join(dir, 'older');
    await cp(exported, older, { recursive: true });
    await copyFile(kept, path.join(older, 'checkpoint'));
    const { code, stdout } = await verify(older, '--witness', witness.vkey);
    expect(code).toBe(1);
    expect(stdout).toContain('does not continue it');
  });
});
