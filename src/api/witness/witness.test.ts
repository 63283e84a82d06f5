import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { leafHash, nodeHash } from '../../verify/hash.ts';
import { openCheckpoint, parseVerifierKey } from '../../verify/index.ts';
import { consistencyProof as slowProof } from '../../verify/testing.ts';
import { standForElection, type Term } from '../ledger/election.ts';
import { sequence } from '../ledger/sequence.ts';
import { SigningKey } from '../ledger/signing-key.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { keepingNothing } from '../testing/signing.ts';
import { startTestWitness, type TestWitness, witnessKey } from '../testing/witness.ts';
import { consistencyProof } from './consistency.ts';
import { submitToWitness } from './witness.ts';

const LOG_KEY = new SigningKey('lockdesk.test/ledger', new Uint8Array(32));
const NEVER = new AbortController().signal;

describe('consistency proofs from the tables', () => {
  it('are those of RFC 6962', async () => {
    const leaves = Array.from({ length: 600 }, (_, at) => Buffer.from(`leaf ${at}`));
    const level0 = leaves.map((leaf) => leafHash(leaf));
    const fold = (row: Buffer[]): Buffer =>
      row.length === 1
        ? (row[0] as Buffer)
        : nodeHash(fold(row.slice(0, row.length / 2)), fold(row.slice(row.length / 2)));
    const level1 = [0, 1].map((at) => fold(level0.slice(at * 256, (at + 1) * 256)));
    const read = async (level: number, from: number, to: number) => [level0, level1][level]?.slice(from, to) ?? [];
    for (const [older, newer] of [
      [0, 5],
      [1, 1],
      [3, 7],
      [4, 7],
      [255, 256],
      [256, 257],
      [256, 600],
      [511, 600],
      [599, 600],
    ] as const) {
      const proof = await consistencyProof(older, newer, read);
      expect(proof, `${older} to ${newer}`).toEqual(slowProof(older, leaves.slice(0, newer)));
    }
  });
});

