/** What the command says of a ledger whose key was rotated and which a witness has seen. */
import { execFile } from 'node:child_process';
import { chmod, copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSigningKey } from '../../api/ledger/signing-key.ts';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { PEOPLE, type TestPerson } from '../../api/testing/issuer.ts';
import { startTestWitness, type TestWitness, witnessKey } from '../../api/testing/witness.ts';
import { submitToWitness } from '../../api/witness/witness.ts';
import { parseExtra, parseTlogProof, writeExtra, writeTlogProof } from '../../verify/index.ts';
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
/** Key id of a signature line, in hex (c2sp.org/signed-note). */
const signedBy = (line: string): string => Buffer.from(line.split(' ')[2] ?? '', 'base64').toString('hex', 0, 4);
const sizeOf = async (folder: string): Promise<number> =>
  Number((await readFile(path.join(folder, 'checkpoint'), 'utf8')).split('\n')[1]);
const rotatedAt = async (): Promise<number> =>
  Number((await readFile(path.join(exported, 'rotations'), 'utf8')).split(' ')[0]);
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

  it('is not, where the entry that handed it on is another, or is kept back', async () => {
    const withheld = path.join(dir, 'withheld');
    await cp(exported, withheld, { recursive: true });
    await rm(path.join(withheld, 'rotations'));
    const index = await rotatedAt();
    // The old key signs beside the new one for as long as it is there, and opens the checkpoint all the same.
    const both = await verify(withheld);
    expect(both).toMatchObject({ code: 1, stdout: expect.stringContaining(fill(words.rotation_withheld, { index })) });
    expect(both.stdout).not.toContain(fill(words.rotation_ignored, { size: await sizeOf(withheld) }));
    // Whoever has the old key alone signs on.
    const note = await readFile(path.join(withheld, 'checkpoint'), 'utf8');
    const [text = '', signatures = ''] = note.split('\n\n');
    const old = signatures.split('\n').find((line) => line && signedBy(line) === first.split('+')[1]);
    await writeFile(path.join(withheld, 'checkpoint'), `${text}\n\n${old}\n`);
    const alone = await verify(withheld);
    expect(alone.code).toBe(1);
    expect(alone.stdout).toContain(fill(words.rotation_withheld, { index }));
    expect(alone.stdout).toContain(fill(words.rotation_ignored, { size: await sizeOf(withheld) }));
    // With the entry told, its checkpoint is not opened at all.
    await copyFile(path.join(exported, 'rotations'), path.join(withheld, 'rotations'));
    expect(await verify(withheld)).toMatchObject({ code: 1, stderr: expect.stringContaining('is not signed by') });
    // In the database, too.
    await api.database.asOwner('CREATE TABLE kept_back AS SELECT * FROM ledger_keys WHERE leaf IS NOT NULL');
    await api.database.asOwner('DELETE FROM ledger_keys WHERE leaf IS NOT NULL');
    expect(await verify('--database', api.database.ownerUrl)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(fill(words.rotation_withheld, { index })),
    });
    await api.database.asOwner('INSERT INTO ledger_keys SELECT * FROM kept_back');
    await api.database.asOwner('DROP TABLE kept_back');
    expect(await verify('--database', api.database.ownerUrl)).toMatchObject({ code: 0 });

    const elsewhere = path.join(dir, 'elsewhere');
    await cp(exported, elsewhere, { recursive: true });
    const { rows } = await api.database.asOwner('SELECT leaf FROM ledger_keys WHERE leaf IS NOT NULL');
    await writeFile(path.join(elsewhere, 'rotations'), `0 ${rows[0].leaf.toString('base64')}\n`);
    const { code, stdout } = await verify(elsewhere);
    expect(code).toBe(1);
    expect(stdout).toContain(fill(words.rotated_unlogged, { index: 0 }));
  });

  it('is proven entry by entry to whoever has its first key, or the newest, and nobody else', async () => {
    const index = await rotatedAt();
    for (const [entry, name] of [
      [0, 'before'],
      [index + 1, 'after'],
    ] as const) {
      const file = path.join(dir, `${name}.proof`);
      expect(await run(PEOPLE.auditor, 'prove', String(entry), exported, '--out', file)).toMatchObject({ code: 0 });
      const included = fill(words.included, { index: entry, size: await sizeOf(exported) });
      const byFirst = await verify('--proof', file);
      expect(byFirst.stdout).toContain(fill(words.rotated, { times: 1, index }));
      expect(byFirst).toMatchObject({ code: 0, stdout: expect.stringContaining(included) });
      const newest = api.services.nextSigningKey?.verifierKey ?? '';
      const byNext = await run(PEOPLE.auditor, 'verify', '--proof', file, '--key', newest);
      expect(byNext).toMatchObject({ code: 0, stdout: expect.stringContaining(included) });
      const other = (await createSigningKey(path.join(dir, `${name}.key`), ORIGIN)).verifierKey;
      expect(await run(PEOPLE.auditor, 'verify', '--proof', file, '--key', other)).toMatchObject({ code: 1 });
    }
  });

  it('is not by a proof whose rotation is not in the tree, or that only the old key has signed', async () => {
    const file = path.join(dir, 'after.proof');
    const proof = await readFile(file, 'utf8');
    const { index, extra, hashes, checkpoint } = parseTlogProof(proof);
    const { leaf, rotations } = parseExtra(extra ?? Buffer.of());
    const spoilt = path.join(dir, 'spoilt.proof');
    const elsewhere = writeExtra({ leaf, rotations: rotations.map((one) => ({ ...one, index: 0 })) });
    await writeFile(spoilt, writeTlogProof({ index, extra: elsewhere, hashes, checkpoint }));
    const unlogged = await verify('--proof', spoilt);
    expect(unlogged).toMatchObject({ code: 1, stdout: expect.stringContaining('are not in the ledger') });

    const [text = '', signatures = ''] = checkpoint.split('\n\n');
    const old = signatures.split('\n').find((line) => line && signedBy(line) === first.split('+')[1]);
    await writeFile(spoilt, writeTlogProof({ index, extra, hashes, checkpoint: `${text}\n\n${old}\n` }));
    expect(await verify('--proof', spoilt)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not signed by'),
    });
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
