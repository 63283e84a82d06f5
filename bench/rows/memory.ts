import { alternateValues, ratioOf } from '../harness/compare.ts';
import { ratioFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { growthFindings, memoryWithList, SETTLE_MS } from '../stage/console-memory.ts';
import { openEmptyPage } from '../stage/empty-page.ts';
import { type OpenConsole, startOffice } from '../stage/office.ts';
import { browserMemory } from '../stage/process-memory.ts';
import type { Row } from './row.ts';

export const memory: Row = {
  name: 'memory',
  number: 14,
  promise: 'Memory of all browser processes (PSS, Node apart) with the list shown, and after many events',
  against: 'an empty page in the same Chromium',
  async run(bench) {
    const { events, ...sizes } = bench.pick({
      full: { repeats: 7, warmUp: 0, events: 100_000 },
      quick: { repeats: 1, warmUp: 0, events: 2_000 },
    });
    await using office = await startOffice(bench, await bench.database('large'));
    const comparison = await alternateValues({
      ...sizes,
      steps: 1,
      a: () => memoryWithList(office.open, memoryOf),
      b: withNothing,
    });
    return [
      ratioFinding('PSS', ratioOf(comparison, median), { atMost: 1.15 }, 'MiB'),
      ...(await growthFindings({ office, events, open: office.open, memory: memoryOf })),
    ];
  },
};

const memoryOf = ({ page }: OpenConsole): Promise<number> => browserMemory(page);

async function withNothing(): Promise<number> {
  await using empty = await openEmptyPage();
  await empty.page.waitForTimeout(SETTLE_MS);
  return await browserMemory(empty.page);
}
