import { alternateValues, ratioOf } from '../harness/compare.ts';
import { ratioFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { openEmptyPage } from '../stage/empty-page.ts';
import { startOffice } from '../stage/office.ts';
import { msToList, now } from '../stage/start.ts';
import type { Row } from './row.ts';

export const coldStart: Row = {
  name: 'cold-start',
  number: 13,
  promise: 'From the start of the console to the painted list; the time at the provider’s sign-in page is left out',
  against: 'an empty page in the same Chromium',
  async run(bench) {
    await using office = await startOffice(bench, await bench.database('large'));
    const comparison = await alternateValues({
      ...bench.pick({ full: { repeats: 7, warmUp: 1 }, quick: { repeats: 2, warmUp: 0 } }),
      steps: 1,
      a: () => msToList(office.open),
      b: msToEmptyPage,
    });
    return [ratioFinding('start', ratioOf(comparison, median), { atMost: 1.25 }, 'ms')];
  },
};

async function msToEmptyPage(): Promise<number> {
  const began = now();
  await using empty = await openEmptyPage();
  return empty.paintedAt - began;
}
