import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Alert } from '../../contract/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { type AlertDraft, raiseAlert } from './raise.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const raise = (draft: AlertDraft) => api.services.inTransaction((trx) => raiseAlert(trx, draft));
const heard = async (person: TestPerson): Promise<Alert[]> => (await api.call(person, 'listAlerts', {})).json().items;
const LOOKS = { kind: 'harvesting', name: '李敏', division: '320106', figure: 61 } as const;

it('raises one alert of a cause at a time, and none again in the hour after it was acknowledged', async () => {
  const draft = { ...LOOKS, subject: 'one' };
  const raised = await Promise.all([raise(draft), raise(draft), raise({ ...draft, figure: 120 })]);
  expect(raised.filter(Boolean)).toHaveLength(1);
  const items = await heard(PEOPLE.supervisor);
  expect(items).toMatchObject([{ kind: 'harvesting', about: '李敏', times: 3, own: false, acknowledged: null }]);

  const alert_id = items[0]?.id ?? '';
  expect((await api.call(PEOPLE.auditor, 'acknowledgeAlert', { alert_id })).statusCode).toBe(403);
  expect((await api.call(PEOPLE.supervisor, 'acknowledgeAlert', { alert_id })).statusCode).toBe(200);
  expect(await raise(draft)).toBe(false);
  expect(await heard(PEOPLE.supervisor)).toMatchObject([{ times: 4, acknowledged: { by: PEOPLE.supervisor.name } }]);
  await api.database.asOwner("UPDATE alerts SET acknowledged_at = now() - interval '2 hours'");
  expect(await raise(draft)).toBe(true);
});

it('tells of people in a place only its supervisors and auditors, and lets nobody acknowledge what is about them', async () => {
  const clerkAndSupervisor: TestPerson = { ...PEOPLE.supervisor, subject: 'both', roles: ['clerk', 'supervisor'] };
  await raise({ ...LOOKS, subject: 'both' });
  const of = async (person: TestPerson) => (await heard(person)).find(({ own, times }) => own || times === 1);
  const alert = await of(clerkAndSupervisor);
  expect(alert).toMatchObject({ kind: 'harvesting', own: true });
  const hears = async (person: TestPerson) => (await heard(person)).some(({ id }) => id === alert?.id);
  expect(await hears(PEOPLE.supervisor)).toBe(true);
  expect(await hears(PEOPLE.auditor)).toBe(true);
  expect(await hears(PEOPLE.otherSupervisor)).toBe(false);
  expect(await hears(PEOPLE.administrator)).toBe(false);
  const acknowledge = async (person: TestPerson) =>
    (await api.call(person, 'acknowledgeAlert', { alert_id: alert?.id ?? '' })).statusCode;
  expect(await acknowledge(PEOPLE.otherSupervisor)).toBe(404);
  expect(await acknowledge(clerkAndSupervisor)).toBe(403);
  expect((await api.call(PEOPLE.supervisor, 'attention', {})).json().alerts).toBeGreaterThan(0);
  expect(await acknowledge(PEOPLE.supervisor)).toBe(200);
});
