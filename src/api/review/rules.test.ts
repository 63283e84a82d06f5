import { describe, expect, it, test } from 'vitest';
import { RISKS, type Risk } from '../../contract/index.ts';
import { assess, type Facts, REVIEWED_FROM, RULES, saysNothing } from './rules.ts';

/** An act that nobody would look at twice. */
const PLAIN: Facts = {
  action: 'unlock',
  own: false,
  relative: false,
  repeats: 0,
  outOfHours: false,
  reading: 'scanned',
  readerThere: true,
  outsideScope: false,
  leftWithoutAct: false,
  cause: 'many_wrong_passwords',
  newDeviceAfter: null,
  newPhoneAfter: null,
  acts: { own: 30, median: 25, people: 5 },
  reason: 'remembered_password',
  note: null,
  sampled: false,
};

/** For each rule: what makes it hold, and what comes close and doesn't. */
const CASES: Record<Risk, { holds: Partial<Facts>[]; not: Partial<Facts>[] }> = {
  own_account: { holds: [{ own: true }, { own: true, action: 'open' }], not: [{}] },
  relative: { holds: [{ relative: true }], not: [{}] },
  new_phone: { holds: [{ newPhoneAfter: 4 }, { newPhoneAfter: 0 }], not: [{ newPhoneAfter: 4, action: 'open' }] },
  new_device: { holds: [{ newDeviceAfter: 4 }], not: [{ newDeviceAfter: 4, action: 'open' }] },
  outside_scope: { holds: [{ outsideScope: true, action: 'open' }], not: [{ action: 'open' }] },
  repeat: { holds: [{ repeats: 1 }], not: [{ repeats: 0 }, { repeats: 3, action: 'open' }] },
  attack: { holds: [{ cause: 'spread_sources' }], not: [{ cause: null }] },
  out_of_hours: { holds: [{ outOfHours: true }], not: [{}] },
  empty_note: {
    holds: [
      { reason: 'other', note: '急用' },
      { reason: 'other', note: null },
    ],
    not: [
      { reason: 'other', note: '读卡器今天坏了，已看证件原件' },
      { reason: 'new_phone', note: '急用' },
    ],
  },
  typed_beside_reader: {
    holds: [{ reading: 'typed' }, { reading: 'spoken' }],
    not: [{ reading: 'typed', readerThere: false }, { reading: null }],
  },
  rate: {
    holds: [{ acts: { own: 51, median: 25, people: 3 } }],
    not: [
      { acts: { own: 50, median: 25, people: 3 } },
      { acts: { own: 500, median: 25, people: 2 } },
      { acts: { own: 19, median: 1, people: 9 } },
    ],
  },
  left_without_act: { holds: [{ leftWithoutAct: true, action: 'open' }], not: [{ action: 'open' }] },
  sample: { holds: [{ sampled: true }], not: [{}] },
};

const risksOf = (facts: Partial<Facts>) => assess({ ...PLAIN, ...facts }).reasons.map(({ risk }) => risk);

describe('the rules', () => {
  it('are one for each risk that has words', () => {
    expect(RULES.map(({ risk }) => risk).sort()).toEqual([...RISKS].sort());
  });

  test.each(Object.entries(CASES))('%s', (risk, { holds, not }) => {
    for (const facts of holds) expect(risksOf(facts)).toEqual([risk]);
    for (const facts of not) expect(risksOf(facts)).not.toContain(risk);
  });

  it('leave a plain act alone, and add up what holds', () => {
    expect(assess(PLAIN)).toEqual({ risk: 0, reasons: [] });
    const { risk, reasons } = assess({ ...PLAIN, repeats: 2, outOfHours: true, newPhoneAfter: 5 });
    expect(risk).toBe(100);
    expect(reasons.map(({ points }) => points)).toEqual([55, 45, 30]);
    expect(reasons[1]).toMatchObject({ risk: 'repeat', count: 3 });
  });

  it('ask for a look where one sign is strong, or two are everyday ones', () => {
    expect(assess({ ...PLAIN, reading: 'typed' }).risk).toBeLessThan(REVIEWED_FROM);
    expect(assess({ ...PLAIN, action: 'open', leftWithoutAct: true }).risk).toBeLessThan(REVIEWED_FROM);
    expect(assess({ ...PLAIN, reading: 'typed', reason: 'other', note: 'x' }).risk).toBeGreaterThan(REVIEWED_FROM);
  });
});

test.each([
  [null, true],
  ['', true],
  ['……', true],
  ['急用。', true],
  ['1111111111', true],
  ['asdasd', true],
  ['Urgent', true],
  ['本人忘记旧密码', false],
  ['lost the old handset', false],
])('a note of %j says nothing: %s', (note, expected) => {
  expect(saysNothing(note)).toBe(expected);
});
