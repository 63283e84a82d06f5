/** Promise 15: harvesting is limited, and a supervisor hears of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen } from '../testing/citizens.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';

const SLOWED = 4;
const MOST = 6;
/** Half of the longest, at the first of two steps. */
const HELD_BACK_MS = 1_500;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ LOOKS_AN_HOUR: SLOWED, LOOKS_AN_HOUR_MOST: MOST });
});
afterAll(() => api.close());

let made = 0;
let clerk: TestPerson;
beforeEach(() => {
  clerk = { ...PEOPLE.clerk, subject: `clerk-${++made}` };
});

const search = (person = clerk, by = api) => by.call(person, 'searchAccounts', { text: '王小明' });
const search200 = async () => expect((await search()).statusCode).toBe(200);
async function searchTimes(times: number): Promise<void> {
  for (let n = 0; n < times; n++) await search200();
}

async function alerts(of = clerk) {
  const { rows } = await api.database.asOwner(
    "SELECT reason, outcome, division FROM entries WHERE action = 'alert' AND actor_subject = $1",
    [of.subject],
  );
  return rows;
}

const passAnHour = () => api.database.asOwner("UPDATE looks SET since = since - interval '1 hour'");

describe('promise 15: searches, openings and reveals of one person in an hour count together', () => {
  test('first answers are held back and a supervisor is told, then nothing is answered', async () => {
    const account_id = await makeCitizen(api.services);
    await searchTimes(2);
    const { opening_id } = (await api.call(clerk, 'openAccount', { account_id })).json();
    const reveal = { account_id, opening_id, field: 'phone', reason: { code: 'call_back' } } as const;
    expect((await api.call(clerk, 'revealField', reveal)).statusCode).toBe(200);
    expect(await alerts()).toEqual([]);

    const asked = performance.now();
    await search200();
    expect(performance.now() - asked).toBeGreaterThan(HELD_BACK_MS - 1);
    expect(await alerts()).toEqual([{ reason: 'harvesting', outcome: 'done', division: '320106' }]);
    await search200();

    for (const refused of [
      await search(),
      await api.call(clerk, 'openAccount', { account_id }),
      await api.call(clerk, 'revealField', reveal),
    ]) {
      expect(refused.statusCode).toBe(429);
      expect(refused.json().type).toBe('urn:lockdesk:error:too_many_looks');
      expect(refused.body).not.toContain('王');
      // The hour began in a stretch of five minutes.
      const { retry_after_s } = refused.json().details;
      expect(retry_after_s).toBeGreaterThan(54 * 60);
      expect(retry_after_s).toBeLessThanOrEqual(60 * 60);
      expect(refused.headers['retry-after']).toBe(String(retry_after_s));
    }
    expect(await alerts()).toHaveLength(1);
    const { rows } = await api.database.asOwner(
      "SELECT action FROM entries WHERE refused_with = 'too_many_looks' AND actor_subject = $1",
      [clerk.subject],
    );
    expect(rows, 'one entry of the refusals in a minute').toEqual([{ action: 'search' }]);
  });

  test('what needs no new look goes on: reading again, and acts', async () => {
    const account_id = await makeCitizen(api.services);
    const { opening_id } = (await api.call(clerk, 'openAccount', { account_id })).json();
    await searchTimes(MOST - 1);
    expect((await search()).statusCode).toBe(429);
    expect((await api.call(clerk, 'readAccount', { account_id, opening_id })).statusCode).toBe(200);
    const unlock = await api.call(clerk, 'unlockAccount', {
      account_id,
      opening_id,
      version: 1,
      reason: { code: 'remembered_password' },
      verification: { method: 'id_card', reading: 'scanned' },
      channel: 'counter',
    });
    expect(unlock.statusCode, unlock.body).toBe(200);
  });

  test('after the hour they look again, and the next alert may follow', async () => {
    await searchTimes(MOST);
    expect((await search()).statusCode).toBe(429);
    await passAnHour();
    await searchTimes(SLOWED + 1);
    expect(await alerts()).toHaveLength(2);
  });

  test('by person, not by office', async () => {
    await searchTimes(MOST);
    expect((await search()).statusCode).toBe(429);
    expect((await search({ ...clerk, subject: 'colleague' })).statusCode).toBe(200);
  });

  test('what found nothing to look at is not counted, what is refused neither', async () => {
    for (let n = 0; n < MOST + 1; n++) {
      expect((await api.call(clerk, 'openAccount', { account_id: crypto.randomUUID() })).statusCode).toBe(404);
    }
    await search200();
  });
});

test('promise 15: all at once, and through two APIs, not one more gets through', async () => {
  const limits = { LOOKS_AN_HOUR: 10, LOOKS_AN_HOUR_MOST: 10 };
  const first = await startTestApi(limits);
  const { DATABASE_URL, keySource } = first.services.config;
  const beside = { ...limits, DATABASE_URL, LOCKDESK_KEY_FILE: keySource.file };
  const second = await startTestApi(beside, { leads: false });
  try {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => search(clerk, n % 2 === 0 ? first : second)),
    );
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
  } finally {
    await second.close();
    await first.close();
  }
});
