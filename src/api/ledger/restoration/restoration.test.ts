/** Promise 8, at the API: what a restored ledger has lost is found, and declared by two before it is signed on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Declaration, OperationInput } from '../../../contract/index.ts';
import { EMPTY_ROOT } from '../../../verify/hash.ts';
import { declarationDigest, openCheckpoint, parseVerifierKey, restorationOf } from '../../../verify/index.ts';
import { startTestApi, type TestApi } from '../../testing/api.ts';
import { PEOPLE, type TestPerson } from '../../testing/issuer.ts';
import { createSigningKey, type SigningKey } from '../signing-key.ts';

const OTHER_ADMINISTRATOR: TestPerson = { subject: 'sunli', roles: ['administrator'], name: '孙丽' };
const GIVEN_UP_S = 301;

let dir: string;
let keyFile: string;
let key: SigningKey;
let api: TestApi;
let lines: string[];
const start = () =>
  startTestApi({ LEDGER_KEY_FILE: keyFile, LOG_LEVEL: 'error' }, { logTo: { write: (line) => lines.push(line) } });
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-restoration-'));
  keyFile = path.join(dir, 'ledger.key');
  key = await createSigningKey(keyFile, 'lockdesk.test/ledger');
  lines = [];
  api = await start();
});
afterEach(async () => {
  await api.close();
  await rm(dir, { recursive: true });
});

const search = async (count: number) => {
  for (let at = 0; at < count; at++) {
    expect((await api.call(PEOPLE.clerk, 'searchAccounts', { text: `王${at}` })).statusCode).toBe(200);
  }
};
const head = async (of = api) => {
  const { rows } = await of.database.pool.query<{ checkpoint: string }>('SELECT checkpoint FROM ledger_head');
  return openCheckpoint(rows[0]?.checkpoint ?? key.checkpoint(0, EMPTY_ROOT), parseVerifierKey(key.verifierKey));
};
const headOf = (size: number) => vi.waitUntil(async () => (await head()).size >= size && head(), { timeout: 10_000 });

/** A token of a sign-in that long ago. */
const signedIn = (person: TestPerson, secondsAgo = 0) => ({
  headers: {
    authorization: `Bearer ${api.issuer.token(person, { auth_time: Math.floor(Date.now() / 1000) - secondsAgo })}`,
  },
});
const state = async () => (await api.call(PEOPLE.administrator, 'restorationState', {})).json();
const propose = (declaration: Declaration, person: TestPerson = PEOPLE.administrator, secondsAgo = 0) =>
  api.call(person, 'proposeRestoration', { declaration }, signedIn(person, secondsAgo));
const confirm = (digest: string, person: TestPerson = OTHER_ADMINISTRATOR, secondsAgo = 0) =>
  api.call(person, 'confirmRestoration', { digest }, signedIn(person, secondsAgo));
const report = (input: OperationInput<'reportCheckpoint'>) => api.call(PEOPLE.clerk, 'reportCheckpoint', input);
const codeOf = (answer: { json(): { type?: string } }) => answer.json().type?.replace('urn:lockdesk:error:', '');
const readiness = async () => (await api.app.inject({ url: '/health/ready' })).json();

/** The leader has seen it: from here on nothing is signed. */
const halted = () => vi.waitUntil(() => lines.some((line) => line.includes('not signed on')), { timeout: 10_000 });

/** A ledger of three entries, and a checkpoint of seven that somebody keeps: four are lost. */
async function fourLost() {
  await search(3);
  const kept = await headOf(3);
  const lost = key.checkpoint(kept.size + 4, Buffer.alloc(32, 7));
  return { kept, lost };
}

