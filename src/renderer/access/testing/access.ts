import type { AccessPerson, AccessReview, ParsedInput } from '../../../contract/index.ts';

const DAY_MS = 86_400_000;

/** Invented people of an office, each with another thing to look at. For tests only. */
export function somePeople(now: number): AccessPerson[] {
  const ago = (days: number) => new Date(now - days * DAY_MS).toISOString();
  const base: AccessPerson = {
    subject: 'limin',
    name: '李敏',
    staff_number: '032417',
    office: { code: '320106-01', name: '南京市车管所鼓楼分所', division: '320106' },
    roles: ['clerk'],
    scope: [{ prefix: '3201', name: '南京市' }],
    version: 1,
    first_seen_at: ago(400),
    seen_at: ago(0.1),
    changed_at: null,
    rights: [
      { right: 'see_locked', last_used_at: null },
      { right: 'search', last_used_at: ago(0.2) },
      { right: 'open', last_used_at: ago(0.2) },
      { right: 'reveal', last_used_at: ago(120) },
      { right: 'unlock', last_used_at: ago(0.1) },
      { right: 'reset', last_used_at: null },
      { right: 'answer', last_used_at: null },
      { right: 'read_ledger', last_used_at: null },
      { right: 'invented_later', last_used_at: null },
    ],
    unused_roles: [],
    marks: [],
    review: {
      verdict: 'keep',
      comment: null,
      by: '陈静',
      at: ago(80),
      entry_id: '01910a3e-0006-7000-8000-000000000001',
    },
    due_on: '2099-12-31',
    signable: 'yes',
  };
  return [
    base,
    {
      ...base,
      subject: 'wangfang',
      name: '王芳',
      staff_number: '032419',
      roles: ['clerk', 'supervisor'],
      version: 3,
      changed_at: ago(12),
      unused_roles: ['supervisor'],
      marks: ['unused', 'changed', 'overdue'],
      review: {
        ...base.review,
        verdict: 'keep',
        comment: null,
        by: '陈静',
        at: ago(200),
        entry_id: '01910a3e-0006-7000-8000-000000000002',
      },
      due_on: '2020-03-31',
    },
    {
      ...base,
      subject: 'zhaolei',
      name: '赵磊',
      staff_number: null,
      seen_at: ago(130),
      marks: ['absent', 'questioned'],
      review: {
        verdict: 'question',
        comment: '已调离，请收回',
        by: '陈静',
        at: ago(20),
        entry_id: '01910a3e-0006-7000-8000-000000000003',
      },
    },
    {
      ...base,
      subject: 'zhoujianguo',
      name: '周建国',
      roles: ['supervisor'],
      marks: ['never_reviewed'],
      review: null,
      signable: 'own',
    },
    {
      ...base,
      subject: 'chenjing',
      name: '陈静',
      roles: ['supervisor'],
      scope: [{ prefix: '', name: '全国' }],
      office: null,
      marks: ['never_reviewed'],
      review: null,
      signable: 'wider',
    },
  ];
}

export function accessOf(
  people: readonly AccessPerson[],
  { role, place, mark }: ParsedInput<'accessReview'>,
): AccessReview {
  const items = people.filter(
    (one) =>
      (role === undefined || one.roles.includes(role)) &&
      (place === undefined || one.office?.division.startsWith(place)) &&
      (mark === undefined || one.marks.includes(mark)),
  );
  return {
    items,
    after: null,
    counts: {
      people: people.length,
      reviewed: people.filter(({ review }) => review !== null).length,
      overdue: people.filter(({ marks }) => marks.includes('overdue')).length,
    },
    places: [{ code: '320106', name: '鼓楼区', count: 4 }],
    quarter: { name: '2026-Q4', ends: '2026-12-31' },
  };
}
