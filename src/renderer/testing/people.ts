/** Invented people, the same at every start. For tests only. */
import type { AccountDetail, Attempt, EntrySummary, Lock, LockedAccount, SearchHit } from '../../contract/index.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** An id that says what it is for, the same for the same number. */
export const idOf = (group: number, n: number): string =>
  `01910a3e-${String(group).padStart(4, '0')}-7000-8000-${String(n).padStart(12, '0')}`;

const at = (ms: number): string => new Date(ms).toISOString();

const NAMES = '刘*婷 陈* 迪**·吐尔洪 周*杰 吴* 王*明 孙*丽 赵*芳 黄*伟 徐* 欧阳*雪 郑* 林* 何*军 高*'.split(' ');
const COUNTIES = [
  ['320102', '玄武区'],
  ['320104', '秦淮区'],
  ['320105', '建邺区'],
  ['320106', '鼓楼区'],
  ['320111', '浦口区'],
  ['320113', '栖霞区'],
  ['320114', '雨花台区'],
  ['320115', '江宁区'],
] as const;

const divisionOf = (n: number) => {
  const [code, county] = COUNTIES[n % COUNTIES.length] ?? COUNTIES[0];
  return { code, province: '江苏省', city: '南京市', county };
};

/** Every fifth is a suspected theft, every seventh a permanent lock for wrong passwords. */
export function lockOf(n: number, now: number): Lock {
  const startedAt = now - n * 1.7 * MINUTE - 20_000;
  const theft = n % 5 === 3;
  const permanent = theft || n % 7 === 6;
  const minutes = n % 3 === 0 ? 15 : 30;
  // Whoever is far down the list has been locked for long, and only a person ends that.
  const endsAt = startedAt + Math.max(minutes, n * 2) * MINUTE;
  return {
    id: idOf(1, n),
    kind: permanent ? 'permanent' : 'temporary',
    cause: theft ? 'spread_sources' : 'many_wrong_passwords',
    policy_version: 'P-1',
    failures: theft ? 3 + (n % 4) : 5 + (n % 6),
    started_at: at(startedAt),
    ends_at: permanent ? null : at(n === 8 ? now + 38_000 : endsAt),
    ended: null,
  };
}

export function lockedAccount(n: number, now: number): LockedAccount {
  const lock = lockOf(n, now);
  return {
    lock,
    account_id: idOf(2, n),
    directory: 'builtin',
    name: NAMES[n % NAMES.length] ?? '王*',
    document: `3201**********${String(1000 + ((n * 937) % 8999))}`,
    division: divisionOf(n),
    trend: Array.from({ length: 12 }, (_, i) => (i < 12 - (3 + (n % 8)) ? 0 : ((i * 7 + n * 3) % 5) + (i > 9 ? 2 : 0))),
  };
}

export function accountDetail(row: LockedAccount, n: number, now: number): AccountDetail {
  const theft = row.lock.cause === 'spread_sources';
  const failedAt = Date.parse(row.lock.started_at);
  return {
    opening_id: idOf(3, n),
    account: {
      id: row.account_id,
      directory: 'builtin',
      version: 17,
      name: row.name,
      document: { kind: 'resident_id', masked: row.document },
      phone: '138****5678',
      licence_file: '3201****8876',
      licence_classes: 'C1',
      division: row.division,
      in_scope: true,
      disabled: null,
      reset_pending: null,
      registered_at: '2019-04-02T03:00:00.000Z',
    },
    lock: row.lock,
    last_lock: null,
    verdict: {
      code: theft ? 'locked_suspected_theft' : 'locked_wrong_passwords',
      failures: row.lock.failures,
      counted: row.lock.failures,
      first_failure_at: at(failedAt - 3.5 * MINUTE),
      last_failure_at: at(failedAt),
      last_success_at: at(failedAt - 2.3 * 3_600_000),
      password_changed_at: theft ? null : at(failedAt - 0.8 * DAY),
      networks: theft ? 3 : 1,
      unfamiliar_networks: theft ? 3 : 0,
      known_device: !theft,
    },
    sign_in_days: signInDays(now, row.lock.failures),
    acts: [
      act(1, 'unlock', 'remembered_password', now - 107 * DAY),
      act(2, 'reset', 'forgot_password', now - 334 * DAY),
    ],
    more_acts: false,
    advice: theft ? 'reset' : 'unlock',
  };
}

function signInDays(now: number, failuresToday: number): AccountDetail['sign_in_days'] {
  return Array.from({ length: 30 }, (_, i) => ({
    date: at(now - (29 - i) * DAY).slice(0, 10),
    successes: (i * 5) % 7 < 4 ? 1 + (i % 4 === 0 ? 1 : 0) : 0,
    failures: i === 29 ? failuresToday : i === 12 ? 1 : 0,
  }));
}

