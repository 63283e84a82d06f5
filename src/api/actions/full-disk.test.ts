/** Promise 2 on a disk that is really full: the ledger's table cannot grow, so nothing is done that it should tell. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UnlockInput } from '../../contract/index.ts';
import { readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { mayHaveSmallDisk, type SmallDisk, startSmallDisk } from '../testing/small-disk.ts';

/** More entries than the pages that are there already have room for. */
const ACTS = 40;

const possible = await mayHaveSmallDisk();
if (!possible) process.stderr.write('full-disk.test.ts: skipped, this system lets nobody mount a disk of their own\n');

describe.skipIf(!possible)('promise 2: a full disk', () => {
  let disk: SmallDisk;
  let api: TestApi;
  beforeAll(async () => {
    disk = await startSmallDisk();
    api = await startTestApi({}, { serverUrl: disk.serverUrl });
  });
  afterAll(async () => {
    await api?.close();
    await disk?.close();
  });

  async function effectOn({ account_id }: UnlockInput) {
    const { rows } = await api.database.asOwner(
      `SELECT version,
              (SELECT count(*) FROM locks WHERE account_id = a.id AND ended_at IS NULL)::integer AS locks,
              (SELECT count(*) FROM entries WHERE account_id = a.id AND action = 'unlock')::integer AS entries,
              (SELECT count(*) FROM outbox WHERE account_id = a.id)::integer AS messages,
              (SELECT count(*) FROM idempotency_keys JOIN entries e ON e.id = entry_id AND e.account_id = a.id)::integer AS keys
         FROM accounts a WHERE id = $1`,
      [account_id],
    );
    return rows[0];
  }

  async function fill(): Promise<void> {
    await api.database.asOwner('CREATE TABLE ballast (filling text) TABLESPACE small');
    for (const size of [100_000, 1000, 10]) {
      const more = `INSERT INTO ballast SELECT repeat(md5(n::text), 30) FROM generate_series(1, ${size}) AS n`;
      const full = async () => {
        for (;;) await api.database.asOwner(more);
      };
      await expect(full()).rejects.toMatchObject({ code: '53100' });
    }
  }

  test('refuses the act and does nothing, goes on answering, and acts again by the same keys when there is room', async () => {
    const month = new Date().toISOString().slice(0, 7).replace('-', '_');
    const inputs = await Promise.all(Array.from({ length: ACTS }, () => readyToUnlock(api)));
    const acts = inputs.map((input) => ({ input, key: crypto.randomUUID() }));
    await api.database.asOwner(`CREATE TABLESPACE small LOCATION '${disk.folder}'`);
    await api.database.asOwner(`ALTER TABLE entries_${month} SET TABLESPACE small`);
    // Entries that were written at once have made it larger than they need.
    await api.database.asOwner(`VACUUM FULL entries_${month}`);
    await fill();

    const answers: Awaited<ReturnType<TestApi['call']>>[] = [];
    for (const { input, key } of acts) {
      answers.push(await api.call(PEOPLE.clerk, 'unlockAccount', input, { key }));
    }
    const refused = acts.filter((_, at) => answers[at]?.statusCode !== 200);
    expect(refused.length).toBeGreaterThan(ACTS / 2);
    for (const [at, { input }] of acts.entries()) {
      const answer = answers[at];
      const done = answer?.statusCode === 200;
      if (!done) expect(answer?.json()).toMatchObject({ status: 503, type: 'urn:lockdesk:error:ledger_unavailable' });
      expect(await effectOn(input)).toEqual(
        done
          ? { version: 2, locks: 0, entries: 1, messages: 1, keys: 1 }
          : { version: 1, locks: 1, entries: 0, messages: 0, keys: 0 },
      );
    }
    expect((await api.call(PEOPLE.clerk, 'listLockedAccounts', {})).statusCode).toBe(200);

    await api.database.asOwner('DROP TABLE ballast');
    for (const { input, key } of refused) {
      const answer = await api.call(PEOPLE.clerk, 'unlockAccount', input, { key });
      expect(answer.statusCode, answer.body).toBe(200);
      expect(await effectOn(input)).toEqual({ version: 2, locks: 0, entries: 1, messages: 1, keys: 1 });
    }
  });
});
