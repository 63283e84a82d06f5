/** Who may do what: learnt from tokens, what was used of it from the ledger, and signed each quarter. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { AccessPerson, AccessReview } from '../../contract/index.ts';
import { forgetStaff, noteUses } from '../access/note-uses.ts';
import { readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { sequenceEntries } from '../testing/sequence.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({}, { leads: false });
});
afterAll(() => api.close());

/** Somebody shows a token. */
async function show(person: TestPerson): Promise<void> {
  await api.call(person, 'me', {});
  await api.services.staffSeen.write();
}

async function review(reader: TestPerson, input = {}): Promise<AccessReview> {
  const answer = await api.call(reader, 'accessReview', { limit: 200, ...input });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

async function find(reader: TestPerson, { subject }: Pick<TestPerson, 'subject'>): Promise<AccessPerson> {
  const found = (await review(reader)).items.find((one) => one.subject === subject);
  if (!found) throw new Error(`${subject} is not there`);
  return found;
}

const keep = ({ subject, version }: AccessPerson) => ({ subject, version, verdict: 'keep' as const });
const codeOf = (answer: { json: () => { type: string } }) => answer.json().type.split(':').at(-1);

let made = 0;
/** A clerk whom no other test knows. */
const someone = (more: Partial<TestPerson> = {}): TestPerson => ({
  ...PEOPLE.clerk,
  subject: `someone-${made++}`,
  ...more,
});

/** What the leader does: numbers the entries, and notes what was used. */
async function lead(): Promise<void> {
  await sequenceEntries(api);
  while ((await noteUses(api.services)).more);
}

describe('who is in it', () => {
  it('knows whoever has just shown a token, the reader too', async () => {
    const [clerk, reader] = [someone(), someone({ roles: ['supervisor'] })];
    await api.call(clerk, 'me', {});
    const subjects = (await review(reader)).items.map(({ subject }) => subject);
    expect(subjects).toEqual(expect.arrayContaining([clerk.subject, reader.subject]));
  });

  it('knows people by the tokens that they showed, and what their roles allow', async () => {
    const clerk = someone();
    await show(clerk);
    expect(await find(PEOPLE.supervisor, clerk)).toMatchObject({
      name: '李敏',
      staff_number: '0417',
      office: { code: '320106-01' },
      roles: ['clerk'],
      scope: [{ prefix: '3201', name: '南京市' }],
      version: 1,
      changed_at: null,
      review: null,
      marks: ['never_reviewed'],
      signable: 'yes',
    });
  });

  it('shows supervisors the people of their place, auditors and administrators everyone, systems nobody', async () => {
    const here = someone();
    const there = someone({ office: PEOPLE.otherClerk.office, scope: ['3205'] });
    for (const person of [here, there, PEOPLE.administrator, PEOPLE.directory]) await show(person);
    const subjects = async (reader: TestPerson) => (await review(reader)).items.map(({ subject }) => subject);
    const nanjing = await subjects(PEOPLE.supervisor);
    expect(nanjing).toContain(here.subject);
    expect(nanjing).not.toContain(there.subject);
    expect(nanjing).not.toContain(PEOPLE.administrator.subject);
    for (const reader of [PEOPLE.auditor, PEOPLE.administrator]) {
      expect(await subjects(reader)).toEqual(
        expect.arrayContaining([here.subject, there.subject, PEOPLE.administrator.subject]),
      );
      expect(await subjects(reader)).not.toContain(PEOPLE.directory.subject);
    }
  });

  it('takes in changed rights, and leaves out whoever lost all of them', async () => {
    const clerk = someone();
    await show(clerk);
    const more = { ...clerk, scope: ['32'] };
    await show(more);
    expect(await find(PEOPLE.auditor, clerk)).toMatchObject({ version: 2, scope: [{ prefix: '32' }] });
    expect((await find(PEOPLE.auditor, clerk)).changed_at).not.toBeNull();
    await show({ ...clerk, name: '李敏敏', scope: ['32'] });
    expect(await find(PEOPLE.auditor, clerk)).toMatchObject({ version: 2, name: '李敏敏' });
    await show({ ...clerk, roles: [] });
    expect((await review(PEOPLE.auditor)).items.map(({ subject }) => subject)).not.toContain(clerk.subject);
    const never = someone({ roles: [] });
    await show(never);
    const { rows } = await api.database.asOwner('SELECT subject FROM staff WHERE subject = $1', [never.subject]);
    expect(rows).toEqual([]);
  });

  it('is narrowed by role, place and mark, and comes in pages', async () => {
    const both = someone({ roles: ['clerk', 'supervisor'] });
    await show(both);
    const byRole = await review(PEOPLE.auditor, { role: 'supervisor' });
    expect(byRole.items.map(({ subject }) => subject)).toContain(both.subject);
    expect(byRole.items.every(({ roles }) => roles.includes('supervisor'))).toBe(true);
    expect((await review(PEOPLE.auditor, { place: '44' })).items).toEqual([]);
    expect((await review(PEOPLE.auditor, { mark: 'questioned' })).items).toEqual([]);
    const all = await review(PEOPLE.auditor);
    const first = await review(PEOPLE.auditor, { limit: 2 });
    const rest = await review(PEOPLE.auditor, { limit: 200, after: first.after });
    expect([...first.items, ...rest.items].map(({ subject }) => subject)).toEqual(
      all.items.map(({ subject }) => subject),
    );
    expect(first.counts).toEqual(all.counts);
  });

  it('forgets whoever was not seen for 400 days', async () => {
    const gone = someone();
    await show(gone);
    await api.database.asOwner("UPDATE staff SET seen_at = now() - interval '401 days' WHERE subject = $1", [
      gone.subject,
    ]);
    await forgetStaff(api.services);
    expect((await review(PEOPLE.auditor)).items.map(({ subject }) => subject)).not.toContain(gone.subject);
  });
});

describe('what was used', () => {
  const used = (person: AccessPerson) =>
    person.rights.filter(({ last_used_at }) => last_used_at !== null).map(({ right }) => right);

  it('comes from the ledger: what was done, not what was refused', async () => {
    const clerk = someone();
    const input = await readyToUnlock(api, {}, clerk);
    await api.call(clerk, 'unlockAccount', { ...input, version: input.version + 7 });
    await lead();
    expect(used(await find(PEOPLE.auditor, clerk))).toEqual(['open']);
    const { recorded_at } = (await api.call(clerk, 'unlockAccount', input)).json();
    await lead();
    const person = await find(PEOPLE.auditor, clerk);
    expect(used(person)).toEqual(['open', 'unlock']);
    expect(person.rights.find(({ right }) => right === 'unlock')?.last_used_at).toBe(recorded_at);
  });

  it('counts a file of it as a look at who may do what, which administrators have no other trace of', async () => {
    const reader = someone({ roles: ['administrator'], scope: [] });
    await show(reader);
    const answer = await api.call(reader, 'exportAccessReview', { language: 'zh-CN' });
    expect(answer.statusCode, answer.body).toBe(200);
    await lead();
    expect(used(await find(PEOPLE.auditor, reader))).toEqual(['review_access']);
  });

  it('marks who was absent, and roles without use, after ninety days', async () => {
    const clerk = someone();
    await show(clerk);
    const age = async (days: number) =>
      api.database.asOwner(
        'UPDATE staff SET first_seen_at = now() - make_interval(days => $1), seen_at = now() - make_interval(days => $1) WHERE subject = $2',
        [days, clerk.subject],
      );
    await age(89);
    expect((await find(PEOPLE.auditor, clerk)).marks).not.toContain('absent');
    await age(91);
    expect(await find(PEOPLE.auditor, clerk)).toMatchObject({
      marks: expect.arrayContaining(['absent', 'unused']),
      unused_roles: ['clerk'],
    });
    expect((await review(PEOPLE.auditor, { mark: 'unused' })).items.map(({ subject }) => subject)).toContain(
      clerk.subject,
    );
  });
});

describe('signing', () => {
  it('is one entry, whose leaf commits to what was signed of each', async () => {
    const [one, other] = [someone(), someone({ name: '赵磊' })];
    for (const person of [one, other]) await show(person);
    const [first, second] = [await find(PEOPLE.supervisor, one), await find(PEOPLE.supervisor, other)];
    const people = [keep(first), { ...keep(second), verdict: 'question' as const, comment: '已调离，请收回' }];
    const key = crypto.randomUUID();
    const answer = await api.call(PEOPLE.supervisor, 'signAccess', { people }, { key });
    expect(answer.statusCode, answer.body).toBe(200);
    const again = await api.call(PEOPLE.supervisor, 'signAccess', { people }, { key });
    expect(again.json()).toEqual(answer.json());
    const { entry_id, count } = answer.json();
    expect(count).toBe(2);

    const entry = (await api.call(PEOPLE.auditor, 'getEntry', { entry_id })).json();
    expect(entry).toMatchObject({
      action: 'review_access',
      outcome: 'done',
      reason: expect.stringMatching(/^\d{4}-Q[1-4]$/),
    });
    expect(entry.access).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ subject: one.subject, verdict: 'keep', roles: ['clerk'], version: 1 }),
        expect.objectContaining({ name: '赵磊', verdict: 'question', comment: '已调离，请收回' }),
      ]),
    );
    const { rows } = await api.database.asOwner(
      `SELECT convert_from(leaf, 'UTF8')::jsonb -> 'entry' AS leaf, fields -> 'access' AS kept FROM entries
         JOIN entry_private ON entry_id = id WHERE id = $1`,
      [entry_id],
    );
    const [{ leaf, kept }] = rows as [{ leaf: { private: { access: string } }; kept: { value: string; salt: string } }];
    const digest = createHash('sha256').update(Buffer.from(kept.salt, 'hex')).update(kept.value).digest('hex');
    expect(leaf.private.access).toBe(digest);
    expect(JSON.stringify(leaf)).not.toContain('赵磊');

    const now = await find(PEOPLE.auditor, other);
    expect(now.review).toMatchObject({ verdict: 'question', comment: '已调离，请收回', by: '周建国', entry_id });
    expect(now.marks).toEqual(['questioned']);
    expect(now.due_on > first.due_on).toBe(true);
    expect((await review(PEOPLE.auditor)).counts.reviewed).toBeGreaterThanOrEqual(2);
  });

  it('is never for oneself, nor for whoever reaches further or is somebody else’s', async () => {
    const wide = someone({ scope: ['32'] });
    const there = someone({ office: PEOPLE.otherClerk.office, scope: ['3205'] });
    for (const person of [PEOPLE.supervisor, PEOPLE.auditor, wide, there]) await show(person);
    const sign = async (reader: TestPerson, person: AccessPerson) =>
      api.call(reader, 'signAccess', { people: [keep(person)] });
    const own = await find(PEOPLE.supervisor, PEOPLE.supervisor);
    expect(own.signable).toBe('own');
    expect(codeOf(await sign(PEOPLE.supervisor, own))).toBe('own_act');
    expect(codeOf(await sign(PEOPLE.auditor, await find(PEOPLE.auditor, PEOPLE.auditor)))).toBe('own_act');
    const further = await find(PEOPLE.supervisor, wide);
    expect(further.signable).toBe('wider');
    expect(codeOf(await sign(PEOPLE.supervisor, further))).toBe('person_not_found');
    expect(codeOf(await sign(PEOPLE.supervisor, await find(PEOPLE.auditor, there)))).toBe('person_not_found');
    expect((await sign(PEOPLE.auditor, await find(PEOPLE.auditor, PEOPLE.supervisor))).statusCode).toBe(200);
  });

  it('is of what was seen: nothing is signed where rights have changed meanwhile', async () => {
    const [clerk, other] = [someone(), someone()];
    for (const person of [clerk, other]) await show(person);
    const people = [keep(await find(PEOPLE.supervisor, clerk)), keep(await find(PEOPLE.supervisor, other))];
    await show({ ...clerk, roles: ['clerk', 'supervisor'] });
    const answer = await api.call(PEOPLE.supervisor, 'signAccess', { people });
    expect(codeOf(answer)).toBe('access_changed');
    expect((await find(PEOPLE.auditor, other)).review).toBeNull();
  });

  it('needs a reason to ask about somebody', async () => {
    const clerk = someone();
    await show(clerk);
    const { subject, version } = await find(PEOPLE.supervisor, clerk);
    const answer = await api.call(PEOPLE.supervisor, 'signAccess', {
      people: [{ subject, version, verdict: 'question' }],
    });
    expect(answer.json().details.issues).toEqual([{ path: 'people.0.comment', code: 'note_required' }]);
  });

  test('what changed since, and what was not reviewed in time, is marked', async () => {
    const clerk = someone();
    await show(clerk);
    await api.call(PEOPLE.supervisor, 'signAccess', { people: [keep(await find(PEOPLE.supervisor, clerk))] });
    expect((await find(PEOPLE.auditor, clerk)).marks).toEqual([]);
    await show({ ...clerk, scope: ['3201', '3205'] });
    expect((await find(PEOPLE.auditor, clerk)).marks).toEqual(['changed']);
    await api.database.asOwner(
      "UPDATE access_verdicts SET signed_at = signed_at - interval '200 days' WHERE subject = $1",
      [clerk.subject],
    );
    expect((await find(PEOPLE.auditor, clerk)).marks).toEqual(['changed', 'overdue']);
    expect((await review(PEOPLE.auditor)).counts.overdue).toBeGreaterThanOrEqual(1);
  });
});
