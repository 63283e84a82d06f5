import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  CONSOLE_OPERATIONS,
  type ConsoleOperation,
  DOCUMENT_KINDS,
  type DocumentKind,
  type OperationInput,
  type OperationName,
  TABLE_OPERATIONS,
  type TableOperation,
} from '../../contract/index.ts';
import { asReset, unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { attempt, residentId, type SignInSystem, signInSystem } from '../testing/sign-in-system.ts';

let api: TestApi;
let system: SignInSystem;
beforeAll(async () => {
  api = await startTestApi();
  system = signInSystem(api);
});
afterAll(() => api.close());

const NUMBERS: Record<DocumentKind, () => string> = {
  resident_id: residentId,
  passport: () => 'E73519482',
  hk_macau_permit: () => 'H73519482',
  taiwan_permit: () => '73519482',
  foreigner_permit: () => 'USA110073519482',
  officer_card: () => '7351948',
};
const PHONE = '13973519482';
const LICENCE_FILE = '320173519482';
const NAME = '欧阳珞雪';

const both: TestPerson = { ...PEOPLE.clerk, subject: 'clerk-and-supervisor', roles: ['clerk', 'supervisor'] };

/** Every answer to a console, from finding a citizen by each of their numbers to what the ledger keeps of it. */
async function everyAnswer(document_kind: DocumentKind): Promise<{ answers: string[]; number: string }> {
  const document_number = NUMBERS[document_kind]();
  const external_id = await system.newCitizen({
    name: NAME,
    document_kind,
    document_number,
    phone: PHONE,
    licence_file: LICENCE_FILE,
  });
  for (const sign_in_name of [PHONE, document_number, NAME, 'their password', external_id]) {
    await system.report(attempt({ external_id, sign_in_name }));
  }

  const answers: string[] = [];
  const called = new Set<OperationName>();
  async function call<N extends ConsoleOperation>(name: N, input: OperationInput<N>, person: TestPerson = both) {
    const answer = await api.call(person, name, input);
    // The one answer that is meant to hold a number, for a reason: its own test is `reveal.test.ts`.
    if (name !== 'revealField' || answer.statusCode !== 200) answers.push(answer.body);
    called.add(name);
    return answer.json();
  }

  async function exported<N extends TableOperation>(name: N, input: OperationInput<N>): Promise<string> {
    const { export_id } = (await api.call(PEOPLE.supervisor, name, input)).json();
    const headers = { authorization: api.bearer(PEOPLE.supervisor) };
    const file = await api.app.inject({ url: `/v1/exports/${export_id}`, headers });
    expect(file.statusCode).toBe(200);
    return file.body;
  }

  const typed = [
    document_number,
    PHONE,
    LICENCE_FILE,
    NAME,
    'ouyang',
    `${document_number} ?`,
    document_number.slice(1),
  ];
  const found = [];
  for (const text of typed) found.push(await call('searchAccounts', { text }));
  const { search_id, hits } = found[0];
  await call('searchAccounts', { text: PHONE, follows: search_id });
  const account_id: string = hits.at(-1).account.id;
  const { opening_id, account } = await call('openAccount', { account_id, search_id });
  const opened = { account_id, opening_id };
  await call('readAccount', opened);
  await call('listAttempts', opened);
  for (const field of ['document', 'phone', 'licence_file'] as const) {
    await call('revealField', { ...opened, field, reason: { code: 'compare_document' } });
    await call('revealField', { ...opened, field, reason: { code: 'other' } });
  }
  await call('listLockedAccounts', {});
  await call('lockTotals', {});
  const act = unlockInput(account_id, opening_id, account.version);
  const unlocked = await call('unlockAccount', act);
  await call('unlockAccount', act);
  await call('forceReset', asReset({ ...act, version: account.version + 1 }));
  await call('forceReset', asReset({ ...act, version: account.version }));
  await call('followAct', { entry_id: unlocked.entry_id });
  for (const person of [both, PEOPLE.auditor]) {
    const { items } = await call('listEntries', { limit: 200 }, person);
    for (const { id } of items) await call('getEntry', { entry_id: id }, person);
  }
  const entry_id = unlocked.entry_id;
  await vi.waitFor(
    async () => expect(await call('getReview', { entry_id }, PEOPLE.supervisor)).toHaveProperty('risk'),
    10_000,
  );
  await api.database.asOwner("UPDATE reviews SET state = 'waiting' WHERE state = 'watched'");
  await call('listReviews', {}, PEOPLE.supervisor);
  await call('hourlyUnlocks', {}, PEOPLE.supervisor);
  const today = new Date().toISOString().slice(0, 10);
  await call('listSubstituteCandidates', {}, PEOPLE.supervisor);
  await call('nameSubstitute', { substitute: 'nobody', from: today, until: today }, PEOPLE.supervisor);
  await call('endSubstitute', { entry_id }, PEOPLE.supervisor);
  await call('disputeAct', { entry_id, comment: '为什么' }, PEOPLE.supervisor);
  await call('listOwnDisputes', {});
  await call('answerDispute', { entry_id, comment: '因为' });
  await call('getReview', { entry_id }, PEOPLE.supervisor);
  await call('closeDispute', { entry_id, upheld: false, comment: '好' }, PEOPLE.supervisor);
  await call('signOff', { entry_ids: [entry_id] }, PEOPLE.supervisor);
  await call('attention', {});
  await call('listAlerts', {});
  await call('acknowledgeAlert', { alert_id: crypto.randomUUID() });
  const filter_id = crypto.randomUUID();
  await call('saveFilter', { filter_id, screen: 'ledger', name: 'a', filter: {}, is_default: false, version: 0 });
  await call('listFilters', {});
  await call('deleteFilter', { filter_id });
  await call('accessReview', {}, PEOPLE.supervisor);
  await call('signAccess', { people: [{ subject: 'nobody', version: 1, verdict: 'keep' }] }, PEOPLE.supervisor);
  await call('ledgerStatus', {});
  await call('readReport', { from: today, to: today }, PEOPLE.supervisor);
  await call('rotateLedgerKey', { verifier_key: 'another.example/ledger+00000000+AAAA' }, PEOPLE.administrator);
  const language = 'zh-CN';
  const tables: { [N in TableOperation]: OperationInput<N> } = {
    exportEntries: { language },
    exportLockedAccounts: { language },
    exportReportTables: { from: today, to: today, language },
    exportAccessReview: { language },
  };
  for (const name of TABLE_OPERATIONS) answers.push(await exported(name, tables[name]));
  // Documents are the main process's business; whoever holds a token can have what they say.
  const { opening_id: own } = (await api.call(PEOPLE.supervisor, 'openAccount', { account_id })).json();
  const ofAccount = { account_id, opening_id: own, language: 'zh-CN' } as const;
  const document = await api.call(PEOPLE.supervisor, 'exportAccountFile', ofAccount);
  expect(document.statusCode).toBe(200);
  answers.push(document.body);
  const verification = { method: 'id_card', reading: 'scanned' } as const;
  answers.push((await api.call(both, 'exportExtract', { ...opened, verification })).body);
  await call('me', {});
  // What is wrong with an input is told without the input.
  for (const text of [`${document_number}\u202e`, `${document_number}${'0'.repeat(64)}`]) {
    await call('searchAccounts', { text });
    await call('unlockAccount', { ...act, ticket: text });
  }
  expect([...called].sort()).toEqual([...CONSOLE_OPERATIONS].sort());
  return { answers, number: document_number };
}

describe('promise 14: no full number, and no full name, in any answer to a console', () => {
  test.each(DOCUMENT_KINDS)('of a citizen with a %s', async (kind) => {
    const { answers, number } = await everyAnswer(kind);
    expect(answers.length).toBeGreaterThan(30);
    const holding = (secret: string) => answers.filter((answer) => answer.includes(secret)).map((a) => a.slice(0, 200));
    expect(holding('欧阳*雪')).not.toEqual([]);
    expect(holding('139****9482')).not.toEqual([]);
    for (const secret of [number, PHONE, LICENCE_FILE, number.slice(1), number.slice(0, -1), 'their password']) {
      expect(holding(secret)).toEqual([]);
    }
    // A name that was typed to search for it stands in that search's own answer, and nowhere else.
    expect(holding(NAME).filter((answer) => !answer.includes('"searched_as":"name"'))).toEqual([]);
  });
});