describe('promise 8: what was lost is declared by two', () => {
  it('signs no more once somebody holds more than there is, and goes on once two have declared it', async () => {
    const { kept, lost } = await fourLost();
    expect((await report({ checkpoint: kept.note })).json()).toEqual({ ledger: 'extended' });
    expect((await report({ checkpoint: lost })).json()).toEqual({ ledger: 'lost' });
    expect(await readiness()).toMatchObject({ status: 'ready', checks: { restoration: 'warning' } });
    await halted();
    await search(6);
    await vi.waitUntil(async () => {
      const { rows } = await api.database.pool.query('SELECT next_index FROM sequencer_state');
      return rows[0].next_index >= kept.size + 6;
    }, 10_000);
    expect((await head()).size).toBe(kept.size);

    const { needed, declaration, proposal } = await state();
    expect({ needed, proposal }).toEqual({ needed: true, proposal: null });
    expect(declaration).toMatchObject({
      number: 1,
      kept: { size: kept.size },
      lost: { size: kept.size + 4, restoration: 0 },
      mark: null,
    });
    const entry = { index: declaration.kept.size, id: crypto.randomUUID(), action: 'unlock' };
    const proposed = await propose({ ...declaration, lost_entries: [entry] });
    expect(proposed.statusCode).toBe(200);
    const { digest } = proposed.json();
    expect(digest).toBe(declarationDigest({ ...declaration, lost_entries: [entry] }));
    expect((await state()).proposal).toMatchObject({ digest, proposed_by: { name: '马晓燕' } });

    expect((await confirm(digest)).statusCode).toBe(200);
    const signed = await headOf(kept.size + 7);
    expect(signed.restoration).toBe(1);
    const [restoration] = (await api.call(PEOPLE.clerk, 'listRestorations', {})).json().restorations;
    expect(restoration).toMatchObject({ digest, proposed_by: '马晓燕', confirmed_by: '孙丽', lost_entries: [entry] });
    expect(restorationOf(Buffer.from(restoration.entry.leaf))).toMatchObject({
      number: 1,
      digest,
      kept: { size: kept.size, root: Buffer.from(kept.root) },
      proposedBy: 'maxiaoyan',
      confirmedBy: 'sunli',
    });
    expect((await report({ checkpoint: lost })).json()).toEqual({ ledger: 'declared' });
    expect((await report({ checkpoint: key.checkpoint(kept.size + 3, Buffer.alloc(32, 1)) })).json()).toEqual({
      ledger: 'declared',
    });
    expect(await state()).toEqual({ needed: false, declaration: null, proposal: null });
    expect(await readiness()).toMatchObject({ checks: { restoration: 'ok' } });
    // Asked again after a lost answer.
    expect((await confirm(digest)).json()).toMatchObject({ number: 1, digest });
  });

  it('takes neither one administrator twice, nor a stale sign-in, nor another digest', async () => {
    const { lost } = await fourLost();
    await report({ checkpoint: lost });
    await halted();
    const { declaration } = await state();
    expect(codeOf(await propose(declaration, PEOPLE.administrator, GIVEN_UP_S))).toBe('sign_in_again');
    expect(codeOf(await api.call(PEOPLE.administrator, 'proposeRestoration', { declaration }))).toBe('sign_in_again');
    expect(codeOf(await propose({ ...declaration, kept: { ...declaration.kept, size: 1 } }))).toBe(
      'declaration_outdated',
    );
    const beyond = { index: declaration.lost.size, id: crypto.randomUUID(), action: 'unlock' };
    expect(codeOf(await propose({ ...declaration, lost_entries: [beyond] }))).toBe('invalid_input');
    const { digest } = (await propose(declaration)).json();
    expect(codeOf(await confirm(digest, PEOPLE.administrator))).toBe('second_person_required');
    const stale = await confirm(digest, OTHER_ADMINISTRATOR, GIVEN_UP_S);
    expect(codeOf(stale)).toBe('sign_in_again');
    expect(stale.headers['www-authenticate']).toContain('insufficient_user_authentication", max_age=300');
    expect(codeOf(await confirm('0'.repeat(64)))).toBe('declaration_outdated');
    // A newer checkpoint comes to light: what was proposed is not the whole loss.
    await report({ checkpoint: key.checkpoint(declaration.lost.size + 1, Buffer.alloc(32, 9)) });
    expect(codeOf(await confirm(digest))).toBe('declaration_outdated');
    expect((await state()).needed).toBe(true);
    expect((await api.call(PEOPLE.clerk, 'listRestorations', {})).json().restorations).toEqual([]);
    const { rows } = await api.database.asOwner(
      `SELECT refused_with FROM entries WHERE outcome = 'refused' ORDER BY id`,
    );
    expect(rows.map((row) => row.refused_with)).toEqual([
      'sign_in_again',
      'sign_in_again',
      'second_person_required',
      'sign_in_again',
    ]);
  });

  it('has nothing to declare of a whole ledger, and takes nobody’s word for a checkpoint', async () => {
    await search(1);
    const whole = await headOf(1);
    expect((await state()).needed).toBe(false);
    const tree = { size: 1, root: Buffer.alloc(32).toString('base64') };
    const made = { origin: key.origin, number: 1, kept: tree, lost: null, lost_entries: [], mark: null };
    expect(codeOf(await propose(made))).toBe('restoration_not_needed');
    for (const checkpoint of [
      'nothing',
      whole.note.replace(`\n${whole.size}\n`, `\n${whole.size + 9}\n`),
      whole.note.replace('lockdesk.test/ledger\n', 'another/ledger\n'),
    ]) {
      expect(codeOf(await report({ checkpoint }))).toBe('checkpoint_invalid');
    }
  });

  it('declares what turns up later, too: a checkpoint of a ledger that was signed on before anybody knew', async () => {
    const { kept, lost } = await fourLost();
    await search(9);
    await headOf(kept.size + 9);
    expect((await report({ checkpoint: lost })).json()).toEqual({ ledger: 'lost' });
    const { declaration } = await state();
    // Nothing tells where the two histories part.
    expect(declaration.kept.size).toBe(0);
    await confirm((await propose(declaration)).json().digest);
    const later = key.checkpoint(kept.size + 6, Buffer.alloc(32, 8));
    expect((await report({ checkpoint: later })).json()).toEqual({ ledger: 'lost' });
    const second = (await state()).declaration;
    expect(second).toMatchObject({ number: 2, kept: declaration.kept, lost: { size: kept.size + 6 } });
    expect((await confirm((await propose(second)).json().digest)).statusCode).toBe(200);
    expect((await report({ checkpoint: later })).json()).toEqual({ ledger: 'declared' });
  });

  it('remembers across a start what was signed here: a smaller database is not signed on', async () => {
    await search(2);
    const before = await headOf(2);
    await api.close();
    // Another database, with less in it, and the key with what is kept beside it.
    api = await start();
    await vi.waitUntil(async () => (await state()).needed, 10_000);
    expect((await state()).declaration).toMatchObject({ kept: { size: 0 }, lost: { size: before.size } });
    const { rows } = await api.database.pool.query('SELECT checkpoint FROM ledger_head');
    expect(rows).toEqual([{ checkpoint: null }]);
  });
});
