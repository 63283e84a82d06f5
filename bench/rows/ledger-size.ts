import { encodeCursor } from '../../src/api/queries/cursor.ts';
import { PEOPLE, type TestPerson } from '../../src/api/testing/issuer.ts';
import { LARGE_DAYS } from '../../src/api/testing/large.ts';
import { LEDGER_PATH } from '../../src/contract/index.ts';
import { TILE_WIDTH, type Tile, TiledTree, tilePath } from '../../src/verify/index.ts';
import type { CallInput } from '../harness/caller.ts';
import { alternate, type Ratio, ratioOf } from '../harness/compare.ts';
import { type Finding, figure, ratioFinding, toldFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { recordCalls } from '../stage/api.ts';
import type { BenchDatabase } from '../stage/bench.ts';
import { openSpeaker } from '../stage/spoken.ts';
import { type Staff, startStaff } from '../stage/staff.ts';
import type { Row } from './row.ts';

const DAY_MS = 86_400_000;
/** An index is a level deeper with a hundred times as many rows, and no more than that is to be felt. */
const GROWTH_MAX = 1.5;

export const ledgerSize: Row = {
  name: 'ledger-size',
  number: null,
  promise: 'What is read of a ledger costs nearly the same whatever its size: list, proof, queue, report',
  against: 'itself, on the small database: a hundredth of the entries',
  async run(bench) {
    await using staff = await startStaff();
    const [large, small] = [await bench.database('large'), await bench.database('small')];
    const speak = async (database: BenchDatabase) => {
      const asked = await questions(staff, database);
      const calls = asked.map(({ calls }) => calls);
      return openSpeaker(database, await recordCalls(bench, database, staff.issuer, calls));
    };
    await using a = await speak(large);
    await using b = await speak(small);
    const sizes = bench.pick({
      full: { repeats: 7, steps: 10, warmUp: 10 },
      quick: { repeats: 2, steps: 2, warmUp: 2 },
    });
    const measured: { what: string; ratio: Ratio; growth: number }[] = [];
    for (const [at, { what }] of (await questions(staff, large)).entries()) {
      const [one, other] = [a.spoken[at], b.spoken[at]];
      if (!one || !other) throw new Error('not all was recorded');
      const comparison = await alternate({ ...sizes, a: () => one.say(), b: () => other.say() });
      const growth = (await one.buffers()) / (await other.buffers());
      measured.push({ what, ratio: ratioOf(comparison, median), growth });
    }
    const kinds = [...new Set(measured.map(({ what }) => what))];
    return [
      ...kinds.map((kind) =>
        timeOf(
          kind,
          measured.filter(({ what }) => what === kind),
        ),
      ),
      toldFinding('growth in buffers, at most', `${figure(Math.max(...measured.map(({ growth }) => growth)))}×`),
    ];
  },
};

/** All of a kind together: the median of its questions, and the least and the greatest. */
function timeOf(kind: string, measured: readonly { ratio: Ratio }[]): Finding {
  const ratios = measured.map(({ ratio }) => ratio);
  const value = (of: (ratio: Ratio) => number) => median(ratios.map(of));
  const ratio = {
    value: value((one) => one.value),
    least: Math.min(...ratios.map((one) => one.value)),
    greatest: Math.max(...ratios.map((one) => one.value)),
    a: value((one) => one.a),
    b: value((one) => one.b),
  };
  return ratioFinding(`p50 of ${kind}`, ratio, { atMost: GROWTH_MAX }, 'ms');
}

interface Question {
  what: string;
  calls: CallInput[];
}

async function questions(staff: Staff, database: BenchDatabase): Promise<Question[]> {
  const country: TestPerson = { ...PEOPLE.supervisor, subject: 'country', scope: [''] };
  const get = (person: TestPerson, path: string, asked: Record<string, string> = {}): CallInput => ({
    method: 'GET',
    path: `${path}?${new URLSearchParams(asked)}`,
    headers: { authorization: staff.bearer(person) },
  });
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  const day = (days: number) => ago(days).slice(0, 10);

  const from = ago(LARGE_DAYS + 1);
  const depths = [
    {},
    ...[LARGE_DAYS / 2, LARGE_DAYS - 20].map((days) => ({
      after: encodeCursor({ at: ago(days), id: '80000000-0000-4000-8000-000000000000' }),
    })),
  ];
  const lists = [PEOPLE.auditor, PEOPLE.supervisor, country].flatMap((person) =>
    depths.map((depth) => ({
      what: 'a page of the list, at any depth',
      calls: [get(person, '/v1/entries', { from, ...depth })],
    })),
  );
  const actions = depths.map((depth) => ({
    what: 'a page of one action, at any depth',
    calls: [get(PEOPLE.auditor, '/v1/entries', { from, actions: 'open', ...depth })],
  }));
  const proofs: Question[] = [];
  for (const part of [0, 0.5, 0.99]) {
    const files = await filesOf(Math.floor(database.entries * part), database.entries);
    const calls = files.map((file) => get(PEOPLE.auditor, LEDGER_PATH + file));
    proofs.push({ what: 'one entry by its index, with its proof', calls });
  }
  const queue = {
    what: 'the queue’s first page',
    calls: [get(PEOPLE.supervisor, '/v1/reviews', { part: 'all' })],
  };
  const reports = [30, 365].map((days) => ({
    what: 'a report',
    calls: [get(PEOPLE.supervisor, '/v1/report', { from: day(days), to: day(0) })],
  }));
  return [...lists, ...actions, ...proofs, queue, ...reports];
}

/** What is fetched to prove an entry: checkpoint, leaf and tiles. */
async function filesOf(index: number, size: number): Promise<string[]> {
  const tiles: Tile[] = [];
  const tree = new TiledTree(size, async (tile) => {
    tiles.push(tile);
    return Array.from({ length: tile.width }, () => Buffer.alloc(32));
  });
  await tree.inclusionProof(index);
  const bundle = Math.floor(index / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH);
  return ['checkpoint', tilePath({ level: 'entries', index: bundle, width }), ...tiles.map(tilePath)];
}
