import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationInput, OperationOutput } from '../../contract/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import {
  accountRow,
  attempt,
  minutesAgo,
  residentId,
  type SignInSystem,
  signInSystem,
} from '../testing/sign-in-system.ts';

type Result = OperationOutput<'searchAccounts'>;

let api: TestApi;
let system: SignInSystem;
beforeAll(async () => {
  api = await startTestApi();
  system = signInSystem(api);
});
afterAll(() => api.close());

async function search(person: TestPerson, input: OperationInput<'searchAccounts'> | string): Promise<Result> {
  const answer = await api.call(person, 'searchAccounts', typeof input === 'string' ? { text: input } : input);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

const found = ({ hits }: Result): string[] => hits.map(({ account }) => account.id);

async function register(row: Parameters<typeof accountRow>[0]): Promise<string> {
  const [result] = await system.register(accountRow(row));
  if (result?.status !== 'created') throw new Error(JSON.stringify(result));
  return result.account_id;
}

const entry = (id: string) =>
  api.services.db.selectFrom('entries').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('a name', () => {
  test.each(['单小明', '单小', '单', 'shan xiaoming', 'SHANXIAOM', 'shan', 'sxm', 'SX'])(
    'is found by %s',
    async (text) => {
      const id = await register({ name: '单小明', division: '320102' });
      const clerk = { ...PEOPLE.clerk, subject: 'xuanwu', scope: ['320102'] };
      const result = await search(clerk, text);
      expect(found(result)).toContain(id);
      expect(result).toMatchObject({ everywhere: false, check_digit: 'none', verdict: null, shown_as: text });
    },
  );

  test('is found within the scope only', async () => {
    const id = await register({ name: '尉迟恭', division: '320508' });
    expect(await search(PEOPLE.clerk, '尉迟恭')).toMatchObject({ hits: [], verdict: 'nobody_in_scope' });
    expect(found(await search(PEOPLE.otherClerk, '尉迟恭'))).toEqual([id]);
    expect(found(await search({ ...PEOPLE.clerk, subject: 'two', scope: ['3201', '3205'] }, 'yuchi'))).toEqual([id]);
    expect(await search({ ...PEOPLE.clerk, subject: 'none', scope: [] }, '尉迟恭')).toMatchObject({ hits: [] });
  });

  test('never matches what a pattern would', async () => {
    await register({ name: '张三', division: '320106' });
    for (const text of ['%', '_', '张_', '%三', '\\'])
      expect(found(await search(PEOPLE.clerk, text)), text).toEqual([]);
  });

  test('that many have brings twenty: the locked first, then who failed lately, then by name', async () => {
    const clerk = { ...PEOPLE.clerk, subject: 'yancheng', scope: ['320902'] };
    const rows = Array.from({ length: 22 }, (_, n) =>
      accountRow({ name: `郑${'甲乙丙丁'[n % 4]}`, division: '320902', document_number: residentId() }),
    );
    await system.register(...rows);
    const [failed, locked] = [String(rows[20]?.external_id), String(rows[21]?.external_id)];
    await system.report(attempt({ external_id: failed, occurred_at: minutesAgo(60 * 24) }));
    await system.report(...Array.from({ length: 5 }, () => attempt({ external_id: locked })));

    const { hits, more } = await search(clerk, '郑');
    expect(hits).toHaveLength(20);
    expect(more).toBe(true);
    expect(hits[0]?.lock).toMatchObject({ kind: 'temporary', cause: 'many_wrong_passwords', ended: null });
    expect(hits[0]?.last_attempt).toMatchObject({ succeeded: false, failures_3_days: 5 });
    expect(hits[1]).toMatchObject({ lock: null, last_attempt: { succeeded: false, failures_3_days: 1 } });
    expect(hits.slice(2).every(({ lock, last_attempt }) => lock === null && last_attempt === null)).toBe(true);
    expect((await search(clerk, '郑甲')).more).toBe(false);
  });
});

describe('a whole document number', () => {
  test.each([
    ['resident_id', '32010619800229123X', null],
    ['passport', 'E12345678', 'E12345678'],
    ['passport', 'L01X00T47', 'l01x 00t47'],
    ['hk_macau_permit', 'H1234567801', 'h12345678'],
    ['taiwan_permit', '01234567', '0123456702'],
    ['foreigner_permit', 'USA110000012345', 'usa 1100 0001 2345'],
    ['officer_card', '1234567', '1234567'],
  ])('of a %s (%s) is found anywhere in the country', async (document_kind, number, typed) => {
    const document_number = document_kind === 'resident_id' ? residentId() : number;
    const id = await register({ document_kind, document_number, division: '440106' });
    const result = await search(PEOPLE.clerk, typed ?? document_number);
    expect(found(result)).toEqual([id]);
    expect(result).toMatchObject({ everywhere: true, verdict: null, hits: [{ account: { in_scope: false } }] });
    expect(result.shown_as).toContain('*');
  });

  test('with a wrong check digit is not looked for, and says so', async () => {
    const right = residentId();
    const wrong = right.slice(0, 17) + (right.endsWith('0') ? '1' : '0');
    expect(await search(PEOPLE.clerk, wrong)).toMatchObject({
      searched_as: 'resident_id',
      check_digit: 'wrong',
      verdict: 'wrong_check_digit',
      hits: [],
    });
  });

  test('of nobody says so', async () => {
    expect(await search(PEOPLE.clerk, residentId())).toMatchObject({
      check_digit: 'right',
      everywhere: true,
      verdict: 'no_account_for_document',
    });
  });

  test('is found within the scope only where the agency forbids more', async () => {
    const strict = await startTestApi({ SEARCH_EVERYWHERE: 'false' });
    try {
      const number = residentId();
      await signInSystem(strict).newCitizen({ document_number: number, division: '320508' });
      const near = await strict.call(PEOPLE.clerk, 'searchAccounts', { text: number });
      expect(near.json()).toMatchObject({ everywhere: false, hits: [], verdict: 'nobody_in_scope' });
      const there = await strict.call(PEOPLE.otherClerk, 'searchAccounts', { text: number });
      expect(there.json().hits).toHaveLength(1);
    } finally {
      await strict.close();
    }
  });
});

describe('a phone or licence file number', () => {
  test.each(['13900001111', '+86 139 0000 1111', '１３９００００１１１１'])(
    '%s is found within the scope only',
    async (text) => {
      await register({ phone: '13900001111', division: '320508' });
      expect(await search(PEOPLE.clerk, text)).toMatchObject({
        everywhere: false,
        hits: [],
        verdict: 'nobody_in_scope',
      });
      expect((await search(PEOPLE.otherClerk, text)).hits.length).toBeGreaterThan(0);
    },
  );

  test('of the licence file finds its account', async () => {
    const id = await register({ licence_file: '320100004711', division: '320106' });
    expect(found(await search(PEOPLE.clerk, '3201 0000 4711'))).toEqual([id]);
  });
});

describe('a phone after the citizen’s own document', () => {
  test('belongs to another where the document has no account, or another one', async () => {
    await register({ phone: '13900002222', division: '320106' });
    const own = residentId();
    await register({ document_number: own, division: '320106' });
    for (const document of [residentId(), own]) {
      const before = await search(PEOPLE.clerk, document);
      const after = await search(PEOPLE.clerk, { text: '13900002222', follows: before.search_id });
      expect(after).toMatchObject({ verdict: 'phone_belongs_to_another', hits: [], more: false });
      expect((await entry(after.search_id)).refers_to).toBe(before.search_id);
    }
  });

  test('is the citizen’s where the document found the same account', async () => {
    const document_number = residentId();
    const id = await register({ document_number, phone: '13900003333', division: '320106' });
    const { search_id } = await search(PEOPLE.clerk, document_number);
    const after = await search(PEOPLE.clerk, { text: '13900003333', follows: search_id });
    expect([found(after), after.verdict]).toEqual([[id], null]);
  });

  test('says nothing of others where the search before was another clerk’s, by name, mistyped, or long ago', async () => {
    const id = await register({ phone: '13900004444', division: '320106' });
    const right = residentId();
    const wrong = right.slice(0, 17) + (right.endsWith('0') ? '1' : '0');
    const old = await search(PEOPLE.clerk, residentId());
    await api.database.asOwner(`UPDATE entries SET recorded_at = recorded_at - interval '16 minutes' WHERE id = $1`, [
      old.search_id,
    ]);
    await api.database.asOwner(
      `UPDATE entry_private SET recorded_at = recorded_at - interval '16 minutes' WHERE entry_id = $1`,
      [old.search_id],
    );
    const before = [
      await search({ ...PEOPLE.clerk, subject: 'colleague' }, residentId()),
      await search(PEOPLE.clerk, '王'),
      await search(PEOPLE.clerk, wrong),
      old,
    ];
    for (const { search_id } of [...before, { search_id: crypto.randomUUID() }]) {
      const after = await search(PEOPLE.clerk, { text: '13900004444', follows: search_id });
      expect([found(after), after.verdict]).toEqual([[id], null]);
    }
  });
});

describe('promise 11: a search leaves an entry, written before the answer leaves', () => {
  test('whether or not it finds anybody, with how it was read and by whom', async () => {
    const document_number = residentId();
    const id = await register({ document_number, name: '冼星海', division: '320106' });
    for (const [text, account_id, kept] of [
      [document_number, id, `${document_number.slice(0, 4)}**********${document_number.slice(14)}`],
      ['冼星海', null, '冼星海'],
      ['13912121212', null, '139****1212'],
    ] as const) {
      const { search_id, searched_as } = await search(PEOPLE.clerk, { text, reading: 'scanned' });
      expect(await entry(search_id)).toMatchObject({
        action: 'search',
        outcome: 'done',
        actor_subject: PEOPLE.clerk.subject,
        reason: searched_as,
        verification_reading: 'scanned',
        account_id,
        division: '320106',
      });
      const { fields } = await api.services.db
        .selectFrom('entry_private')
        .select('fields')
        .where('entry_id', '=', search_id)
        .executeTakeFirstOrThrow();
      expect(fields.search_text?.value).toBe(kept);
      expect(JSON.stringify(fields)).not.toContain(document_number);
    }
  });

  test('and has no answer where the entry cannot be written', async () => {
    await api.database.asOwner('REVOKE INSERT ON entries FROM lockdesk_api');
    try {
      const answer = await api.call(PEOPLE.clerk, 'searchAccounts', { text: '王' });
      expect([answer.statusCode, answer.json().type]).toEqual([503, 'urn:lockdesk:error:ledger_unavailable']);
    } finally {
      await api.database.asOwner('GRANT INSERT ON entries TO lockdesk_api');
    }
  });
});
