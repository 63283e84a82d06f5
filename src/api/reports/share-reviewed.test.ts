import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report, ReportRow } from '../../contract/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { SEED } from '../testing/random.ts';
import { countEntries } from './count-entries.ts';
import { countShown } from './count-reviewed.ts';

const RUNS = process.env.LOCKDESK_SOAK === '1' ? 300 : 15;
const FIRST_DAY = '2026-09-20';
const DAYS = 50;
const DAY_MS = 86_400_000;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({}, { leads: false });
  await api.database.asOwner('SELECT make_partitions(12, 12)');
});
afterAll(() => api.close());

const act = fc.record({
  day: fc.nat(DAYS - 10),
  action: fc.constantFrom('unlock' as const, 'reset' as const, 'open' as const),
  outcome: fc.constantFrom('done', 'done', 'done', 'refused'),
  clerk: fc.constantFrom('limin', 'wanghong'),
  division: fc.constantFrom('320106', '320104', '320508'),
  reason: fc.constantFrom('remembered_password', 'asked_for'),
  state: fc.constantFrom('watched', 'waiting', 'signed_off', 'disputed'),
  /** What came of it, each so many days after the one before. */
  steps: fc.array(
    fc.record({
      after: fc.nat(3),
      step: fc.constantFrom('sign_off', 'dispute', 'answer', 'uphold'),
      outcome: fc.constantFrom('done', 'done', 'refused'),
    }),
    { maxLength: 3 },
  ),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** An entry as the ledger has it, and where it stands there by its time. */
interface Recorded {
  at: number;
  act: Act;
  entryId: string;
  accountId: string;
  action: string;
  outcome: string;
  reason: string;
  refersTo: string | null;
}

/** At noon of the offices' day, some seconds after one another. */
const timeOf = (day: number, second: number): number =>
  Date.parse(`${FIRST_DAY}T04:00:00Z`) + day * DAY_MS + second * 1000;
const dayOf = (day: number): string => new Date(timeOf(day, 0)).toISOString().slice(0, 10);

function idAt(at: number): string {
  const hex = at.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

function recordedOf(acts: readonly Act[]): Recorded[] {
  const all = acts.flatMap((act, number): Recorded[] => {
    const first = timeOf(act.day, number);
    const id = idAt(first);
    const { action, outcome, reason } = act;
    const one = { act, accountId: crypto.randomUUID() };
    let day = act.day;
    return [
      { ...one, at: first, entryId: id, action, outcome, reason, refersTo: null },
      ...act.steps.map(({ step, after, outcome }, nth): Recorded => {
        day += after;
        const at = timeOf(day, 1000 + 10 * nth + number);
        return { ...one, at, entryId: idAt(at), action: 'review', outcome, reason: step, refersTo: id };
      }),
    ];
  });
  return all.sort((one, other) => one.at - other.at);
}

/** Adds entries to the ledger, from an index on, as the sequencer leaves them; and what the queue has of the acts. */
async function record(entries: readonly Recorded[], from: number): Promise<void> {
  const rows = entries.map(({ act, at, entryId, accountId, action, outcome, reason, refersTo }, nth) => ({
    index: from + nth,
    id: entryId,
    recorded_at: new Date(at).toISOString(),
    action,
    outcome,
    actor_subject: refersTo === null ? act.clerk : 'zhoujianguo',
    office_code: `${act.division}-01`,
    account_id: accountId,
    division: act.division,
    reason,
    refers_to: refersTo,
    state: act.state,
  }));
  const given = `jsonb_to_recordset('${JSON.stringify(rows)}'::jsonb) AS given (index bigint, id uuid,
    recorded_at timestamptz, action text, outcome text, actor_subject text, office_code text, account_id uuid,
    division text, reason text, refers_to uuid, state text)`;
  await api.database.asOwner(`
    INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, office_code, account_id, province,
        city, division, reason, refers_to, leaf)
    SELECT id, recorded_at, action, outcome, 'staff', actor_subject, office_code, account_id, left(division, 2),
           left(division, 4), division, reason, refers_to, ''
      FROM ${given}`);
  await api.database.asOwner(`
    INSERT INTO leaves (index, entry_id, recorded_at, leaf_hash)
    SELECT index, id, recorded_at, sha256('') FROM ${given}`);
  await api.database.asOwner(`
    INSERT INTO reviews (entry_id, recorded_at, action, actor_subject, account_id, division, desk, risk, reasons, sampled,
        state, due_at)
    SELECT id, recorded_at, action, actor_subject, account_id, division, left(division, 4), 50, '[]', false, state, now()
      FROM ${given} WHERE action <> 'review' AND outcome = 'done'`);
}

/** Two at once, as at a change of leaders. */
async function count(): Promise<void> {
  await Promise.all([countShown, countShown, countEntries, countEntries].map((work) => work(api.services)));
}

interface Share {
  acts: number;
  shown: number;
  reviewed: number;
}

/** By key of a dimension, what there is of these acts; nothing of what there is nothing of. */
function shares(acts: readonly Act[], keyOf: (act: Act) => string): Record<string, Share> {
  const sums: Record<string, Share> = {};
  for (const act of acts) {
    if (act.action === 'open' || act.outcome !== 'done') continue;
    const key = keyOf(act);
    const sum = sums[key] ?? { acts: 0, shown: 0, reviewed: 0 };
    sums[key] = sum;
    sum.acts++;
    if (act.state !== 'watched') sum.shown++;
    if (act.steps.some(({ step, outcome }) => outcome === 'done' && (step === 'sign_off' || step === 'dispute'))) {
      sum.reviewed++;
    }
  }
  return sums;
}

const told = (rows: readonly (Omit<ReportRow, 'name' | 'key'> & { key: string })[]): Record<string, Share> =>
  Object.fromEntries(
    rows.flatMap(({ key, unlocks, resets, shown, reviewed }) =>
      unlocks + resets + shown + reviewed > 0 ? [[key, { acts: unlocks + resets, shown, reviewed }]] : [],
    ),
  );

async function report(place?: string): Promise<Report> {
  const input = { from: FIRST_DAY, to: dayOf(DAYS - 1), ...(place !== undefined && { place }) };
  const answer = await api.call(PEOPLE.auditor, 'readReport', input);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

async function expectToldRight(acts: readonly Act[]): Promise<void> {
  const { by, steps } = await report();
  expect(told(by.place)).toEqual(shares(acts, () => '32'));
  expect(told(by.reason)).toEqual(shares(acts, ({ reason }) => reason));
  expect(told(steps.map(({ starts, ...step }) => ({ key: starts, ...step })))).toEqual(
    shares(acts, ({ day }) => dayOf(day)),
  );
  const inCity = acts.filter(({ division }) => division.startsWith('3201'));
  const city = await report('3201');
  expect(told(city.by.clerk)).toEqual(shares(inCity, ({ clerk }) => clerk));
  expect(told(city.by.office)).toEqual(shares(inCity, ({ division }) => `${division}-01`));
  expect(told(city.by.place)).toEqual(shares(inCity, ({ division }) => division));
}

test('every act is counted once as shown and as reviewed, on its own day, whatever is counted when', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 1, maxLength: 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (acts, part) => {
        await api.database.asOwner('TRUNCATE entries, leaves, reviews, report_counts');
        await api.database.asOwner('UPDATE report_state SET next_index = 0');
        const entries = recordedOf(acts);
        const first = Math.floor(entries.length * part);
        await record(entries.slice(0, first), 0);
        await count();
        await record(entries.slice(first), first);
        await count();
        await expectToldRight(acts);

        // Thrown away, and made again from the first entry.
        await api.database.asOwner('TRUNCATE report_counts');
        await api.database.asOwner('UPDATE report_state SET next_index = 0');
        await api.database.asOwner('UPDATE reviews SET counted = false');
        await count();
        await expectToldRight(acts);
      },
    ),
    { seed: SEED, numRuns: RUNS },
  );
});
