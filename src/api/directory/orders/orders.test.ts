/**
 * Orders of a directory outside, from the pending entry to its end. The directory here is a double: what a real one can't be
 * made to show is when exactly it fails, and what it did then.
 */
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { UnlockInput } from '../../../contract/index.ts';
import type { Running } from '../../services.ts';
import { asReset, readyToUnlock } from '../../testing/acts.ts';
import { startTestApi, type TestApi } from '../../testing/api.ts';
import { openFor } from '../../testing/citizens.ts';
import { PEOPLE } from '../../testing/issuer.ts';
import { type OutsideDirectory, OutsideFault, type OutsideState } from '../index.ts';
import { startDirectoryWorker } from '../worker.ts';

const NAME = 'agency';
const LOCKED: OutsideState = { locked: true, disabled: false, resetPending: false };
const FREE: OutsideState = { ...LOCKED, locked: false };

class Double implements OutsideDirectory {
  readonly name = NAME;
  state: OutsideState | null = LOCKED;
  acts = 0;
  /** What happens to the next acts and looks, each; what is not here goes well. */
  readonly actsFail: OutsideFault[] = [];
  readonly looksFail: OutsideFault[] = [];
  /** An act that fails is done all the same. */
  doneAllTheSame = false;
  /** Acts wait for it. */
  gate: Promise<void> = Promise.resolve();

  async unlock(): Promise<OutsideState> {
    await this.gate;
    this.acts += 1;
    const fault = this.actsFail.shift();
    if (!fault || this.doneAllTheSame) this.state = FREE;
    if (fault) throw fault;
    return FREE;
  }

  /** Nothing happens there but what is done here. */
  async follow(_: unknown, signal: AbortSignal): Promise<void> {
    if (!signal.aborted) await once(signal, 'abort');
  }

  async read(): Promise<OutsideState | null> {
    const fault = this.looksFail.shift();
    if (fault) throw fault;
    return this.state;
  }
}

const fault = (begun: boolean) => new OutsideFault('directory_unavailable', {}, { begun });

let api: TestApi;
let directory: Double;
let worker: Running;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
beforeEach(() => {
  directory = new Double();
  worker = startDirectoryWorker(api.services, directory);
});
afterEach(async () => {
  await worker.stop();
  await sql`UPDATE orders SET ended_at = now(), answer = '{}' WHERE ended_at IS NULL`.execute(api.services.db);
});

async function readyOutside(): Promise<UnlockInput> {
  const input = await readyToUnlock(api);
  await sql`UPDATE accounts SET directory = ${NAME} WHERE id = ${input.account_id}`.execute(api.services.db);
  return input;
}

async function entriesOf({ account_id }: UnlockInput) {
  const { rows } = await sql<{ id: string; outcome: string; refers_to: string | null; refused_with: string | null }>`
    SELECT id, outcome, refers_to, refused_with, reason, lock_id FROM entries
     WHERE account_id = ${account_id} AND action = 'unlock' ORDER BY recorded_at, id`.execute(api.services.db);
  return rows;
}

async function lockOf({ account_id }: UnlockInput) {
  const { rows } = await sql<{ ended_by: string | null }>`
    SELECT ended_by FROM locks WHERE account_id = ${account_id}`.execute(api.services.db);
  return rows[0]?.ended_by;
}

const codeOf = (answer: { json(): { type?: string } }) => answer.json().type?.replace('urn:lockdesk:error:', '');
/** As if whoever took them had been gone for a minute. */
const longTaken = () =>
  sql`UPDATE orders SET taken_at = now() - interval '1 minute' WHERE ended_at IS NULL`.execute(api.services.db);

it('is a pending entry, the act, and an entry of what came of it', async () => {
  const input = { ...(await readyOutside()), ticket: 'T-17' };
  const answer = await api.call(PEOPLE.clerk, 'unlockAccount', input);
  expect(answer.json()).toMatchObject({ before: { locked: true }, after: { locked: false }, notice_to: '138****5678' });
  const [pending, done, ...more] = await entriesOf(input);
  expect(more).toEqual([]);
  expect(pending).toMatchObject({ outcome: 'pending', refers_to: null, lock_id: null });
  expect(done).toMatchObject({
    id: answer.json().entry_id,
    outcome: 'done',
    refers_to: pending?.id,
    reason: 'remembered_password',
  });
  expect(await lockOf(input)).toBe('unlocked');
  expect(directory.acts).toBe(1);
  const { rows } = await sql`SELECT kind FROM outbox WHERE entry_id = ${done?.id}`.execute(api.services.db);
  expect(rows).toEqual([{ kind: 'unlock_notice' }]);
  const told = (await api.call(PEOPLE.auditor, 'getEntry', { entry_id: done?.id ?? '' })).json();
  expect(told).toMatchObject({ ticket: 'T-17', actor: { subject: 'limin' }, verification: { method: 'id_card' } });
});

