import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SigningKey } from '../../api/ledger/signing-key.ts';
import { parseVerifierKey } from '../../verify/index.ts';
import { KEPT_MOST, openKept, storedKept, thinned } from './kept.ts';

const MINUTE_MS = 60_000;
const at = (time: number) => ({ checkedAt: new Date(time).toISOString() });
const timeOf = ({ checkedAt }: { checkedAt: string }) => Date.parse(checkedAt);

/** A history that is thinned with each look, as long after the one before as told. */
function looked(steps: Iterable<number>, each: (history: readonly { checkedAt: string }[]) => void) {
  let history: { checkedAt: string }[] = [];
  let now = Date.parse('2026-01-01T00:00:00Z');
  for (const step of steps) {
    now += step;
    history = thinned([at(now), ...history]);
    each(history);
  }
}

/** How many times as old as the one after it a checkpoint is at most. */
function widestOf(history: readonly { checkedAt: string }[]): number {
  const times = history.map(timeOf);
  const ages = times.map((time) => MINUTE_MS + (times[0] as number) - time);
  return Math.max(...ages.slice(1).map((older, index) => older / (ages[index] as number)));
}

describe('a history of checkpoints', () => {
  test('looked at each minute for a quarter of a year, has one between any age and two and a half times that age', () => {
    // Not quite each minute: consoles are not in step.
    const steps = Array.from({ length: 90 * 24 * 60 }, (_, look) => MINUTE_MS * (0.9 + ((look * 7) % 20) / 100));
    let looks = 0;
    looked(steps, (history) => {
      looks++;
      if (history.length < KEPT_MOST || looks % 97 !== 0) return;
      expect(widestOf(history)).toBeLessThan(2.5);
    });
    expect(looks).toBe(steps.length);
  });

  test('gets over a clock that was wrong for an hour', () => {
    const days = Array.from({ length: 5_000 }, () => MINUTE_MS);
    const hour = days.slice(0, 60);
    const steps = [...days, 1e10, ...hour, -1e10, ...days];
    let looks = 0;
    looked(steps, (history) => {
      looks++;
      if (looks < steps.length) return;
      expect(history).toHaveLength(KEPT_MOST);
      expect(Math.max(...history.map(timeOf))).toBe(timeOf(history[0] as { checkedAt: string }));
      expect(widestOf(history)).toBeLessThan(2.5);
    });
    expect(looks).toBe(steps.length);
  });

  test('is bounded, keeps the newest, the oldest and its order', () => {
    const step = fc.oneof(fc.integer({ min: 1, max: 90_000 }), fc.integer({ min: 1, max: 1e10 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 200 }), (steps) => {
        const all: string[] = [];
        let now = Date.parse('2026-01-01T00:00:00Z');
        looked(steps, (history) => {
          now += steps[all.length] as number;
          all.unshift(at(now).checkedAt);
          expect(history).toHaveLength(Math.min(all.length, KEPT_MOST));
          expect(history[0]?.checkedAt).toBe(all[0]);
          expect(history.at(-1)?.checkedAt).toBe(all.at(-1));
          let from = 0;
          for (const { checkedAt } of history) {
            from = all.indexOf(checkedAt, from) + 1;
            expect(from).toBeGreaterThan(0);
          }
        });
      }),
    );
  });
});

describe('what was stored', () => {
  const [first, next] = [
    new SigningKey('o', new Uint8Array(32).fill(1)),
    new SigningKey('o', new Uint8Array(32).fill(2)),
  ];
  const stored = (by: SigningKey, size: number) => ({
    checkpoint: by.checkpoint(size, Buffer.alloc(32, size)),
    key: by.verifierKey,
    checked_at: '2026-11-23T08:00:00.000Z',
  });
  const ledger = { trusted: first.verifierKey, refused: null, restored: null };
  const [newest, middle, oldest] = [stored(next, 9), stored(next, 5), stored(first, 2)];
  const sizes = (kept: ReturnType<typeof openKept>) => kept.map(({ head }) => head.size);

  test('is opened by the key that signed it, also where that was handed on since, and stored again as it was', () => {
    const kept = openKept({ ...ledger, kept: newest, older: [middle, oldest] });
    expect(sizes(kept)).toEqual([9, 5, 2]);
    expect(kept[2]?.key.id).toBe(parseVerifierKey(first.verifierKey).id);
    expect(storedKept(kept)).toEqual({ kept: newest, older: [middle, oldest] });
    expect(openKept(null)).toEqual([]);
    expect(storedKept([])).toEqual({ kept: null, older: [] });
  });

  test.each([
    ['another size', { ...middle, checkpoint: middle.checkpoint.replace('\n5\n', '\n6\n') }],
    ['another key', { ...middle, key: first.verifierKey }],
    ['no key', { ...middle, key: 'nothing' }],
    ['no note', { ...middle, checkpoint: '' }],
  ])('and was changed since is left out, and the others stand: %s', (_what, changed) => {
    expect(sizes(openKept({ ...ledger, kept: newest, older: [changed, oldest] }))).toEqual([9, 2]);
    expect(sizes(openKept({ ...ledger, kept: changed, older: [oldest] }))).toEqual([2]);
  });
});
