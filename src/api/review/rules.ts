/**
 * Which acts deserve a look, and how much: the rules are this table and nothing else. Weights are ours: one strong sign
 * (own account, phone changed right after) is high risk by itself, signs that clerks meet every day only together. They
 * follow what audits of such offices look for: self-service by staff, looks without an act, acts without proof of identity
 * (NIST SP 800-53 AU-6, AC-6(9)), and what fraud teams call a takeover by the counter: recovery, new device, new phone.
 */
import type { Risk, RiskReason } from '../../contract/index.ts';
import { FILLERS } from './fillers.ts';

/** What is known of an act when it is looked at. */
export interface Facts {
  action: 'unlock' | 'reset' | 'open';
  /** The account is the clerk's own, by the staff claim or a mark (`lockdesk mark-account`). */
  own: boolean;
  /** It is marked as a relative's. */
  relative: boolean;
  /** Unlocks and resets of the account in the seven days before it. */
  repeats: number;
  outOfHours: boolean;
  /** How the document came in; null where none was asked for. */
  reading: string | null;
  /** A document was scanned at the same workstation lately. */
  readerThere: boolean;
  outsideScope: boolean;
  /** An opening that its clerk let half an hour pass after, and did nothing. */
  leftWithoutAct: boolean;
  /** Cause of the lock that was ended. */
  cause: string | null;
  /** Minutes from the act to a first sign-in by a new device, and to a new phone number; null where there is none. */
  newDeviceAfter: number | null;
  newPhoneAfter: number | null;
  /** Acts of the clerk in 30 days, the median of their office, and how many people that is of. */
  acts: { own: number; median: number; people: number };
  reason: string | null;
  note: string | null;
  sampled: boolean;
}

export interface Rule {
  risk: Risk;
  /** Of 100; what holds is added up, and 100 is the most. */
  points: number;
  /** Null where it does not hold; else the figures for its sentence, and points beyond the usual. */
  holds(facts: Facts): Partial<Pick<RiskReason, 'count' | 'median' | 'minutes' | 'points'>> | null;
}

const isAct = ({ action }: Facts): boolean => action !== 'open';
const when = (condition: boolean) => (condition ? {} : null);

/** People of an office below which a median says nothing. */
const OFFICE_PEOPLE_MIN = 3;
const RATE_TIMES = 2;
/** Acts in 30 days below which nobody's rate is remarkable. */
const RATE_ACTS_MIN = 20;

export const RULES: readonly Rule[] = [
  { risk: 'own_account', points: 90, holds: ({ own }) => when(own) },
  { risk: 'relative', points: 70, holds: ({ relative }) => when(relative) },
  {
    risk: 'new_phone',
    points: 55,
    holds: (facts) => (isAct(facts) && facts.newPhoneAfter !== null ? { minutes: facts.newPhoneAfter } : null),
  },
  {
    risk: 'new_device',
    points: 35,
    holds: (facts) => (isAct(facts) && facts.newDeviceAfter !== null ? { minutes: facts.newDeviceAfter } : null),
  },
  { risk: 'outside_scope', points: 40, holds: ({ outsideScope }) => when(outsideScope) },
  {
    // The third within a week weighs more than the second.
    risk: 'repeat',
    points: 30,
    holds: (facts) =>
      isAct(facts) && facts.repeats > 0 ? { count: facts.repeats + 1, points: 15 * (facts.repeats + 1) } : null,
  },
  { risk: 'attack', points: 30, holds: (facts) => when(isAct(facts) && facts.cause === 'spread_sources') },
  { risk: 'out_of_hours', points: 30, holds: (facts) => when(facts.outOfHours) },
  {
    risk: 'empty_note',
    points: 25,
    holds: (facts) => when(isAct(facts) && facts.reason === 'other' && saysNothing(facts.note)),
  },
  {
    risk: 'typed_beside_reader',
    points: 20,
    holds: (facts) =>
      when(isAct(facts) && facts.readerThere && (facts.reading === 'typed' || facts.reading === 'spoken')),
  },
  {
    risk: 'rate',
    points: 20,
    holds: (facts) => {
      const { own, median, people } = facts.acts;
      if (!isAct(facts) || people < OFFICE_PEOPLE_MIN || own < RATE_ACTS_MIN || own <= median * RATE_TIMES) return null;
      return { count: own, median };
    },
  },
  { risk: 'left_without_act', points: 20, holds: ({ leftWithoutAct }) => when(leftWithoutAct) },
  { risk: 'sample', points: 10, holds: ({ sampled }) => when(sampled) },
];

/** From this risk on an act waits for a supervisor: below, an everyday sign alone makes no work. */
export const REVIEWED_FROM = 30;

/** How long a supervisor may take, and what one item costs of their day, by risk. */
export const BANDS = {
  high: { hours: 24, minutes: 4 },
  mid: { hours: 72, minutes: 2 },
  low: { hours: 168, minutes: 0.5 },
} as const;

/** Every reason that holds, the weightiest first, and their sum. */
export function assess(facts: Facts): { risk: number; reasons: RiskReason[] } {
  const reasons = RULES.flatMap(({ risk, points, holds }) => {
    const figures = holds(facts);
    return figures ? [{ risk, points, ...figures }] : [];
  }).sort((a, b) => b.points - a.points);
  return {
    risk: Math.min(
      100,
      reasons.reduce((sum, { points }) => sum + points, 0),
    ),
    reasons,
  };
}

/** Letters and figures below which nobody explains anything: of Chinese, and of what is spelt. */
const CHINESE_MIN = 4;
const SPELT_MIN = 8;

/** Whether a note explains nothing: too short, one sign again and again, or a filler. */
export function saysNothing(note: string | null): boolean {
  const bare = (note ?? '').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  if (FILLERS.includes(bare) || new Set(bare).size <= 2) return true;
  return bare.length < (/\p{Script=Han}/u.test(bare) ? CHINESE_MIN : SPELT_MIN);
}
