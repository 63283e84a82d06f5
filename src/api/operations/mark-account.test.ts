import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Mark, ReviewQueue } from '../../contract/index.ts';
import { makeDb } from '../db/database.ts';
import { makePool } from '../db/pool.ts';
import { eraseAccount } from '../personal/erase.ts';
import { readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { signInSystem } from '../testing/sign-in-system.ts';

let api: TestApi;
beforeAll(async () => {
  // Nothing but what this test is about comes to the queue.
  api = await startTestApi({ OFFICE_DAYS: '1,2,3,4,5,6,7', OFFICE_HOURS: '00:00-23:59', REVIEW_SAMPLE_PERCENT: 0 });
});
afterAll(() => api.close());

const { clerk, supervisor, otherSupervisor, administrator } = PEOPLE;
const REASON = '本人申报：其兄';
const mark = (person: TestPerson, account: string, change: Mark = 'relative', staff: string = clerk.subject) =>
  api.call(person, 'markAccount', { account, staff, mark: change, reason: REASON });
const marks = async (account: string) => {
  const { rows } = await api.database.asOwner(
    'SELECT staff_subject, kind FROM account_marks JOIN accounts ON id = account_id WHERE external_id = $1',
    [account],
  );
  return rows;
};
const citizen = () => signInSystem(api).newCitizen();

async function unlockedBy(person: TestPerson, before: (external: string) => Promise<unknown>): Promise<string> {
  const input = await readyToUnlock(api, {}, person);
  const { rows } = await api.database.asOwner('SELECT external_id FROM accounts WHERE id = $1', [input.account_id]);
  await before(rows[0].external_id);
  const answer = await api.call(person, 'unlockAccount', input);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().entry_id;
}
async function reasonsOf(entryId: string): Promise<string[] | undefined> {
  const queue: ReviewQueue = (await api.call(supervisor, 'listReviews', {})).json();
  return queue.items.find(({ entry }) => entry.id === entryId)?.reasons.map(({ risk }) => risk);
}

describe('a mark', () => {
  it.each([
    ['relative', 'relative'],
    ['own', 'own_account'],
  ] as const)('as %s brings what the clerk does on the account to the queue, and says why', async (kind, risk) => {
    const plain = await unlockedBy(clerk, async () => {});
    const marked = await unlockedBy(clerk, (account) => mark(supervisor, account, kind));
    await vi.waitUntil(async () => (await reasonsOf(marked))?.includes(risk), 10_000);
    expect(await reasonsOf(plain)).toBeUndefined();
  });

  it('speaks of one person, and no longer once it was taken away', async () => {
    const other = await unlockedBy(clerk, (account) => mark(supervisor, account, 'relative', 'somebody-else'));
    const ended = await unlockedBy(clerk, async (account) => {
      await mark(supervisor, account);
      await mark(supervisor, account, 'unmarked');
    });
    const marked = await unlockedBy(clerk, (account) => mark(supervisor, account));
    await vi.waitUntil(async () => (await reasonsOf(marked))?.includes('relative'), 10_000);
    expect([await reasonsOf(other), await reasonsOf(ended)]).toEqual([undefined, undefined]);
  });

  it('is an entry each time something changes, which says of whom and why apart from its leaf', async () => {
    const account = await citizen();
    const first = (await mark(administrator, account)).json();
    expect(first).toEqual({ entry_id: expect.any(String), staff_known: true });
    expect((await mark(administrator, account)).json()).toEqual({ entry_id: null, staff_known: true });
    expect(await marks(account)).toEqual([{ staff_subject: clerk.subject, kind: 'relative' }]);
    expect((await mark(supervisor, account, 'own')).json().entry_id).not.toBeNull();
    expect((await mark(supervisor, account, 'unmarked')).json().entry_id).not.toBeNull();
    expect((await mark(supervisor, account, 'unmarked')).json().entry_id).toBeNull();
    expect(await marks(account)).toEqual([]);

    const detail = await api.call(PEOPLE.auditor, 'getEntry', { entry_id: first.entry_id });
    expect(detail.json()).toMatchObject({
      action: 'mark',
      reason: 'relative',
      note: REASON,
      marked_staff: clerk.subject,
      account: { document: expect.stringContaining('*') },
    });
    const { rows } = await api.database.asOwner(
      "SELECT convert_from(leaf, 'UTF8') AS leaf FROM entries WHERE id = $1",
      [first.entry_id],
    );
    expect(rows[0].leaf).not.toMatch(new RegExp(`${REASON}|"${clerk.subject}"`));
  });

  it('tells of a subject that nobody has', async () => {
    expect((await mark(administrator, await citizen(), 'relative', 'lmin')).json()).toMatchObject({
      staff_known: false,
    });
  });

  it('is nobody’s to take away who it is about', async () => {
    const account = await citizen();
    expect((await mark(supervisor, account, 'own', supervisor.subject)).statusCode).toBe(200);
    for (const change of ['unmarked', 'relative'] as const) {
      expect((await mark(supervisor, account, change, supervisor.subject)).statusCode).toBe(403);
    }
    expect(await marks(account)).toEqual([{ staff_subject: supervisor.subject, kind: 'own' }]);
    expect((await mark(administrator, account, 'unmarked', supervisor.subject)).statusCode).toBe(200);
  });

  it('is a supervisor’s within their scope, an administrator’s everywhere, and nobody else’s', async () => {
    const account = await citizen();
    expect((await mark(otherSupervisor, account)).json()).toMatchObject({ status: 404 });
    expect((await mark(administrator, account)).statusCode).toBe(200);
    expect((await mark(supervisor, 'no-such-account')).statusCode).toBe(404);
    expect((await mark(clerk, account, 'unmarked')).statusCode).toBe(403);
  });

  it('goes with the citizen’s personal data, entry and all that it says', async () => {
    const account = await citizen();
    const { entry_id } = (await mark(administrator, account)).json();
    const said = async () => {
      const { rows } = await api.database.asOwner('SELECT fields FROM entry_private WHERE entry_id = $1', [entry_id]);
      return JSON.stringify(rows);
    };
    expect(await said()).toContain(REASON);
    const pool = makePool(api.database.ownerUrl, 2);
    const actor = { kind: 'system', subject: 'lockdesk', name: 'root', roles: ['administrator'] } as const;
    expect(await eraseAccount(makeDb(pool), { account, actor, ticket: null })).toMatchObject({ done: true });
    await pool.end();
    expect(await said()).not.toMatch(new RegExp(`${REASON}|${clerk.subject}`));
    expect(await marks(account)).toEqual([]);
    expect((await mark(administrator, account)).statusCode).toBe(404);
  });
});
