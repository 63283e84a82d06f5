import type { Ratio } from './compare.ts';

/** One figure that a row measured, as the table shows it. */
export interface Finding {
  what: string;
  /** Null where nothing is promised: reported, never judged. */
  target: string | null;
  measured: string;
  /** What either side took by itself. */
  sides: string;
  met: boolean | null;
  /** By how much the target is missed. */
  missedBy: string | null;
  /** Counts don't jitter: a missed one fails the command, and so does CI. Missed times are only told. */
  kind: 'time' | 'count';
}

type Bound = { atMost: number } | { atLeast: number };

/** A ratio of two measured sides, in a unit that their own values are shown in. */
export function ratioFinding(what: string, ratio: Ratio, bound: Bound, unit: string): Finding {
  return {
    what,
    ...judge(ratio.value, bound, '×'),
    measured: `${figure(ratio.value)}× (${figure(ratio.least)}–${figure(ratio.greatest)})`,
    sides: `${figure(ratio.a)} ${unit} : ${figure(ratio.b)} ${unit}`,
    kind: 'time',
  };
}

/** A time in itself. */
export function timeFinding(what: string, value: number, bound: Bound, unit: string): Finding {
  const suffix = unit === '' || unit === '×' ? unit : ` ${unit}`;
  return {
    what,
    ...judge(value, bound, suffix),
    measured: `${figure(value)}${suffix}`,
    sides: '',
    kind: 'time',
  };
}

/** Something counted, which is the same in every run. */
export function countFinding(what: string, value: number, bound: Bound, unit: string): Finding {
  return { ...timeFinding(what, value, bound, unit), kind: 'count' };
}

/** A figure without a promise. */
export function toldFinding(what: string, measured: string, sides = ''): Finding {
  return { what, target: null, measured, sides, met: null, missedBy: null, kind: 'time' };
}

function judge(value: number, bound: Bound, unit: string): Pick<Finding, 'target' | 'met' | 'missedBy'> {
  const atMost = 'atMost' in bound;
  const limit = atMost ? bound.atMost : bound.atLeast;
  const met = atMost ? value <= limit : value >= limit;
  const by = Math.abs(value - limit);
  return {
    target: `${atMost ? '≤' : '≥'} ${figure(limit)}${unit}`,
    met,
    missedBy: met ? null : limit === 0 ? figure(by) : `${Math.max(1, Math.round((by / limit) * 100))} %`,
  };
}

/** Three significant digits, and thousands apart. */
export function figure(value: number): string {
  const rounded = value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return rounded
    .toLocaleString('en', { maximumFractionDigits: 4, useGrouping: rounded >= 10_000 })
    .replaceAll(',', ' ');
}
