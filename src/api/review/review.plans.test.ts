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