describe('the witness', () => {
  let witness: TestWitness;
  let api: TestApi;

  /** Ends the sequencer, which works without the leader's jobs: rounds are the tests' own. */
  let stop: () => Promise<void>;

  beforeEach(async () => {
    witness = await startTestWitness();
    api = await startTestApi({ WITNESS_URL: witness.url, WITNESS_KEY: witness.vkey }, { leads: false });
    const stopping = new AbortController();
    const lead = (term: Term) => sequence(term, keepingNothing(LOG_KEY));
    const over = standForElection(api.database.apiUrl, api.services.log, lead, stopping.signal);
    stop = () => {
      stopping.abort();
      return over;
    };
    await signed(3);
  });
  afterEach(async () => {
    await stop();
    await Promise.all([api.close(), witness.close()]);
  });

  /** Writes so many entries, and waits until they are signed. */
  async function signed(entries: number): Promise<number> {
    const before = (await head()).size;
    for (let at = 0; at < entries; at++) await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' });
    await vi.waitUntil(async () => (await head()).size === before + entries, 10_000);
    return before + entries;
  }
  const head = () => api.services.db.selectFrom('ledger_head').select(['size']).executeTakeFirstOrThrow();
  const submit = () => submitToWitness(api.services, NEVER);
  const status = async () => (await api.call(PEOPLE.clerk, 'ledgerStatus', {})).json();
  const file = (name: string) =>
    api.app.inject({ url: `/v1/ledger/${name}`, headers: { authorization: api.bearer(PEOPLE.clerk) } });
  const keys = () => [parseVerifierKey(LOG_KEY.verifierKey), parseVerifierKey(witness.vkey)] as const;
  const problem = () => api.services.db.selectFrom('witness_head').select('problem').executeTakeFirst();

  it('cosigns the newest checkpoint, which is served with it', async () => {
    const size = await signed(300);
    await submit();
    const [log, own] = keys();
    const opened = openCheckpoint((await file('checkpoint')).body, log, [own]);
    expect(opened).toMatchObject({ size, signatures: [{ key: log }, { key: own, at: expect.any(Date) }] });
    expect(await status()).toMatchObject({
      size,
      witness: { name: 'witness.test/w1', size, cosigned_at: expect.any(String), disputed: false },
    });
  });

  it('is asked nothing while the ledger does not grow', async () => {
    await submit();
    const { length } = witness.calls;
    await submit();
    expect(witness.calls).toHaveLength(length);
  });

  it('has an older checkpoint where the ledger has grown since', async () => {
    await submit();
    const seen = (await head()).size;
    await signed(2);
    const [log, own] = keys();
    expect(openCheckpoint((await file('checkpoint')).body, log, [own]).signatures).toHaveLength(1);
    const cosigned = openCheckpoint((await file('cosigned-checkpoint')).body, log, [own]);
    expect(cosigned).toMatchObject({ size: seen, signatures: [{ key: log }, { key: own }] });
  });

  it('tells what it knows where our own memory is another', async () => {
    await submit();
    const size = await signed(4);
    await api.services.db.updateTable('witness_head').set({ size: 0, witness: '' }).execute();
    witness.calls.length = 0;
    await submit();
    expect(witness.calls).toHaveLength(2);
    expect((await status()).witness.size).toBe(size);
  });

  it('that has cosigned a longer ledger disputes this one, and so does one that has cosigned another', async () => {
    await submit();
    const known = witness.seen;
    witness.seen = { size: 1_000_000, root: Buffer.alloc(32) };
    await signed(1);
    await submit();
    expect(await problem()).toEqual({ problem: 'ahead' });
    expect((await status()).witness.disputed).toBe(true);
    witness.seen = known && { ...known, root: Buffer.alloc(32) };
    await submit();
    expect(await problem()).toEqual({ problem: 'inconsistent' });
    const ready = (await api.app.inject({ url: '/health/ready' })).json();
    expect(ready).toMatchObject({ status: 'ready', checks: { witness: 'warning' } });
    witness.seen = known;
    await submit();
    expect((await status()).witness.disputed).toBe(false);
  });

  it('is tried again after any other answer', async () => {
    for (const [code, expected] of [
      [500, 'unreachable'],
      [403, 'unknown_ledger'],
      [404, 'unknown_ledger'],
      [422, 'inconsistent'],
      [400, 'refused'],
      [302, 'refused'],
    ] as const) {
      await signed(1);
      witness.faults.push((response) => void response.writeHead(code, { location: '/' }).end());
      await submit();
      expect(await problem(), `${code}`).toEqual({ problem: expected });
      await submit();
      expect(await problem()).toEqual({ problem: null });
      expect((await status()).witness.size).toBe((await head()).size);
    }
  });

  it('is not believed without its own signature over this very checkpoint', async () => {
    const own = witnessKey('witness.test/w1', new Uint8Array(32).fill(9));
    const other = witnessKey('witness.test/w1', new Uint8Array(32).fill(8));
    const text = (await file('checkpoint')).body.split('\n\n')[0];
    for (const lines of [
      '',
      'nonsense\n',
      own.cosign('another\n', new Date()),
      other.cosign(`${text}\n`, new Date()),
    ]) {
      witness.faults.push((response) => void response.end(lines));
      await submit();
      expect(await problem()).toEqual({ problem: 'wrong_signature' });
      expect((await status()).witness.size).toBe(0);
    }
    witness.faults.push(
      (response) => void response.end(other.cosign('x\n', new Date()) + own.cosign(`${text}\n`, new Date())),
    );
    await submit();
    expect((await status()).witness.size).toBe((await head()).size);
  });

  it('that never answers holds up neither acts nor the ledger, and its round ends with the term', async () => {
    witness.faults.push(() => {});
    const term = new AbortController();
    const round = submitToWitness(api.services, term.signal);
    await vi.waitUntil(() => witness.calls.length === 1, 10_000);
    await signed(5);
    term.abort();
    await round;
    expect(await problem()).toEqual({ problem: null });
  });
});

describe('without a witness', () => {
  it('says that nobody outside has seen the ledger', async () => {
    const api = await startTestApi();
    try {
      expect((await api.call(PEOPLE.auditor, 'ledgerStatus', {})).json()).toMatchObject({ witness: null });
      const headers = { authorization: api.bearer(PEOPLE.auditor) };
      const { statusCode } = await api.app.inject({ url: '/v1/ledger/cosigned-checkpoint', headers });
      expect(statusCode).toBe(404);
      expect((await api.app.inject({ url: '/health/ready' })).json().checks).not.toHaveProperty('witness');
    } finally {
      await api.close();
    }
  });
});
