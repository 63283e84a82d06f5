import type { AccountDetail, ActProgress, Lock } from '../../../contract/index.ts';

/** An account as a clerk sees it after five wrong passwords on the citizen's own phone. For tests only. */
export function lockedAccount(change: Partial<AccountDetail> = {}): AccountDetail {
  return {
    opening_id: '01910a3e-0000-7000-8000-000000000001',
    account: {
      id: '5f0c2a8e-1f55-4f3e-9c64-3b6d0d6a1234',
      directory: 'builtin',
      version: 17,
      name: '王*明',
      document: { kind: 'resident_id', masked: '3201**********1234' },
      phone: '138****5678',
      licence_file: '3201****8876',
      licence_classes: 'C1',
      division: { code: '320106', province: '江苏省', city: '南京市', county: '鼓楼区' },
      in_scope: true,
      disabled: null,
      reset_pending: null,
      registered_at: '2019-04-02T03:00:00.000Z',
    },
    lock: temporaryLock(),
    last_lock: null,
    verdict: {
      code: 'locked_wrong_passwords',
      failures: 10,
      counted: 10,
      first_failure_at: '2026-11-18T02:05:20.000Z',
      last_failure_at: '2026-11-18T02:09:12.000Z',
      last_success_at: '2026-11-17T23:52:03.000Z',
      password_changed_at: null,
      networks: 1,
      unfamiliar_networks: 0,
      known_device: true,
    },
    sign_in_days: [],
    acts: [],
    more_acts: false,
    advice: 'unlock',
    ...change,
  };
}

export function temporaryLock(change: Partial<Lock> = {}): Lock {
  return {
    id: '0a1b2c3d-0000-4000-8000-000000000017',
    kind: 'temporary',
    cause: 'many_wrong_passwords',
    policy_version: 'P-1',
    failures: 10,
    started_at: '2026-11-18T02:09:12.000Z',
    ends_at: '2026-11-18T02:39:12.000Z',
    ended: null,
    ...change,
  };
}

/** A reset that has just been done: nothing has become of it yet. */
export function freshProgress(change: Partial<ActProgress> = {}): ActProgress {
  return {
    entry_id: '01910a3e-0000-7000-8000-0000000000aa',
    index: null,
    notice: { state: 'waiting', at: null },
    code: { state: 'waiting', at: null, expires_at: '2026-11-18T02:38:13.000Z' },
    password_changed_at: null,
    signed_in: null,
    locked_again: null,
    version: 18,
    ...change,
  };
}
