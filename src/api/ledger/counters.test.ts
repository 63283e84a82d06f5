import fc from 'fast-check';
import { expect, it } from 'vitest';
import { counterChanges, type LockChange } from './counters.ts';

const COUNTIES = ['320106', '320102', '320505', '440103'];

/** A lock's life: where it fell, where it moved, whether it has ended. Entries of several lives come in any order. */
const life = fc.record({
  kind: fc.constantFrom('temporary', 'permanent'),
  cause: fc.constantFrom('many_wrong_passwords', 'spread_sources'),
  places: fc.array(fc.constantFrom(...COUNTIES), { minLength: 1, maxLength: 4 }),
  end: fc.constantFrom('unlock', 'reset', 'expire', 'disable', null),
});

function entriesOf({ kind, cause, places, end }: typeof life extends fc.Arbitrary<infer L> ? L : never): LockChange[] {
  const last = places.at(-1) ?? '';
  const common = {
    outcome: 'done',
    moved_from: null,
    moved_to: null,
    lock_kind: kind,
    lock_cause: cause,
    lock_division: last,
  };
  const moves = places.slice(1).map((to, at): LockChange => {
    return { ...common, action: 'move', division: to, moved_from: places[at] ?? null, moved_to: to };
  });
  const ends: LockChange[] = end === null ? [] : [{ ...common, action: end, division: '110101' }];
  return [{ ...common, action: 'lock', division: places[0] ?? null }, ...moves, ...ends];
}

it('totals are the locks in force at each place, in whatever batches and order their entries come', () => {
  fc.assert(
    fc.property(fc.array(life, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (lives, random) => {
      const entries = lives
        .flatMap(entriesOf)
        .map((entry) => ({ entry, order: random.next().value }))
        .sort((a, b) => a.order - b.order)
        .map(({ entry }) => entry);
      const totals = new Map<string, number>();
      while (entries.length > 0) {
        for (const { place, kind, cause, by } of counterChanges(entries.splice(0, 1 + (random.next().value % 5)))) {
          const key = `${place} ${kind} ${cause}`;
          totals.set(key, (totals.get(key) ?? 0) + by);
        }
      }
      const expected = new Map<string, number>();
      for (const { kind, cause, places, end } of lives) {
        const county = places.at(-1) ?? '';
        if (end !== null) continue;
        for (const place of ['', county.slice(0, 2), county.slice(0, 4), county]) {
          const key = `${place} ${kind} ${cause}`;
          expected.set(key, (expected.get(key) ?? 0) + 1);
        }
      }
      expect(new Map([...totals].filter(([, count]) => count !== 0))).toEqual(expected);
    }),
  );
});

it.each(['refused', 'pending', 'failed'])('an entry that is %s moves no total', (outcome) => {
  const [entry] = entriesOf({ kind: 'temporary', cause: 'spread_sources', places: ['320106'], end: null });
  expect(counterChanges([{ ...(entry as LockChange), outcome }])).toEqual([]);
});
