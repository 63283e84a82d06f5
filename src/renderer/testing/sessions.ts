/** Who is at the workstation, in tests of the page: the same people at every start. */
import type { FormerStaff, HandOver, Me, SessionState } from '../../contract/index.ts';

export const STAFF: Me = {
  subject: 'limin',
  name: '李敏',
  staff_number: '032417',
  office: { code: '320106-01', name: '南京市车管所鼓楼分所', division: '320106' },
  roles: ['clerk'],
  scope: [{ prefix: '3201', name: '南京市' }],
  least_console_version: '0.1.0',
  server_time: new Date().toISOString(),
};

export const signedIn = (
  staff: Me = STAFF,
  ending: Extract<SessionState, { state: 'signed_in' }>['ending'] = null,
): SessionState => ({ state: 'signed_in', staff, signed_in_at: new Date().toISOString(), ending });

export const signedOut = (
  reason: Extract<SessionState, { state: 'signed_out' }>['reason'],
  failure: Extract<SessionState, { state: 'signed_out' }>['failure'] = null,
): SessionState => ({
  state: 'signed_out',
  reason,
  failure,
  hand_over: reason === 'started' ? null : handOver(),
});

const handOver = (): HandOver => ({
  name: '张伟',
  at: new Date(Date.now() - 15 * 3_600_000).toISOString(),
  session_revoked: true,
  unknown_acts: 0,
});

export const signingIn = (expected: FormerStaff | null): SessionState => ({
  state: 'signing_in',
  step: 'waiting_for_browser',
  expected,
  started_at: new Date().toISOString(),
  ends_at: new Date(Date.now() + 281_000).toISOString(),
});

export const FORMER: FormerStaff[] = [
  ['limin', '李敏', '032417', 'clerk', 40],
  ['zhangwei', '张伟', '032466', 'clerk', 15],
  ['zhoujianguo', '周建国', '030112', 'supervisor', 119],
].map(([subject, name, number, role, hours]) => ({
  subject: String(subject),
  name: String(name),
  staff_number: String(number),
  roles: [String(role)],
  last_seen_at: new Date(Date.now() - Number(hours) * 3_600_000).toISOString(),
}));
