import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attempt, OperationInput, OperationOutput } from '../../contract/index.ts';
import { encodeCursor } from '../queries/cursor.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { openFor } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { attempt, minutesAgo, type SignInSystem, signInSystem } from '../testing/sign-in-system.ts';

let api: TestApi;
let system: SignInSystem;
let opened: { account_id: string; opening_id: string };
const moment = minutesAgo(60 * 24 * 3);
beforeAll(async () => {
  api = await startTestApi();
  system = signInSystem(api);
  const external_id = await system.newCitizen();
  const { id } = await api.services.db
    .selectFrom('accounts')
    .select('id')
    .where('external_id', '=', external_id)
    .executeTakeFirstOrThrow();
  opened = { account_id: id, opening_id: await openFor(api.services, PEOPLE.clerk, id) };
  await system.report(
    // Seven at one moment from two systems: only source and id part them.
    ...['app', 'web', 'app', 'web', 'app', 'web', 'app'].map((source) =>
      attempt({ external_id, source, occurred_at: moment, outcome: 'refused_disabled' }),
    ),
    attempt({ external_id, occurred_at: minutesAgo(60 * 24 * 4), outcome: 'success', factor: 'fingerprint' }),
    attempt({ external_id, occurred_at: minutesAgo(60 * 24 * 2), outcome: 'password_changed' }),
    // In another month's partition.
    attempt({ external_id, occurred_at: minutesAgo(60 * 24 * 40), outcome: 'wrong_code', ip: '2001:db8::1' }),
    ...[5, 4, 3, 2, 1].map((m) => attempt({ external_id, occurred_at: minutesAgo(m) })),
  );
});
afterAll(() => api.close());

async function list(input: Partial<OperationInput<'listAttempts'>> = {}): Promise<OperationOutput<'listAttempts'>> {
  const answer = await api.call(PEOPLE.clerk, 'listAttempts', { ...opened, ...input });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

async function paged(input: Partial<OperationInput<'listAttempts'>>): Promise<Attempt[]> {
  const seen: Attempt[] = [];
  for (let after: string | undefined; ; ) {
    const page = await list({ ...input, after });
    seen.push(...page.items);
    if (page.after === null) return seen;
    after = page.after;
  }
}

describe('attempts of an account', () => {
  test('come newest first, with what is known of each', async () => {
    const { items, after } = await list();
    expect(items).toHaveLength(15);
    expect(after).toBeNull();
    expect(items.map(({ occurred_at }) => occurred_at)).toEqual(
      items
        .map(({ occurred_at }) => occurred_at)
        .sort()
        .reverse(),
    );
    expect(items[0]).toMatchObject({
      outcome: 'wrong_password',
      factor: 'password',
      counted: true,
      locked: true,
      ip: '222.190.1.1',
      province: '江苏省',
      city: '南京市',
      operator: '电信',
      familiar_network: true,
      device: '华为 Mate 60',
    });
    expect(items[1]).toMatchObject({ counted: true, locked: false });
    expect(items.at(-1)).toMatchObject({ outcome: 'wrong_code', ip: '2001:db8::1' });
  });

  test.each([1, 2, 3, 4, 14, 15])('come to the same in pages of %d, across moments and months', async (limit) => {
    const { items } = await list();
    expect(await paged({ limit })).toEqual(items);
  });

  test('that failed, without those that were turned away unseen', async () => {
    const failures = await paged({ only_failures: true, limit: 4 });
    expect(failures.map(({ outcome }) => outcome)).toEqual([...new Array(5).fill('wrong_password'), 'wrong_code']);
  });

  test('show nothing of what was typed as the name', async () => {
    const answer = await api.call(PEOPLE.clerk, 'listAttempts', opened);
    expect(answer.body).not.toContain('sign_in_name');
    expect(answer.body).not.toContain('13812345678');
  });

  test.each(['x', encodeCursor({ at: moment, source: 'app' }), encodeCursor({ at: 'now', source: 'app', id: '1' })])(
    'after the cursor %j are refused',
    async (after) => {
      const answer = await api.call(PEOPLE.clerk, 'listAttempts', { ...opened, after });
      expect([answer.statusCode, answer.json().type]).toEqual([400, 'urn:lockdesk:error:invalid_cursor']);
    },
  );
});
