/** Failover to an asynchronous standby as docs/operations.md tells it, with real servers; and the old primary that comes back. */
import { cp, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { migrate } from '../../api/migrate.ts';
import type { TestApi } from '../../api/testing/api.ts';
import { PEOPLE, type TestPerson } from '../../api/testing/issuer.ts';
import { StreamReader } from '../../api/testing/stream-reader.ts';
import { startTestWitness, type TestWitness } from '../../api/testing/witness.ts';
import { submitToWitness } from '../../api/witness/witness.ts';
import type { SignedCheckpoint } from '../../verify/index.ts';
import { act, cutOff, kill, numbered, openStage, type Stage, until } from './testing/failover.ts';
import { ask, type Server, startServer, startStandby } from './testing/standby.ts';

const SECOND: TestPerson = { subject: 'sunli', roles: ['administrator'], name: '孙丽' };

let stage: Stage;
let witness: TestWitness;
let primary: Server;
let standby: Server;
let api: TestApi;
/** What the primary had signed last, and the standby never got. */
let lost: SignedCheckpoint;

const byWitness = () => ({ WITNESS_URL: witness.url, WITNESS_KEY: witness.vkey });

beforeAll(async () => {
  stage = await openStage();
  witness = await startTestWitness();
  primary = stage.owned(await startServer(stage.at('first')));
  await migrate(primary.url);
  standby = stage.owned(await startStandby(primary, stage.at('standby1'), 'standby1'));
  await stage.moveName('database', primary);
  api = await stage.startApi(stage.named('database', primary), byWitness());
});
afterAll(async () => {
  await stage.close();
  await witness.close();
});

const restorationOf = async (of: TestApi): Promise<string> =>
  (await of.app.inject({ url: '/health/ready' })).json().checks.restoration;
const halted = (of: TestApi) => vi.waitUntil(async () => (await restorationOf(of)) === 'warning', { timeout: 15_000 });

/** What the witness has against the newest checkpoint. */
async function dispute(of: TestApi): Promise<string | null> {
  await submitToWitness(of.services, AbortSignal.timeout(10_000));
  return (await of.services.pool.query('SELECT problem FROM witness_head')).rows[0].problem;
}

it('what the standby had not got is lost: nothing is signed until two have declared it, by name', async () => {
  await act(api, 3);
  const reached = await stage.signed(primary);
  const [end] = await ask<{ lsn: string }>(primary, 'SELECT pg_current_wal_lsn()::text AS lsn');
  await until(standby, `SELECT WHERE pg_last_wal_replay_lsn() >= '${end?.lsn}'`);
  await cutOff(standby, primary);
  await act(api, 4);
  lost = await stage.signed(primary);
  await writeFile(stage.at('lost'), lost.note);
  expect(await dispute(api)).toBeNull();
  const url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  const as = async (person: TestPerson) => {
    const file = stage.at(`${person.subject}.token`);
    await writeFile(file, api.issuer.token(person, { auth_time: Math.floor(Date.now() / 1000) }));
    return ['--api', url, '--token-file', file];
  };
  const exported = await stage.lockdesk('export-ledger', stage.at('export'), ...(await as(PEOPLE.auditor)));
  expect(exported).toMatchObject({ code: 0 });
  const reader = new StreamReader();
  const told = reader.follow(url, api.bearer(PEOPLE.auditor));
  await vi.waitUntil(() => Number.parseInt(reader.lastEventId ?? '', 10) >= lost.size - 1, { timeout: 10_000 });

  await kill(primary);
  await cp(primary.dataDir, stage.at('again'), { recursive: true, filter: (file) => !file.endsWith('/socket') });
  await ask(standby, 'SELECT pg_promote()');
  await stage.moveName('database', standby);

  await halted(api);
  await act(api, 1);
  await numbered(standby);
  expect(await stage.newest(standby)).toEqual(reached);
  const refused = await stage.verify(standby, stage.at('lost'));
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('The ledger has shrunk') });

  const [first, second] = [await as(PEOPLE.administrator), await as(SECOND)];
  const proposed = await stage.lockdesk('restoration', 'propose', '--export', stage.at('export'), ...first);
  expect(proposed, proposed.stderr).toMatchObject({ code: 0 });
  expect(proposed.stdout.split('\n').filter((line) => / {2}unlock {2}/.test(line))).toHaveLength(4);
  const digest = /restoration confirm ([0-9a-f]{64})/.exec(proposed.stdout)?.[1] ?? '';
  expect(await stage.lockdesk('restoration', 'confirm', digest, ...first)).toMatchObject({ code: 1 });
  expect(await stage.lockdesk('restoration', 'confirm', digest, ...second)).toMatchObject({ code: 0 });

  const head = await stage.signed(standby);
  expect(head.restoration).toBe(1);
  const verified = await stage.verify(standby, stage.at('lost'));
  expect(verified, verified.stdout).toMatchObject({ code: 0 });
  expect(verified.stdout).toContain(`Entries ${reached.size} to ${lost.size - 1} were lost, which two administrators`);
  expect(await restorationOf(api)).toBe('ok');
  // A console of the same process was told of more than there is now, and is told to begin anew.
  await told;
  expect(reader.ended).toBe('end');
  void reader.follow(url, api.bearer(PEOPLE.auditor));
  await vi.waitUntil(() => reader.of('reset').length > 0, { timeout: 10_000 });
  reader.cut();
  expect(api.services.feed.last).toBe(head.size - 1);
  // Until its operator has seen the declaration.
  expect(await dispute(api)).toBe('ahead');
  witness.seen = null;
  expect(await dispute(api)).toBeNull();
});

it('the old primary, back again, is not signed on by a process that has seen the new one', async () => {
  const old = stage.owned(await startServer(stage.at('again')));
  const before = await stage.newest(old);
  expect(before).toEqual(lost);
  const mistaken = await stage.startApi(old.url);
  await halted(mistaken);
  await act(mistaken, 1);
  await numbered(old);
  expect(await stage.newest(old)).toEqual(before);
});

it('one that has not signs on: witness and consoles find the fork, and the first console ends it', async () => {
  const now = await stage.signed(standby);
  await writeFile(stage.at('now'), now.note);
  const old = stage.owned(await startServer(primary.dataDir));
  // A machine that was off since.
  await cp(stage.at('lost'), stage.at('other.checkpoint'));
  const LEDGER_CHECKPOINT_FILE = stage.at('other.checkpoint');
  const mistaken = await stage.startApi(old.url, { LEDGER_CHECKPOINT_FILE, ...byWitness() });
  await act(mistaken, 1);
  expect((await stage.signed(old)).size).toBeGreaterThan(lost.size);

  expect(await dispute(mistaken)).toBe('inconsistent');
  const refused = await stage.verify(old, stage.at('now'));
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('The ledger has forked') });
  const handedIn = await mistaken.call(PEOPLE.clerk, 'reportCheckpoint', { checkpoint: now.note });
  expect(handedIn.json()).toEqual({ ledger: 'lost' });
  const last = await stage.newest(old);
  await act(mistaken, 1);
  await numbered(old);
  expect(await stage.newest(old)).toEqual(last);
  expect(await restorationOf(mistaken)).toBe('warning');
});
