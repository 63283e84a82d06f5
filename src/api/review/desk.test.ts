import { expect, it } from 'vitest';
import { deskFor, type Reviewer } from './desk.ts';
import { dutiesOf } from './duties.ts';
import { mayStandIn, type SubstitutionRow } from './substitutes.ts';

const reviewer = (subject: string, scope: string[], more: Partial<Reviewer> = {}): Reviewer => ({
  subject,
  scope,
  serves: false,
  insteadOf: null,
  ...more,
});
const ACT = { division: '320106', actor: 'clerk' };
const above = reviewer('above', ['32']);
const forAbsent = reviewer('substitute', ['3201'], { insteadOf: 'absent' });

it('finds the desk of whoever is stood in for, but not for their own acts nor the substitute’s', () => {
  expect(deskFor(ACT, [above, forAbsent])).toBe('3201');
  for (const actor of ['absent', 'substitute']) expect(deskFor({ ...ACT, actor }, [above, forAbsent])).toBe('32');
});

it('does not take one who serves for two, once for themself and once for somebody else', () => {
  const twice = [reviewer('substitute', ['3201'], { serves: true }), { ...forAbsent, serves: true }];
  expect(deskFor(ACT, [above, ...twice])).toBe('32');
  expect(deskFor(ACT, [above, ...twice, reviewer('another', ['3201'], { serves: true })])).toBe('3201');
});

it.each([
  [['3201'], '3201', true],
  [['32'], '320106', true],
  [[''], '32', true],
  [[''], '', true],
  [['3205'], '3201', true],
  [['320104'], '320106', true],
  [['320106'], '3201', false],
  [['320506'], '320106', false],
  [['3205'], '320106', false],
  [['3301'], '3201', false],
  [['33'], '32', false],
  [['32'], '', false],
  [[], '3201', false],
] as const)('of scope %j at %j: %s', (scope, place, expected) => {
  expect(mayStandIn(scope, place)).toBe(expected);
});

it('gives whoever stands in for two who share a desk the acts of both', () => {
  const row = (absent: string): SubstitutionRow => ({
    entry_id: absent,
    absent,
    absent_name: absent,
    substitute: 'me',
    substitute_name: 'me',
    places: ['3201'],
    from_day: '2026-11-01',
    until_day: '2026-11-30',
    begun: true,
  });
  const me = { subject: 'me', scope: ['3205'] };
  const notOf = (rows: SubstitutionRow[]) => dutiesOf(me, rows).map((duty) => duty.notOf);
  expect(notOf([row('one')])).toEqual([['me'], ['me', 'one']]);
  expect(notOf([row('one'), row('two')])).toEqual([['me'], ['me']]);
  expect(notOf([{ ...row('one'), begun: false }])).toEqual([['me']]);
  expect(dutiesOf({ subject: 'me', scope: ['3201'] }, [row('one')])).toMatchObject([{ insteadOf: null }]);
});
