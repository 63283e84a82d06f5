import { type Alternation, type Comparison, type Side, timed } from './compare.ts';

/** Steps a second by so many clients at once, each with one under way; a block of A, a block of B, and again. */
export async function alternateRates({
  repeats,
  steps,
  warmUp,
  clients,
  a,
  b,
}: Alternation & { clients: number }): Promise<Comparison> {
  await rate(a, warmUp, clients);
  await rate(b, warmUp, clients);
  const comparison: Comparison = { repeats: [] };
  for (let repeat = 0; repeat < repeats; repeat++) {
    comparison.repeats.push({ a: [await rate(a, steps, clients)], b: [await rate(b, steps, clients)] });
  }
  return comparison;
}

/** Steps a second, by so many clients at once. */
export async function rate(side: Side, steps: number, clients: number): Promise<number> {
  let begun = 0;
  const client = async () => {
    while (begun < steps) await side(begun++);
  };
  const ms = await timed(() => Promise.all(Array.from({ length: clients }, client)));
  return (steps / ms) * 1000;
}
