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

export interface Alternation {
  repeats: number;
  /** Steps of each side in one repeat. */
  steps: number;
  /** Steps of each side before the first repeat, which are not counted: caches, plans and compilers settle. */
  warmUp: number;
  a: Side;
  b: Side;
}

/** Runs A B A B …, so that whatever else the machine does meets both alike, and times every step in milliseconds. */
export async function alternate({ repeats, steps, warmUp, a, b }: Alternation): Promise<Comparison> {
  let step = 0;
  const comparison: Comparison = { repeats: [] };
  for (; step < warmUp; step++) {
    await a(step);
    await b(step);
  }
  for (let repeat = 0; repeat < repeats; repeat++) {
    const times = { a: [] as number[], b: [] as number[] };
    for (let done = 0; done < steps; done++, step++) {
      times.a.push(await timed(() => a(step)));
      times.b.push(await timed(() => b(step)));
    }
    comparison.repeats.push(times);
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
