import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followKeys, openCheckpointBy, parseRotations, parseVerifierKey } from '../../verify/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { allSigned } from '../testing/signed.ts';
import { KeptCheckpoint } from './restoration/kept-checkpoint.ts';
import { KeyNotHeld, Signer } from './signer.ts';
import { createSigningKey, type SigningKey } from './signing-key.ts';

describe('rotation of the ledger’s key', () => {
  let dir: string;
  let api: TestApi;
  let [from, to]: SigningKey[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-rotation-'));
    const file = path.join(dir, 'next.key');
    to = await createSigningKey(file, 'lockdesk.test/ledger');
    api = await startTestApi({ LEDGER_NEXT_KEY_FILE: file });
    from = api.services.signingKey ?? undefined;
    await act();
  });
  afterAll(async () => {
    await api.close();
    await rm(dir, { recursive: true });
  });

  const get = async (name: string) =>
    (await api.app.inject({ url: `/v1/ledger/${name}`, headers: { authorization: api.bearer(PEOPLE.clerk) } })).body;
  const rotate = (verifier_key = to?.verifierKey ?? '') =>
    api.call(PEOPLE.administrator, 'rotateLedgerKey', { verifier_key });
  /** An entry, signed. @returns the size */
  async function act(): Promise<number> {
    await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
    return allSigned(api);
  }
  const signers = (note: string) => note.split('\n').filter((line) => line.startsWith('— ')).length;

  it('only the first key signs before, though both are there', async () => {
    expect(signers(await get('checkpoint'))).toBe(1);
    expect(await get('rotations')).toBe('');
    expect(await get('key')).toBe(`${from?.verifierKey}\n`);
  });

  it('is refused to a key that the API does not hold, and to everybody but administrators', async () => {
    const other = await createSigningKey(path.join(dir, 'other.key'), 'lockdesk.test/ledger');
    expect((await rotate(other.verifierKey)).json()).toMatchObject({ type: 'urn:lockdesk:error:ledger_key_unfit' });
    expect((await rotate(from?.verifierKey)).json()).toMatchObject({ type: 'urn:lockdesk:error:ledger_key_unfit' });
    const input = { verifier_key: to?.verifierKey ?? '' };
    expect((await api.call(PEOPLE.supervisor, 'rotateLedgerKey', input)).statusCode).toBe(403);
  });

  it('is an entry, from whose checkpoint on the new key signs, and the old one beside it', async () => {
    const before = await get('checkpoint');
    const answer = await rotate();
    expect(answer.statusCode, answer.body).toBe(200);
    const size = await allSigned(api);
    const after = await get('checkpoint');
    expect(signers(after)).toBe(2);
    expect(await get('key')).toBe(`${to?.verifierKey}\n`);

    const keys = followKeys(parseVerifierKey(from?.verifierKey ?? ''), parseRotations(await get('rotations')));
    expect(keys.map(({ key }) => key.id)).toEqual([from, to].map((key) => key?.verifierKey.split('+')[1]));
    expect(keys[1]?.since).toBe(size);
    expect(openCheckpointBy(keys, before).size).toBeLessThan(size);
    expect(openCheckpointBy(keys, after)).toMatchObject({ size, signatures: [{ key: keys[1]?.key }] });
    const leaf = JSON.parse(keys[1]?.rotation?.leaf.toString() ?? '');
    expect(leaf).toMatchObject({ entry: { action: 'rotate_key', actor: { subject: PEOPLE.administrator.subject } } });
  });

  it('changes nothing when it is asked for again', async () => {
    const [one, other] = [await rotate(), await rotate()];
    expect(one.json()).toEqual(other.json());
    const { rows } = await api.database.asOwner("SELECT FROM entries WHERE action = 'rotate_key'");
    expect(rows).toHaveLength(1);
    expect((await rotate(from?.verifierKey)).statusCode).toBe(409);
  });

  it('leaves a process that does not hold the new key unable to sign, and one with it alone able', async () => {
    const client = new pg.Client({ connectionString: api.database.apiUrl });
    const kept = new KeptCheckpoint(path.join(dir, 'kept'), 'lockdesk.test/ledger', { error: () => {} });
    await client.connect();
    try {
      await expect(Signer.start(client, from ? [from] : [], kept)).rejects.toThrow(KeyNotHeld);
      await Signer.start(client, to ? [to] : [], kept);
    } finally {
      await client.end();
    }
    const keys = followKeys(parseVerifierKey(from?.verifierKey ?? ''), parseRotations(await get('rotations')));
    expect(openCheckpointBy(keys, await get('checkpoint')).size).toBe(await allSigned(api));
  });

  it('is kept by the API’s role, which cannot take it back', async () => {
    await expect(api.database.pool.query('DELETE FROM ledger_keys')).rejects.toThrow('permission denied');
    await expect(api.database.pool.query("UPDATE ledger_keys SET verifier_key = ''")).rejects.toThrow(
      'permission denied',
    );
  });
});
