import type { Alert } from '../../../contract/index.ts';
import { idOf } from '../../testing/people.ts';

const MINUTE_MS = 60_000;

/** One of each state that an alert can be in: somebody's looks, what goes on, what is over, what was acknowledged. */
export function someAlerts(nowMs: number): Alert[] {
  const ago = (minutes: number) => new Date(nowMs - minutes * MINUTE_MS).toISOString();
  const one = (n: number, parts: Partial<Alert>): Alert => ({
    id: idOf(7, n),
    kind: 'disk_filling',
    about: null,
    division: null,
    figure: null,
    own: false,
    raised_at: ago(n * 20),
    last_at: ago(0),
    times: 1,
    over_at: null,
    acknowledged: null,
    ...parts,
  });
  return [
    one(1, { kind: 'harvesting', about: '李敏', figure: 143, division: '320106', times: 3, over_at: ago(1) }),
    one(2, { kind: 'harvesting', about: '周建国', figure: 131, division: '320106', own: true, over_at: ago(1) }),
    one(3, { kind: 'ledger_not_advancing', figure: 75 }),
    one(4, { kind: 'witness_disputes', about: 'witness.example.gov.cn/w1' }),
    one(5, { kind: 'feed_behind', about: 'syslog', figure: 5400, times: 4 }),
    one(6, { figure: 6.2 }),
    one(7, { kind: 'witness_behind', about: 'witness.example.gov.cn/w1', figure: 400, over_at: ago(90) }),
    one(8, { kind: 'restoration_needed', acknowledged: { at: ago(30), by: '马晓燕' } }),
    one(9, { figure: 0, over_at: ago(100), acknowledged: { at: ago(50), by: '周建国' } }),
  ];
}
