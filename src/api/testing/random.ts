/** Rounds of a test that kills or mutates at random: many by `npm run soak`, fifty elsewhere. */
export const ROUNDS = process.env.LOCKDESK_SOAK === '1' ? 1000 : 50;

/** `LOCKDESK_SEED` repeats a run. */
export const SEED = Number(process.env.LOCKDESK_SEED ?? Math.trunc(Math.random() * 2 ** 32));

/** Numbers from 0 up to, not including, 1: the same ones for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
