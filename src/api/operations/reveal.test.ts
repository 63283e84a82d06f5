import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RevealedField, RevealInput } from '../../contract/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen, openFor } from '../testing/citizens.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { residentId, type SignInSystem, signInSystem } from '../testing/sign-in-system.ts';

const PHONE = '13973519482';
const LICENCE_FILE = '320173519482';
const NOTE = '本人要求核对登记内容';

let api: TestApi;
let system: SignInSystem;
beforeAll(async () => {
  api = await startTestApi();
  system = signInSystem(api);
});
afterAll(() => api.close());

/** A citizen whom somebody has opened. */
async function opened(person: TestPerson, row: Parameters<SignInSystem['newCitizen']>[0] = {}) {
  const document_number = residentId();
  const external_id = await system.newCitizen({
    document_number,
    phone: PHONE,
    licence_file: LICENCE_FILE,
    ...row,
  });
  const { id: account_id } = await api.services.db
    .selectFrom('accounts')
    .select('id')
    .where('external_id', '=', external_id)
    .executeTakeFirstOrThrow();
  const opening_id = await openFor(api.services, person, account_id);
  return { document_number, input: revealOf({ account_id, opening_id }) };
}

const revealOf = (
  account: Pick<RevealInput, 'account_id' | 'opening_id'>,
  field: RevealedField = 'document',
): RevealInput => ({ ...account, field, reason: { code: 'compare_document' } });

async function refusal(person: TestPerson, input: RevealInput) {
  const answer = await api.call(person, 'revealField', input);
  expect(answer.body).not.toContain(PHONE);
  return [answer.statusCode, answer.json().type?.split(':').at(-1)];
}

const lastEntry = () =>
  api.services.db
    .selectFrom('entries')
    .leftJoin('entry_private', (on) =>
      on
        .onRef('entry_private.recorded_at', '=', 'entries.recorded_at')
        .onRef('entry_private.entry_id', '=', 'entries.id'),
    )
    .selectAll('entries')
    .select('entry_private.fields')
    .where('action', '=', 'reveal')
    .orderBy('entries.recorded_at', 'desc')
    .orderBy('entries.id', 'desc')
    .executeTakeFirstOrThrow();

describe('promise 11: revealing a number leaves an entry, written before the answer leaves', () => {
  test.each([PEOPLE.clerk, PEOPLE.supervisor])('one a number, for $name', async (person) => {
    const { document_number, input } = await opened(person);
    const values = { document: document_number, phone: PHONE, licence_file: LICENCE_FILE };
    for (const [field, value] of Object.entries(values) as [RevealedField, string][]) {
      const answer = await api.call(person, 'revealField', { ...input, field });
      expect(answer.statusCode, answer.body).toBe(200);
      const entry = await lastEntry();
      expect(answer.json()).toEqual({ entry_id: entry.id, field, value });
      expect(entry).toMatchObject({
        outcome: 'done',
        actor_subject: person.subject,
        account_id: input.account_id,
        reason: 'compare_document',
        field,
        refers_to: input.opening_id,
      });
      expect(JSON.parse(entry.leaf.toString()).entry).toMatchObject({ action: 'reveal', field });
    }
  });

  test('the entry keeps the note apart, and the number nowhere', async () => {
    const { document_number, input } = await opened(PEOPLE.clerk);
    const asked: RevealInput = { ...input, reason: { code: 'other', note: NOTE } };
    expect((await api.call(PEOPLE.clerk, 'revealField', asked)).statusCode).toBe(200);
    const entry = await lastEntry();
    expect(entry.fields?.note?.value).toBe(NOTE);
    const { leaf, ...columns } = entry;
    const kept = `${leaf.toString()} ${JSON.stringify(columns)}`;
    expect(kept.includes(document_number)).toBe(false);
    expect(leaf.toString()).not.toContain(NOTE);
  });

  test('and there is no number where it cannot be written', async () => {
    const { document_number, input } = await opened(PEOPLE.clerk);
    await api.database.asOwner('REVOKE INSERT ON entries FROM lockdesk_api');
    try {
      const answer = await api.call(PEOPLE.clerk, 'revealField', input);
      expect(answer.statusCode).toBe(503);
      expect(answer.body).not.toContain(document_number);
    } finally {
      await api.database.asOwner('GRANT INSERT ON entries TO lockdesk_api');
    }
  });

  test('also one that is refused', async () => {
    const { input } = await opened(PEOPLE.clerk, { phone: null });
    expect(await refusal(PEOPLE.clerk, { ...input, field: 'phone' })).toEqual([409, 'not_registered']);
    expect(await lastEntry()).toMatchObject({
      outcome: 'refused',
      refused_with: 'not_registered',
      field: 'phone',
      reason: 'compare_document',
    });
  });
});

describe('nobody reveals', () => {
  test('what somebody else has opened, or nobody', async () => {
    const { input } = await opened(PEOPLE.clerk);
    expect(await refusal(PEOPLE.supervisor, input)).toEqual([403, 'opening_required']);
    const other = await makeCitizen(api.services);
    expect(await refusal(PEOPLE.clerk, { ...input, account_id: other })).toEqual([403, 'opening_required']);
    const nobody = { ...input, account_id: crypto.randomUUID() };
    expect(await refusal(PEOPLE.clerk, nobody)).toEqual([404, 'account_not_found']);
  });

  test('outside their scope, even where the whole document number opened it', async () => {
    const { input } = await opened(PEOPLE.otherClerk);
    expect(await refusal(PEOPLE.otherClerk, input)).toEqual([403, 'outside_scope']);
  });

  test('without a reason, or for one that says nothing', async () => {
    const { input } = await opened(PEOPLE.clerk);
    expect(await refusal(PEOPLE.clerk, { ...input, reason: { code: 'other' } })).toEqual([400, 'invalid_input']);
    const none = { ...input, reason: {} as RevealInput['reason'] };
    expect(await refusal(PEOPLE.clerk, none)).toEqual([400, 'invalid_input']);
  });
});