it('is given once, however often it is asked for', async () => {
  const input = await readyOutside();
  const options = { key: crypto.randomUUID() };
  const first = await api.call(PEOPLE.clerk, 'unlockAccount', input, options);
  const again = await api.call(PEOPLE.clerk, 'unlockAccount', input, options);
  expect(again.json()).toEqual(first.json());
  expect(directory.acts).toBe(1);
  expect(await entriesOf(input)).toHaveLength(2);
});

it('fails where the directory was not reached, and leaves the lock', async () => {
  const input = await readyOutside();
  directory.actsFail.push(fault(false));
  const answer = await api.call(PEOPLE.clerk, 'unlockAccount', input);
  expect(codeOf(answer)).toBe('directory_unavailable');
  expect(await entriesOf(input)).toMatchObject([
    { outcome: 'pending' },
    { outcome: 'failed', refused_with: 'directory_unavailable' },
  ]);
  expect(await lockOf(input)).toBeNull();
  // Whoever tries again begins a new act.
  expect((await api.call(PEOPLE.clerk, 'unlockAccount', input)).statusCode).toBe(200);
});

it.each([
  ['done', true, 200],
  ['failed', false, 503],
] as const)('is %s as the directory says, where its answer was lost', async (outcome, doneAllTheSame, status) => {
  const input = await readyOutside();
  directory.actsFail.push(fault(true));
  directory.doneAllTheSame = doneAllTheSame;
  expect((await api.call(PEOPLE.clerk, 'unlockAccount', input)).statusCode).toBe(status);
  expect(await entriesOf(input)).toMatchObject([{ outcome: 'pending' }, { outcome }]);
  expect(directory.acts).toBe(1);
});

it('stays open as long as nobody knows, and is settled by looking, not by doing it again', async () => {
  const input = await readyOutside();
  const options = { key: crypto.randomUUID() };
  directory.actsFail.push(fault(true));
  directory.looksFail.push(fault(false));
  directory.doneAllTheSame = true;
  expect(codeOf(await api.call(PEOPLE.clerk, 'unlockAccount', input, options))).toBe('in_progress');
  expect(await entriesOf(input)).toMatchObject([{ outcome: 'pending' }]);
  // Meanwhile nobody else may act.
  const other = { ...input, opening_id: await openFor(api.services, PEOPLE.clerk, input.account_id) };
  expect(codeOf(await api.call(PEOPLE.clerk, 'unlockAccount', other))).toBe('in_progress');

  await longTaken();
  expect((await api.call(PEOPLE.clerk, 'unlockAccount', input, options)).statusCode).toBe(200);
  expect(directory.acts).toBe(1);
  expect(await entriesOf(input)).toMatchObject([{ outcome: 'pending' }, { outcome: 'done' }]);
});

it.each([
  ['done', FREE, 200],
  ['failed', LOCKED, 503],
] as const)('taken by somebody who died is %s by what the directory says', async (outcome, state, status) => {
  const input = await readyOutside();
  const options = { key: crypto.randomUUID() };
  await worker.stop();
  const asked = api.call(PEOPLE.clerk, 'unlockAccount', input, options);
  await expect.poll(() => entriesOf(input)).toHaveLength(1);
  await longTaken();
  directory.state = state;
  worker = startDirectoryWorker(api.services, directory);
  expect((await asked).statusCode).toBe(status);
  expect(directory.acts).toBe(0);
  expect(await entriesOf(input)).toMatchObject([{ outcome: 'pending' }, { outcome }]);
});

it('is not begun any more when whoever ordered it has long gone', async () => {
  const input = await readyOutside();
  await worker.stop();
  const asked = api.call(PEOPLE.clerk, 'unlockAccount', input);
  await expect.poll(() => entriesOf(input)).toHaveLength(1);
  await sql`UPDATE orders SET created_at = now() - interval '2 minutes' WHERE ended_at IS NULL`.execute(
    api.services.db,
  );
  worker = startDirectoryWorker(api.services, directory);
  expect(codeOf(await asked)).toBe('directory_unavailable');
  expect(directory.acts).toBe(0);
  expect(await lockOf(input)).toBeNull();
});

it('is not given for a reset, which no directory outside carries out yet', async () => {
  const input = await readyOutside();
  expect(codeOf(await api.call(PEOPLE.clerk, 'forceReset', asReset(input)))).toBe('directory_unfit');
  expect(directory.acts).toBe(0);
  expect(await lockOf(input)).toBeNull();
});

it('is carried out by one of two workers', async () => {
  const second = startDirectoryWorker(api.services, directory);
  const inputs = await Promise.all(Array.from({ length: 12 }, readyOutside));
  const answers = await Promise.all(inputs.map((input) => api.call(PEOPLE.clerk, 'unlockAccount', input)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(inputs.map(() => 200));
  expect(directory.acts).toBe(12);
  await second.stop();
});
