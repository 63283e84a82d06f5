/** What reviewing costs the database where half a million acts wait. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EntrySummary, QUEUE_PARTS } from '../../contract/index.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { clerkSubject, LARGE_CITY, LARGE_COUNTY } from '../testing/large.ts';
import { EVERYWHERE, LargeApi } from '../testing/large-api.ts';
import { LARGE } from '../testing/large-database.ts';
import { assessActs } from './assess-acts.ts';
import { checkAgain } from './check-again.ts';
import { escalateOverdue, rerouteLeft } from './escalate.ts';
import { forgetUnlockHours } from './unlock-hours.ts';

let large: LargeApi;
beforeAll(async () => {
  large = await LargeApi.open();
});
afterAll(() => large?.close());

const several = { ...PEOPLE.supervisor, subject: 'of-several', scope: [LARGE_CITY, LARGE_COUNTY] };

describe('the queue', () => {
  /** A page: an item and what it shows of its entry, account and place in the ledger, each by its key. */
  const PAGE_MAX = 51 * 20;

  test.each(QUEUE_PARTS)('%s, page after page', async (part) => {
    for (const person of [PEOPLE.supervisor, several]) {
      for (let after: string | undefined, page = 0; page < 4; page++) {
        const asked = await large.askBounded(person, 'listReviews', { part, ...(after && { after }) }, PAGE_MAX);
        expect(asked.items).toHaveLength(50);
        after = String(asked.after);
      }
    }
  });

  test('unlocks by the hour, of a county, a province and the country', async () => {
    for (const [scope, rows, more] of [
      [[LARGE_COUNTY], 30, 0],
      [[LARGE_CITY], 60, 0],
      [[LARGE_CITY.slice(0, 2)], 100, 500],
      [[''], 31, 0],
      [[LARGE_CITY, ...Array.from({ length: 60 }, (_, n) => String(440_000 + n))], 60, 0],
    ] as const) {
      const person = { ...PEOPLE.supervisor, subject: `of-${scope[0]}-${scope.length}`, scope: [...scope] };
      // A descent of the key for each place and day, and half of what a report of a month may cost for 17,400 rows.
      const asked = await large.askBounded(person, 'hourlyUnlocks', {}, 6000);
      expect(asked).toMatchObject({ more });
      expect(asked.rows).toHaveLength(rows);
    }
    await large.bounded(() => forgetUnlockHours(large.api.services), 100);
  });

  test('what waits for whom', async () => {
    for (const person of [several, EVERYWHERE, PEOPLE.auditor]) await large.askBounded(person, 'attention', {}, 700);
    await large.askBounded({ ...PEOPLE.clerk, subject: clerkSubject(1) }, 'listOwnDisputes', {}, 1500);
  });

  test('one act, disputed, answered and closed', async () => {
    const { items } = await large.askBounded(PEOPLE.supervisor, 'listReviews', { limit: 2 }, PAGE_MAX);
    const [first, second] = items as [{ entry: EntrySummary }, { entry: EntrySummary }];
    const { id: entry_id, actor } = first.entry;
    const clerk = { ...PEOPLE.clerk, subject: actor.subject };
    const steps = { entry_id, comment: '为什么' };
    await large.askBounded(PEOPLE.supervisor, 'getReview', { entry_id }, 150);
    await large.askBounded(PEOPLE.supervisor, 'disputeAct', steps, 150);
    await large.askBounded(clerk, 'answerDispute', steps, 150);
    await large.askBounded(PEOPLE.supervisor, 'closeDispute', { ...steps, upheld: true }, 150);
    await large.askBounded(PEOPLE.supervisor, 'signOff', { entry_ids: [second.entry.id] }, 150);
  });

  test('what the leader does for it', async () => {
    const { services, database } = large.api;
    await database.asOwner('UPDATE review_cursor SET next_index = $1', [LARGE.entries / 2]);
    await database.asOwner('UPDATE reviews SET next_check_at = now() WHERE next_check_at IS NOT NULL');
    await database.asOwner(
      "UPDATE reviews SET due_at = now() - interval '1 day' WHERE recorded_at < now() - interval '140 days'",
    );
    for (const work of [assessActs, checkAgain, escalateOverdue]) await large.bounded(() => work(services), 500 * 16);
    // Some of each place where nobody is, which here is nearly every one.
    const { rows } = await database.asOwner('SELECT count(DISTINCT desk)::integer AS desks FROM reviews');
    await large.bounded(() => rerouteLeft(services), rows[0]?.desks * 25);
  });
});

test('who stands in for whom', async () => {
  const { services, database } = large.api;
  await database.asOwner(
    `INSERT INTO staff (subject, name, roles, scope)
     SELECT 'supervisor-' || n, '陈静', '{supervisor}', ARRAY[lpad((n % 100)::text, 2, '0')] FROM generate_series(1, 3000) AS n
     ON CONFLICT DO NOTHING`,
  );
  await database.asOwner(
    `INSERT INTO substitutes (entry_id, absent, absent_name, substitute, substitute_name, places, from_day, until_day)
     SELECT uuidv7(), 'away-' || n, '周建国', 'standing-in-' || n, '陈静', $1, CURRENT_DATE - 1, CURRENT_DATE + 1
       FROM generate_series(1, 3000) AS n`,
    [[LARGE_CITY]],
  );
  await database.asOwner('ANALYZE staff, substitutes');
  const standingIn = { ...PEOPLE.supervisor, subject: 'standing-in-7', scope: [LARGE_CITY.slice(0, 2)] };
  const { items, substitutions } = await large.askBounded(standingIn, 'listReviews', {}, 51 * 20);
  expect(items).toHaveLength(50);
  expect(items).toContainEqual(expect.objectContaining({ instead_of: { name: '周建国', until: expect.any(String) } }));
  expect(substitutions).toHaveLength(1);
  // Six counts of up to 101 items, on a desk that the test above has moved half of.
  await large.askBounded(standingIn, 'attention', {}, 900);
  const { entry } = (items as [{ entry: EntrySummary }])[0];
  await large.askBounded(standingIn, 'getReview', { entry_id: entry.id }, 150);

  await services.staffSeen.write();
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: services.config.TIME_ZONE }).format();
  await large.askBounded(PEOPLE.supervisor, 'listSubstituteCandidates', {}, 1000);
  const input = { substitute: standingIn.subject, from: day, until: day };
  const { entry_id } = await large.askBounded(PEOPLE.supervisor, 'nameSubstitute', input, 150);
  await large.askBounded(PEOPLE.supervisor, 'endSubstitute', { entry_id: String(entry_id) }, 150);
  await database.asOwner("DELETE FROM substitutes; DELETE FROM staff WHERE subject LIKE 'supervisor-%'");
});

test('alerts, and one acknowledged', async () => {
  const { items } = await large.askBounded(PEOPLE.supervisor, 'listAlerts', {}, 1000);
  const { id, acknowledged } = (items as [{ id: string; acknowledged: null }])[0];
  expect(acknowledged).toBeNull();
  await large.askBounded(PEOPLE.supervisor, 'acknowledgeAlert', { alert_id: id }, 150);
  await large.askBounded(PEOPLE.auditor, 'listAlerts', {}, 1000);
});

test('whose account it is to a clerk', async () => {
  const about = { account: '7002', staff: PEOPLE.clerk.subject, reason: '本人申报' };
  for (const mark of ['relative', 'own', 'unmarked'] as const) {
    await large.askBounded(PEOPLE.administrator, 'markAccount', { ...about, mark }, 250);
  }
});

test('nothing was left out', () => large.expectWhole('review'));
