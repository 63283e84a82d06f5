import { TILE_WIDTH } from '../../src/verify/index.ts';
import { startChild } from '../harness/child.ts';
import { type Comparison, ratioOf } from '../harness/compare.ts';
import { figure, ratioFinding, toldFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import type { Checked, CheckTask } from '../sides/check-ledger.ts';
import { writeLedger } from '../stage/ledger-folder.ts';
import type { Row } from './row.ts';

const SIDE = new URL('../sides/check-ledger.ts', import.meta.url);
const MEBIBYTE = 2 ** 20;

export const verifyLedger: Row = {
  name: 'verify-ledger',
  number: 8,
  promise: 'A whole ledger checked by `lockdesk verify`: linear in its length, in constant memory',
  against: 'half of it; a bare loop of SHA-256 over the same leaves',
  async run(bench) {
    const { bundles, repeats } = bench.pick({
      full: { bundles: 4096, repeats: 7 },
      quick: { bundles: 64, repeats: 2 },
    });
    const ledger = async (bundles: number) => {
      bench.say(`writing a ledger of ${bundles * TILE_WIDTH} entries`);
      const dir = await bench.folder('ledger');
      return { dir, key: await writeLedger(dir, bundles), bundles };
    };
    const long = await ledger(bundles);
    const short = await ledger(bundles / 2);

    const time: Comparison = { repeats: [] };
    const memory: Comparison = { repeats: [] };
    const bare: Comparison = { repeats: [] };
    for (let repeat = 0; repeat < repeats; repeat++) {
      const a = await check({ ...long, bare: null });
      const b = await check({ ...short, bare: null });
      const loop = await check({ ...long, bare: { bundles, width: TILE_WIDTH } });
      time.repeats.push({ a: [a.ms / long.bundles], b: [b.ms / short.bundles] });
      memory.repeats.push({ a: [a.peakBytes / MEBIBYTE], b: [b.peakBytes / MEBIBYTE] });
      bare.repeats.push({ a: [a.ms], b: [loop.ms] });
    }
    const loops = ratioOf(bare, median);
    return [
      ratioFinding(`ms of ${TILE_WIDTH} entries, twice as many`, ratioOf(time, median), { atMost: 1.1 }, 'ms'),
      ratioFinding('peak memory, twice as many', ratioOf(memory, median), { atMost: 1.1 }, 'MiB'),
      toldFinding(
        'against the bare loop',
        `${figure(loops.value)}×`,
        `${figure(loops.a)} ms : ${figure(loops.b)} ms for ${bundles * TILE_WIDTH} entries`,
      ),
    ];
  },
};

async function check(task: CheckTask): Promise<Checked> {
  await using child = await startChild(SIDE, task);
  return child.said as Checked;
}
