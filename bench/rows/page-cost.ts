import { makeDb } from '../../src/api/db/database.ts';
import { makePool } from '../../src/api/db/pool.ts';
import { type LockedPage, type LockPosition, lockedPage } from '../../src/api/queries/locked-page.ts';
import { LARGE_CITY, LARGE_COUNTY } from '../../src/api/testing/large.ts';
import { explain } from '../../src/api/testing/plans.ts';
import { CAUSES, type Cause, LOCK_KINDS, LOCK_SORTS, type LockKind, type LockSort } from '../../src/contract/index.ts';
import { alternate, type Ratio, ratioOf } from '../harness/compare.ts';
import { countFinding, type Finding, figure, ratioFinding, toldFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import type { Row } from './row.ts';

/** One more than a page: that there is another is known by its first row. */
const ROWS = 51;
const DAY_MS = 86_400_000;
/** Buffers of a page from one range of one index; of each further range that is merged into it. */
const SINGLE_MAX = 60;
const FURTHER_MAX = 5;
/** Accounts: below this the planner may rightly read a short range whole. */
const PLANNED_FROM = 1_000_000;

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

    const compared: Compared[] = [];
    const counted: { branches: number; buffers: number }[] = [];
    for (const { name, page, branches } of variants()) {
      const cost = { a: await a.buffers(page), b: await b.buffers(page) };
      counted.push({ branches, buffers: cost.a.buffers });
      // A page that the small database cannot fill is no cost to compare with.
      if (cost.a.rows < ROWS || cost.b.rows < ROWS) continue;
      const comparison = await alternate({ ...sizes, a: () => a.read(page), b: () => b.read(page) });
      const growth = cost.a.buffers / cost.b.buffers;
      compared.push({ name, branches, ratio: ratioOf(comparison, median), growth });
    }
    return [...times(compared), ...counts(compared, counted, large.accounts >= PLANNED_FROM)];
  },
};

interface Compared {
  name: string;
  branches: number;
  ratio: Ratio;
  /** Buffers of the large database by those of the small. */
  growth: number;
}

function times(compared: readonly Compared[]): Finding[] {
  const ratios = compared.map(({ ratio }) => ratio);
  const slowest = compared.toSorted((one, other) => other.ratio.value - one.ratio.value)[0];
  if (!slowest) throw new Error('no page was full');
  const { a, b, value } = slowest.ratio;
  return [
    ratioFinding(
      `p50 of a statement, the median of ${ratios.length} kinds of page`,
      {
        value: median(ratios.map((ratio) => ratio.value)),
        least: Math.min(...ratios.map((ratio) => ratio.value)),
        greatest: value,
        a: median(ratios.map((ratio) => ratio.a)),
        b: median(ratios.map((ratio) => ratio.b)),
      },
      { atMost: 1.1 },
      'ms',
    ),
    toldFinding(`the one that grew most: ${slowest.name}`, `${figure(value)}×`, `${figure(a)} ms : ${figure(b)} ms`),
  ];
}

/** @param judged false where the database is too small for plans to be what they are in use */
function counts(
  compared: readonly Compared[],
  counted: readonly { branches: number; buffers: number }[],
  judged: boolean,
): Finding[] {
  const growth = Math.max(...compared.filter(({ branches }) => branches === 1).map(({ growth }) => growth));
  const single = Math.max(...counted.filter(({ branches }) => branches === 1).map(({ buffers }) => buffers));
  const further = Math.max(
    ...counted
      .filter(({ branches }) => branches > 1)
      .map(({ branches, buffers }) => (buffers - SINGLE_MAX) / (branches - 1)),
  );
  const findings = [
    countFinding('growth in buffers of a single branch, at most', growth, { atMost: 1.1 }, '×'),
    countFinding('buffers of a single branch, at most', single, { atMost: SINGLE_MAX }, ''),
    countFinding('buffers of each further branch, at most', Math.max(0, further), { atMost: FURTHER_MAX }, ''),
  ];
  return judged ? findings : findings.map(({ what, measured }) => toldFinding(what, measured));
}

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
        const { buffers } = await explain(client, { text: sql, values: parameters });
        return { buffers, rows: rows.length };
      } finally {
        client.release();
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
