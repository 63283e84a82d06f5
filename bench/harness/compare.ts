import { median } from './statistics.ts';

/** What two sides measured in turn: one array of values a repeat and side. */
export interface Comparison {
  repeats: { a: number[]; b: number[] }[];
}

export interface Ratio {
  /** Median over the repeats of A's statistic by B's. */
  value: number;
  least: number;
  greatest: number;
  /** Medians over the repeats of each side's statistic. */
  a: number;
  b: number;
}

/** One measured step; `step` counts from 0 over all repeats, so that each can have work of its own. */
export type Side = (step: number) => Promise<unknown>;
/** A step that says itself what it measured. */
export type MeasuringSide = (step: number) => Promise<number>;

export interface Alternation<S = Side> {
  repeats: number;
  /** Steps of each side in one repeat. */
  steps: number;
  /** Steps of each side before the first repeat, which are not counted: caches, plans and compilers settle. */
  warmUp: number;
  a: S;
  b: S;
}

/** Runs A B A B …, so that whatever else the machine does meets both alike, and times every step in milliseconds. */
export function alternate({ a, b, ...sizes }: Alternation): Promise<Comparison> {
  return alternateValues({ ...sizes, a: (step) => timed(() => a(step)), b: (step) => timed(() => b(step)) });
}

/** As {@link alternate}, for steps that measure by themselves. */
export async function alternateValues(alternation: Alternation<MeasuringSide>): Promise<Comparison> {
  const { repeats, steps, warmUp, a, b } = alternation;
  let step = 0;
  const comparison: Comparison = { repeats: [] };
  for (; step < warmUp; step++) {
    await a(step);
    await b(step);
  }
  for (let repeat = 0; repeat < repeats; repeat++) {
    const values = { a: [] as number[], b: [] as number[] };
    for (let done = 0; done < steps; done++, step++) {
      values.a.push(await a(step));
      values.b.push(await b(step));
    }
    comparison.repeats.push(values);
  }
  return comparison;
}

/** Milliseconds that something took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function ratioOf({ repeats }: Comparison, statistic: (values: readonly number[]) => number): Ratio {
  const sides = repeats.map(({ a, b }) => ({ a: statistic(a), b: statistic(b) }));
  const ratios = sides.map(({ a, b }) => a / b);
  return {
    value: median(ratios),
    least: Math.min(...ratios),
    greatest: Math.max(...ratios),
    a: median(sides.map(({ a }) => a)),
    b: median(sides.map(({ b }) => b)),
  };
}
