import { alternateValues, ratioOf } from '../harness/compare.ts';
import { ratioFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { type Desk, onElectron, openDesk } from '../stage/electron.ts';
import { startOffice } from '../stage/office.ts';
import { firstPaint, msToList, now } from '../stage/start.ts';
import type { Row } from './row.ts';

export const electronStart: Row = {
  name: 'electron-start',
  number: null,
  promise: 'From the start of the console on Electron to the painted list; the time at the provider’s page is left out',
  against: 'an empty window in the same Electron',
  run: (bench) =>
    onElectron(bench, async (electron) => {
      await using office = await startOffice(bench, await bench.database('large'));
      await using desk = await openDesk(electron, office);
      const comparison = await alternateValues({
        ...bench.pick({ full: { repeats: 9, warmUp: 1 }, quick: { repeats: 2, warmUp: 0 } }),
        steps: 1,
        a: () => msToList(desk.openConsole),
        b: () => msToEmptyWindow(desk),
      });
      return [ratioFinding(`start, ${electron.on}`, ratioOf(comparison, median), { atMost: 1.25 }, 'ms')];
    }),
};

async function msToEmptyWindow(desk: Desk): Promise<number> {
  const began = now();
  await using empty = await desk.openEmptyWindow();
  return (await firstPaint(empty.page)) - began;
}
