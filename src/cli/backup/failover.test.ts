/** Failover with synchronous standbys as docs/operations.md tells it, with real servers: nothing that was answered is lost. */
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../api/migrate.ts';
import type { TestApi } from '../../api/testing/api.ts';
import { type Act, cutOff, kill, openStage, prepare, type Stage, settle, unlock, until } from './testing/failover.ts';
import { ask, configure, conninfo, type Server, startServer, startStandby } from './testing/standby.ts';

/** Acts under way when the primary dies, and how many are answered before. */
const AT_ONCE = 8;
const ANSWERED = 20;
const ACTS = 200;

interface Standby {
  name: string;
  server: Server;
}

let stage: Stage;
let primary: Server;
let standbys: Standby[];
let api: TestApi;

beforeAll(async () => {
  stage = await openStage();
  primary = stage.owned(await startServer(stage.at('first')));
  await migrate(primary.url);
  standbys = [];
  for (const name of ['standby1', 'standby2']) {
    standbys.push({ name, server: stage.owned(await startStandby(primary, stage.at(name), name)) });
    await until(primary, `SELECT FROM pg_stat_replication WHERE application_name = '${name}' AND state = 'streaming'`);
  }
  for (const server of [primary, ...standbys.map((one) => one.server)]) {
    await configure(server, 'synchronous_standby_names', 'ANY 1 (standby1, standby2)');
  }
  await stage.moveName('database', primary);
  api = await stage.startApi(stage.named('database', primary));
});
afterAll(() => stage.close());

/** The standby that is furthest comes first. */
async function byProgress(): Promise<Standby[]> {
  const stands = await Promise.all(
    standbys.map(async (standby) => {
      const [row] = await ask<{ bytes: string }>(
        standby.server,
        `SELECT (pg_last_wal_receive_lsn() - '0/0')::text AS bytes`,
      );
      return { standby, bytes: BigInt(row?.bytes ?? 0) };
    }),
  );
  return stands.sort((one, other) => (one.bytes > other.bytes ? -1 : 1)).map(({ standby }) => standby);
}

/** How often each account was unlocked, by the ledger's entries. */
async function unlocksIn(server: Server, acts: readonly Act[]): Promise<number[]> {
  const ids = acts.map(({ input }) => `'${input.account_id}'`).join();
  const rows = await ask<{ count: number }>(
    server,
    `SELECT count(entry.id)::integer AS count
       FROM accounts
       LEFT JOIN entries AS entry
         ON entry.account_id = accounts.id AND entry.action = 'unlock' AND entry.outcome = 'done'
      WHERE accounts.id IN (${ids})
      GROUP BY accounts.id`,
  );
  return rows.map(({ count }) => count);
}

it('a primary that is killed under load takes nothing along that was answered', async () => {
  const acts = await prepare(api, ACTS);
  const seen = await stage.signed(primary);
  await writeFile(stage.at('seen'), seen.note);
  const answers = new Map<Act, string>();
  const enough = Promise.withResolvers<void>();
  const waiting = [...acts];
  const load = Array.from({ length: AT_ONCE }, async () => {
    for (let act = waiting.shift(); act; act = waiting.shift()) {
      const answer = await unlock(api, act);
      if (answer.statusCode === 200) answers.set(act, answer.body);
      if (answers.size >= ANSWERED) enough.resolve();
    }
  });
  await enough.promise;
  // It dies a moment after its network: acts are under way that are on its own disk alone.
  await Promise.all(standbys.map(({ server }) => configure(server, 'primary_conninfo', '')));
  await until(
    primary,
    `SELECT FROM pg_stat_activity
      WHERE wait_event = 'SyncRep' AND application_name = 'lockdesk-api' HAVING count(*) >= ${AT_ONCE}`,
  );
  await kill(primary);
  await Promise.all(load);
  // Or it was not in the midst of them.
  expect(answers.size).toBeLessThan(ACTS);

  const [furthest, other] = await byProgress();
  if (!furthest || !other) throw new Error('there are two standbys');
  await ask(furthest.server, 'SELECT pg_promote()');
  await configure(other.server, 'primary_conninfo', conninfo(furthest.server, other.name));
  await stage.moveName('database', furthest.server);
  primary = furthest.server;
  standbys = [other];

  const settled = await Promise.all(acts.map((act) => settle(api, act)));
  for (const [at, act] of acts.entries()) expect(settled[at]).toBe(answers.get(act) ?? settled[at]);
  expect(await unlocksIn(primary, acts)).toEqual(acts.map(() => 1));
  const head = await stage.signed(primary);
  expect(head.size).toBeGreaterThan(seen.size);
  expect(head.restoration).toBe(0);
  const verified = await stage.verify(primary, stage.at('seen'));
  expect(verified, verified.stdout).toMatchObject({ code: 0 });
  const ready = (await api.app.inject({ url: '/health/ready' })).json();
  expect(ready).toMatchObject({ status: 'ready', checks: { restoration: 'ok' } });
});

it('one that is still there, but has lost its standbys, answers nothing more and signs nothing', async () => {
  const acts = await prepare(api, 1);
  const [act] = acts;
  const [standby] = standbys;
  if (!act || !standby) throw new Error('there is an act, and a standby');
  const old = primary;
  const before = await stage.signed(old);
  await cutOff(standby.server, old);
  expect((await unlock(api, act)).statusCode).toBe(503);

  await ask(standby.server, 'SELECT pg_promote()');
  // Its own standbys, which there are none of.
  await configure(standby.server, 'synchronous_standby_names', '');
  await stage.moveName('database', standby.server);
  const restarted = await stage.startApi(stage.named('database', standby.server));
  await settle(restarted, act);
  expect((await stage.signed(standby.server)).size).toBeGreaterThan(before.size);
  expect(await unlocksIn(standby.server, acts)).toEqual([1]);
  expect(await stage.newest(old)).toEqual(before);
  await writeFile(stage.at('seen'), before.note);
  expect(await stage.verify(standby.server, stage.at('seen'))).toMatchObject({ code: 0 });
});