function act(n: number, action: 'unlock' | 'reset', reason: string, ms: number): EntrySummary {
  return {
    id: idOf(4, n),
    index: 5_203_900 - n * 831_000,
    recorded_at: at(ms),
    action,
    outcome: 'done',
    actor: {
      kind: 'staff',
      subject: n === 1 ? 'chenjing' : 'limin',
      name: n === 1 ? '陈静' : '李敏',
      staff_number: '032400',
      office: { code: '320115-01', name: n === 1 ? '江宁分所' : '鼓楼分所' },
      workstation: 'NJ-JN-W02',
    },
    account: null,
    reason,
    verification: { method: 'id_card', reading: 'scanned' },
    channel: 'counter',
    field: null,
    refused_with: null,
  };
}

export function attemptsOf(detail: AccountDetail): Attempt[] {
  const { lock, verdict } = detail;
  const theft = lock?.cause === 'spread_sources';
  const failedAt = Date.parse(verdict.last_failure_at ?? lock?.started_at ?? at(Date.now()));
  const base: Attempt = {
    occurred_at: at(failedAt),
    outcome: 'wrong_password',
    factor: 'password',
    counted: true,
    password_repeated: false,
    locked: false,
    ip: '192.0.2.46',
    province: '江苏省',
    city: '南京市',
    operator: '电信',
    familiar_network: true,
    device_id: 'd-1',
    device: '华为 Mate 60',
    client: 'App 3.2.6',
  };
  const strange = [
    { ip: '203.0.113.8', province: '广东省', city: '深圳市', operator: '移动' },
    { ip: '198.51.100.77', province: '云南省', city: '昆明市', operator: '联通' },
    { ip: '203.0.113.201', province: '福建省', city: '厦门市', operator: '电信' },
  ];
  const failures = Array.from(
    { length: verdict.failures },
    (_, i): Attempt => ({
      ...base,
      occurred_at: at(failedAt - i * 24_000),
      locked: i === 0 && lock !== null,
      ...(theft && { ...strange[i % 3], familiar_network: false, device: null, device_id: null, client: 'Web' }),
    }),
  );
  return [
    ...failures,
    { ...base, occurred_at: at(failedAt - 2.3 * 3_600_000), outcome: 'success', factor: 'fingerprint', counted: false },
    {
      ...base,
      occurred_at: at(failedAt - 0.8 * DAY),
      outcome: 'password_changed',
      factor: 'sms_code',
      counted: false,
      ip: '198.51.100.23',
      operator: '移动',
    },
  ];
}

const STATES = ['locked', 'free', 'free', 'disabled', 'reset', 'free'] as const;

/** People whose names begin alike: one locked, others not. */
export function searchHits(now: number): { hit: SearchHit; detail: AccountDetail }[] {
  return STATES.map((state, i) => {
    const n = 500 + i;
    const row = { ...lockedAccount(5, now), account_id: idOf(2, n), document: `3201**********${1234 + i * 1111}` };
    const whole = accountDetail(row, n, now);
    const lock = state === 'locked' ? row.lock : null;
    const failedAt = now - 12 * MINUTE;
    const detail: AccountDetail = {
      ...whole,
      lock,
      account: {
        ...whole.account,
        division: divisionOf(i),
        version: 9,
        disabled: state === 'disabled' ? { since: at(now - 19 * DAY) } : null,
        reset_pending: state === 'reset' ? { since: at(now - 5 * MINUTE), entry_id: idOf(4, 90) } : null,
      },
      verdict:
        state === 'locked'
          ? whole.verdict
          : {
              ...whole.verdict,
              code:
                state === 'disabled'
                  ? 'disabled'
                  : state === 'reset'
                    ? 'reset_pending'
                    : i === 1
                      ? 'saved_password'
                      : i === 2
                        ? 'quiet'
                        : 'never_signed_in',
              failures: i === 1 ? 6 : 0,
              counted: i === 1 ? 1 : 0,
              first_failure_at: i === 1 ? at(failedAt - 2 * DAY) : null,
              last_failure_at: i === 1 ? at(failedAt) : null,
              last_success_at: i === 5 ? null : at(now - 2 * DAY),
              password_changed_at: i === 1 ? at(now - 2.1 * DAY) : null,
            },
      advice: state === 'locked' ? 'unlock' : 'none',
      acts: [],
    };
    const { licence_classes: _classes, registered_at: _registered, ...account } = detail.account;
    const hit: SearchHit = {
      account,
      lock,
      last_attempt:
        i === 5 ? null : { at: at(failedAt - i * DAY), succeeded: i > 1, failures_3_days: detail.verdict.failures },
    };
    return { hit, detail };
  });
}
