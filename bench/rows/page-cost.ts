import { makeDb } from '../../src/api/db/database.ts';
import { makePool } from '../../src/api/db/pool.ts';
import { type LockedPage, type LockPosition, lockedPage } from '../../src/api/queries/locked-page.ts';
import { LARGE_CITY, LARGE_COUNTY } from '../../src/api/testing/large.ts';
import { explain } from '../../src/api/testing/plans.ts';
import { CAUSES, type Cause, LOCK_KINDS, LOCK_SORTS, type LockKind, type LockSort } from '../../src/contract/index.ts';
import { alternate, type Ratio, ratioOf } from '../harness/compare.ts';
import { countFinding, figure, ratioFinding, toldFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import type { Row } from './row.ts';

/** One more than a page: that there is another is known by its first row. */
const ROWS = 51;
const DAY_MS = 86_400_000;

interface Variant {
  name: string;
  page: LockedPage;
  branches: number;
}

export const pageCost: Row = {
  name: 'page-cost',
  number: 2,
  promise: 'A page of the locked costs the same at any size, by every order and filter and at any depth',
  against: 'itself, on the small database',
  async run(bench) {
    const [large, small] = [await bench.database('large'), await bench.database('small')];
    await using a = await open(large.apiUrl);
    await using b = await open(small.apiUrl);
    const sizes = bench.pick({
      full: { repeats: 7, steps: 8, warmUp: 8 },
      quick: { repeats: 2, steps: 2, warmUp: 2 },
    });

    const ratios: { name: string; ratio: Ratio; buffers: number }[] = [];
    const buffers = [];
    for (const { name, page, branches } of variants()) {
      const cost = { name, branches, a: await a.buffers(page), b: await b.buffers(page) };
      buffers.push(cost);
      if (cost.a.buffers > 100) console.log(name, branches, cost.a, cost.a.shape);
      // A page that the small database cannot fill is no cost to compare with.
      if (cost.a.rows < ROWS || cost.b.rows < ROWS) continue;
      const comparison = await alternate({ ...sizes, a: () => a.read(page), b: () => b.read(page) });
      ratios.push({ name, ratio: ratioOf(comparison, median), buffers: cost.a.buffers / cost.b.buffers });
    }

    const worst = ratios.toSorted((one, other) => other.ratio.value - one.ratio.value)[0];
    const single = buffers.filter(({ branches }) => branches === 1).map(({ a }) => a.buffers);
    const further = buffers
      .filter(({ branches }) => branches > 1)
      .map(({ a, branches }) => (a.buffers - SINGLE_MAX) / (branches - 1));
    const middle = (side: 'value' | 'a' | 'b') => median(ratios.map(({ ratio }) => ratio[side]));
    const values = ratios.map(({ ratio }) => ratio.value);
    return [
      ratioFinding(
        `p50 of a statement, the median of ${ratios.length} kinds of page`,
        {
          value: middle('value'),
          least: Math.min(...values),
          greatest: Math.max(...values),
          a: middle('a'),
          b: middle('b'),
        },
        { atMost: 1.1 },
        'ms',
      ),
      ...(worst
        ? [toldFinding(`the slowest to grow: ${worst.name}`, `${figure(worst.ratio.value)}×`, sides(worst.ratio))]
        : []),
      countFinding('most buffers of one place', Math.max(...single), { atMost: SINGLE_MAX }, 'buffers'),
      countFinding('most buffers of a further branch', Math.max(0, ...further), { atMost: FURTHER_MAX }, 'buffers'),
      countFinding(
        'greatest growth in buffers',
        Math.max(...ratios.map(({ buffers }) => buffers)),
        { atMost: 1.1 },
        '×',
      ),
    ];
  },
};

const SINGLE_MAX = 60;
const FURTHER_MAX = 5;

const sides = ({ a, b }: { a: number; b: number }): string => `${figure(a)} ms : ${figure(b)} ms`;

/** Every order, by every filter, in places of every level and several, from either end and from the middle. */
function variants(): Variant[] {
  const filters: { kinds?: LockKind[]; causes?: Cause[] }[] = [
    {},
    { kinds: ['temporary'] },
    { causes: ['many_wrong_passwords'] },
    { kinds: ['temporary'], causes: ['many_wrong_passwords'] },
  ];
  const places = [[''], ['32'], [LARGE_CITY], [LARGE_COUNTY], [LARGE_CITY, '44', '51']];
  return LOCK_SORTS.flatMap((sort) =>
    places.flatMap((places) =>
      filters.flatMap((filter) =>
        depths(sort).map(({ depth, ...from }) => ({
          name: [sort, places.join('+') || 'country', ...Object.values(filter).flat(), depth].join(', '),
          page: { places, ...filter, sort, ...from, rows: ROWS },
          branches: places.length * branchesOf(filter),
        })),
      ),
    ),
  );
}

/** A filter that leaves all of one open reads a branch for each. */
function branchesOf({ kinds, causes }: { kinds?: LockKind[]; causes?: Cause[] }): number {
  if (!kinds && !causes) return 1;
  return (kinds ?? LOCK_KINDS).length * (causes ?? CAUSES).length;
}

function depths(sort: LockSort): { depth: string; from: LockPosition | null; backwards: boolean }[] {
  const middles: Record<LockSort, string | number> = {
    newest: new Date(Date.now() - 15 * DAY_MS).toISOString(),
    ending_soonest: new Date(Date.now() + DAY_MS / 2).toISOString(),
    most_failures: 30,
  };
  const middle = { key: middles[sort], id: '80000000-0000-4000-8000-000000000000' };
  return [
    { depth: 'first', from: null, backwards: false },
    { depth: 'last', from: null, backwards: true },
    { depth: 'on from the middle', from: middle, backwards: false },
    { depth: 'back from the middle', from: middle, backwards: true },
  ];
}

interface Reader extends AsyncDisposable {
  read(page: LockedPage): Promise<unknown>;
  buffers(page: LockedPage): Promise<{ buffers: number; rows: number }>;
}

/** One connection as the API has them. */
async function open(url: string): Promise<Reader> {
  const pool = makePool(url, 1);
  const { db } = makeDb(pool);
  return {
    read: (page) => lockedPage(page).execute(db),
    buffers: async (page) => {
      const { rows } = await lockedPage(page).execute(db);
      const { sql, parameters } = lockedPage(page).compile(db);
      const client = await pool.connect();
      try {
        const { buffers, shape } = await explain(client, { text: sql, values: parameters });
        return { buffers, shape, rows: rows.length };
      } finally {
        client.release();
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
