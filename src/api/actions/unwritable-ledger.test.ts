/** Promise 2: an act is refused, and nothing of it done, where its entry can't be written. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asReset, readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';

let api: TestApi;
beforeEach(async () => {
  // Whoever leads would make the partition anew, and give the opening its index.
  api = await startTestApi({}, { leads: false });
});
afterEach(() => api.close());

const raising = (state: string) => `
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '${state}'; END $$;`;

/** Each makes the ledger, or a part of it, refuse what is new. */
const FAULTS: Record<string, string> = {
  'INSERT revoked on entries': 'REVOKE INSERT ON entries FROM lockdesk_api',
  'INSERT revoked on their private part': 'REVOKE INSERT ON entry_private FROM lockdesk_api',
  'a trigger that raises': `${raising('P0001')} CREATE TRIGGER t BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION refuse()`,
  'a trigger that raises at COMMIT': `${raising('P0001')} CREATE CONSTRAINT TRIGGER t AFTER INSERT ON entries
     DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`,
  // SQLSTATE of a full disk (53100), as PostgreSQL raises it when a table cannot be extended.
  'no space for entries': `${raising('53100')} CREATE TRIGGER t BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION refuse()`,
  'no partition for this month': `DO $$ BEGIN EXECUTE 'DROP TABLE entries_' || to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM'); END $$`,
  'the table gone': 'ALTER TABLE entries RENAME TO entries_elsewhere',
};

const TABLES = ['accounts', 'locks', 'outbox', 'reset_codes', 'idempotency_keys', 'leaves'];

async function everything(): Promise<unknown[]> {
  return Promise.all(
    TABLES.map(async (table) => (await api.database.asOwner(`SELECT * FROM ${table} AS t ORDER BY t::text`)).rows),
  );
}

describe.each(Object.entries(FAULTS))('promise 2: %s', (fault, statement) => {
  test.each(['unlockAccount', 'forceReset'] as const)(
    '%s answers ledger_unavailable and does nothing',
    async (name) => {
      const input = await readyToUnlock(api);
      // The opening is an entry too: where its partition goes, it goes with it.
      const expected = fault.includes('partition') ? ['opening_required'] : ['ledger_unavailable'];
      await api.database.asOwner(statement);
      const before = await everything();
      const answer = await api.call(PEOPLE.clerk, name, name === 'forceReset' ? asReset(input) : input);
      expect(answer.json().type.split(':').at(-1)).toBe(expected[0]);
      expect(await everything()).toEqual(before);
    },
  );

  test('opening an account and searching answer ledger_unavailable', async () => {
    const account_id = await makeCitizen(api.services);
    await api.database.asOwner(statement);
    for (const answer of [
      await api.call(PEOPLE.clerk, 'openAccount', { account_id }),
      await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王小明' }),
    ]) {
      expect(answer.statusCode).toBe(503);
      expect(answer.json().type).toBe('urn:lockdesk:error:ledger_unavailable');
    }
  });
});
