import { alternateValues, ratioOf } from '../harness/compare.ts';
import { ratioFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { growthFindings, memoryWithList, SETTLE_MS } from '../stage/console-memory.ts';
import { type Desk, type ElectronConsole, type ElectronWindow, onElectron, openDesk } from '../stage/electron.ts';
import { startOffice } from '../stage/office.ts';
import { programMemory } from '../stage/process-memory.ts';
import type { Row } from './row.ts';

export const electronMemory: Row = {
  name: 'electron-memory',
  number: null,
  promise:
    'Memory of all processes of the console on Electron (PSS, main included) with the list shown, and after many events',
  against: 'an empty window in the same Electron',
  run: (bench) =>
    onElectron(bench, async (electron) => {
      const { events, ...sizes } = bench.pick({
        full: { repeats: 7, warmUp: 0, events: 100_000 },
        quick: { repeats: 1, warmUp: 0, events: 2_000 },
      });
      await using office = await startOffice(bench, await bench.database('large'));
      await using desk = await openDesk(electron, office);
      const comparison = await alternateValues({
        ...sizes,
        steps: 1,
        a: () => memoryWithList(desk.openConsole, memoryOf),
        b: () => withNothing(desk),
      });
      return [
        ratioFinding(`PSS, ${electron.on}`, ratioOf(comparison, median), { atMost: 1.15 }, 'MiB'),
        ...(await growthFindings<ElectronConsole>({ office, events, open: desk.openConsole, memory: memoryOf })),
      ];
    }),
};

const memoryOf = ({ page, pid }: ElectronWindow): Promise<number> => programMemory(page, pid);

async function withNothing(desk: Desk): Promise<number> {
  await using empty = await desk.openEmptyWindow();
  await empty.page.waitForTimeout(SETTLE_MS);
  return await memoryOf(empty);
}
