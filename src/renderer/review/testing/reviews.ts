import type { Attempt, OwnDispute, ReviewDetail, ReviewQueue, ReviewSummary } from '../../../contract/index.ts';
import { someEntry } from '../../ledger/testing/entries.ts';

const HOUR = 3_600_000;
const id = (n: number) => `01910a3e-0007-7000-8000-${String(n).padStart(12, '0')}`;

const ITEMS = [
  { name: '郭*', risk: 90, action: 'unlock', reasons: [{ risk: 'own_account', points: 90 }] },
  {
    name: '孙*强',
    risk: 100,
    action: 'unlock',
    reasons: [
      { risk: 'new_phone', points: 55, minutes: 5 },
      { risk: 'repeat', points: 45, count: 3 },
      { risk: 'out_of_hours', points: 30 },
      { risk: 'empty_note', points: 25 },
    ],
  },
  { name: '许*云', risk: 50, action: 'reset', reasons: [{ risk: 'rate', points: 20, count: 212, median: 84 }] },
  { name: '冯*', risk: 40, action: 'open', reasons: [{ risk: 'outside_scope', points: 40 }] },
  { name: '王*明', risk: 10, action: 'unlock', reasons: [{ risk: 'sample', points: 10 }] },
  { name: '沈*', risk: 10, action: 'unlock', reasons: [{ risk: 'sample', points: 10 }] },
] as const;

/** A queue of invented acts, the riskiest first. For tests only. */
export function someReviews(now: number): ReviewSummary[] {
  return ITEMS.map(({ name, risk, action, reasons }, n) => ({
    entry: someEntry({
      id: id(n),
      index: 5_203_700 + n,
      recorded_at: new Date(now - (n + 2) * HOUR).toISOString(),
      action,
      account: { id: id(100 + n), name, document: '3201**********0917' },
      reason: action === 'open' ? 'outside_scope' : 'other',
    }),
    risk,
    reasons: [...reasons],
    state: 'waiting' as const,
    due_at: new Date(now + (n - 0.5) * HOUR).toISOString(),
    escalated: n === 0 ? 1 : 0,
    instead_of: null,
  })).sort((a, b) => b.risk - a.risk);
}

export function queueOf(items: ReviewSummary[]): ReviewQueue {
  const count = (where: (item: ReviewSummary) => boolean) => items.filter(where).length;
  return {
    items,
    after: null,
    counts: {
      all: items.length,
      high: count(({ risk }) => risk >= 70),
      mid: count(({ risk }) => risk >= 40 && risk < 70),
      low: count(({ risk }) => risk < 40),
      sample: count(({ reasons }) => reasons.some(({ risk }) => risk === 'sample')),
      disputes: count(({ state }) => state === 'disputed' || state === 'answered'),
    },
    today: { reviewed: 41, minutes: 52, budget: 60 },
    substitutions: [],
  };
}

/** The newest from a strange network, the others from the citizen's own. */
const wrongPassword = (occurred_at: string, n: number): Attempt => ({
  occurred_at,
  outcome: 'wrong_password',
  factor: 'password',
  counted: n !== 1,
  password_repeated: n === 1,
  locked: n === 0,
  ip: n < 4 ? '203.0.113.58' : '198.51.100.27',
  province: n < 4 ? '上海市' : '江苏省',
  city: n < 4 ? '上海市' : '南京市',
  operator: '电信',
  familiar_network: n >= 4,
  device_id: n < 4 ? 'd-2' : 'd-1',
  device: n < 4 ? 'Windows' : 'Mate 60',
  client: n < 4 ? 'Chrome 140' : '12123 3.2',
});

export function wholeReview(item: ReviewSummary): ReviewDetail {
  const { entry } = item;
  const at = (minutes: number) => new Date(Date.parse(entry.recorded_at) + minutes * 60_000).toISOString();
  const looked = entry.action === 'open';
  const state = { version: 31, locked: true, lock_kind: 'permanent', disabled: false, reset_pending: false };
  return {
    ...item,
    entry: {
      ...entry,
      note: looked ? null : '急用',
      document_note: null,
      ticket: null,
      marked_staff: null,
      request_id: null,
      before: looked ? null : state,
      after: looked ? null : { ...state, version: 32, locked: false, lock_kind: null },
      refers_to: null,
      filters: null,
      file: null,
      access: null,
      substitution: null,
    },
    account: {
      name: entry.account?.name ?? '',
      document_kind: 'resident_id',
      document: '3201**********0917',
      phone: '137****2290',
      division: { code: '320115', province: '江苏省', city: '南京市', county: '江宁区' },
    },
    lock: looked
      ? null
      : {
          kind: 'permanent',
          cause: 'many_wrong_passwords',
          failures: 14,
          started_at: at(-90),
          attempts: Array.from({ length: 14 }, (_, n) => wrongPassword(at(-90 - n), n)),
        },
    since: {
      signed_in: { at: at(4), device: 'Mate 60', place: '上海市' },
      new_device_at: at(4),
      phone_changed_at: item.risk === 100 ? at(5) : null,
      locked_again_at: null,
    },
    clerk: {
      acts: { own: 212, median: 84 },
      other_document: { own: 9, median: 3 },
      out_of_hours: { own: 4, median: 0 },
      disputed: { own: 1, median: 0 },
      colleagues: 7,
    },
    earlier: [
      someEntry({ id: id(200), recorded_at: at(-3 * 1440) }),
      someEntry({ id: id(201), recorded_at: at(-1440) }),
    ],
    history: [],
    own: false,
  };
}

export const someDispute = (now: number): OwnDispute => ({
  entry: someEntry({ recorded_at: new Date(now - 20 * HOUR).toISOString() }),
  disputed_at: new Date(now - HOUR).toISOString(),
  by: '周建国',
  comment: '三次解锁均无证件凭据，请说明当时怎样核验。',
});
