import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { type AlertDraft, raiseAlert } from './raise.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const raise = (draft: AlertDraft) => api.services.inTransaction((trx) => raiseAlert(trx, draft));
const heard = async (person: TestPerson) => (await api.call(person, 'listAlerts', {})).json().items;

it('raises one alert of a cause at a time, with one entry', async () => {
  const draft = { kind: 'feed_behind', cause: 'siem', about: 'SIEM', figure: 90 } as const;
  const raised = await Promise.all([raise(draft), raise(draft), raise({ ...draft, figure: 120 })]);
  expect(raised.filter(Boolean)).toHaveLength(1);
  const items = await heard(PEOPLE.administrator);
  expect(items).toMatchObject([{ kind: 'feed_behind', about: 'SIEM', times: 3, acknowledged: null }]);
  const { rows } = await api.database.asOwner("SELECT reason, actor_kind FROM entries WHERE action = 'alert'");
  expect(rows).toEqual([{ reason: 'feed_behind', actor_kind: 'policy' }]);

  const [{ id }] = items;
  expect((await api.call(PEOPLE.auditor, 'acknowledgeAlert', { alert_id: id })).statusCode).toBe(403);
  expect((await api.call(PEOPLE.administrator, 'acknowledgeAlert', { alert_id: id })).statusCode).toBe(200);
  expect(await raise(draft)).toBe(false);
  expect(await heard(PEOPLE.administrator)).toMatchObject([{ times: 4, acknowledged: { by: '马晓燕' } }]);
  await api.database.asOwner("UPDATE alerts SET acknowledged_at = now() - interval '2 hours'");
  expect(await raise(draft)).toBe(true);
});

it('tells of people in a place only its supervisors and auditors, and lets nobody acknowledge what is about them', async () => {
  const clerkAndSupervisor: TestPerson = { ...PEOPLE.supervisor, subject: 'both', roles: ['clerk', 'supervisor'] };
  await raise({
    kind: 'harvesting',
    cause: 'both',
    about: '李敏',
    aboutSubject: 'both',
    division: '320106',
    figure: 61,
  });
  const kinds = async (person: TestPerson) =>
    (await heard(person)).map(({ kind }: { kind: string }) => kind).includes('harvesting');
  expect(await kinds(PEOPLE.supervisor)).toBe(true);
  expect(await kinds(PEOPLE.auditor)).toBe(true);
  expect(await kinds(PEOPLE.otherSupervisor)).toBe(false);
  expect(await kinds(PEOPLE.administrator)).toBe(false);
  const [{ id }] = (await heard(PEOPLE.supervisor)).filter(({ kind }: { kind: string }) => kind === 'harvesting');
  const acknowledge = async (person: TestPerson) =>
    (await api.call(person, 'acknowledgeAlert', { alert_id: id })).statusCode;
  expect(await acknowledge(PEOPLE.otherSupervisor)).toBe(404);
  expect(await acknowledge(clerkAndSupervisor)).toBe(403);
  expect((await api.call(PEOPLE.supervisor, 'attention', {})).json().alerts).toBeGreaterThan(0);
  expect(await acknowledge(PEOPLE.supervisor)).toBe(200);
});
