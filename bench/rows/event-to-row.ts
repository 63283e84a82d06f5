import type { Page } from 'playwright';
import type { AttemptReport } from '../../src/contract/index.ts';
import { Caller } from '../harness/caller.ts';
import { figure, timeFinding, toldFinding } from '../harness/finding.ts';
import { median, percentile } from '../harness/statistics.ts';
import { startOffice } from '../stage/office.ts';
import { ROW, watched, watchFor } from '../stage/page-clock.ts';
import { externalId, registrations } from '../stage/reports.ts';
import type { Row } from './row.ts';

/** Wrong passwords that lock. */
const GUESSES = 5;

export const eventToRow: Row = {
  name: 'event-to-row',
  number: null,
  promise: 'From the report of the fifth wrong password to the painted row of a clerk’s list',
  against: 'a second',
  async run(bench) {
    const locks = bench.pick({ full: 7 * 8, quick: 4 });
    await using office = await startOffice(bench, await bench.emptyDatabase());
    using caller = new Caller(office.api);
    // Every citizen of the clerk's city is locked once.
    for (const call of registrations(2 * locks, await office.directory())) await caller.call(call);
    await using console = await office.open();
    await console.signIn();
    const { page } = console;
    await page.locator('.pane--list .blank').waitFor();

    const times: number[] = [];
    for (let citizen = 0; times.length < locks; citizen++) {
      if (!isInCity(citizen)) continue;
      await watchFor(page, 'row', ROW);
      const headers = { authorization: await office.directory() };
      const reported = performance.timeOrigin + performance.now();
      await caller.call({
        method: 'POST',
        path: '/v1/sign-in-attempts',
        headers,
        body: { attempts: guesses(citizen) },
      });
      times.push((await watched(page, 'row')) - reported);
      await free(page);
    }
    return [
      timeFinding('p95', percentile(times, 95), { atMost: 1000 }, 'ms'),
      toldFinding('p50', `${figure(median(times))} ms`),
    ];
  },
};

/** As `registrations` spreads them. */
const isInCity = (citizen: number): boolean => citizen % 8 < 5;

function guesses(citizen: number): AttemptReport[] {
  return Array.from({ length: GUESSES }, (_, guess) => ({
    attempt_id: crypto.randomUUID(),
    source: 'app',
    occurred_at: new Date(Date.now() - (GUESSES - guess) * 1000).toISOString(),
    external_id: externalId(citizen),
    sign_in_name: externalId(citizen),
    outcome: 'wrong_password',
    factor: 'password',
    password_repeated: false,
    ip: '58.212.10.1',
    device_id: `device-${citizen}`,
  }));
}

/** Unlocks whom the list shows, and takes the list in: it is empty again. */
async function free(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { operations } = window.lockdesk;
    const list = await operations.listLockedAccounts({});
    const row = list.ok ? list.value.items[0] : undefined;
    if (!row) throw new Error('nobody is locked');
    const opened = await operations.openAccount({ account_id: row.account_id });
    if (!opened.ok) throw new Error(opened.failure.code);
    const unlocked = await operations.unlockAccount({
      account_id: row.account_id,
      opening_id: opened.value.opening_id,
      version: opened.value.account.version,
      reason: { code: 'remembered_password' },
      verification: { method: 'id_card', reading: 'scanned' },
      channel: 'counter',
    });
    if (!unlocked.ok) throw new Error(unlocked.failure.code);
  });
  await page.locator(`${ROW}.gone`).waitFor();
  await page.locator('button.fresh').click();
  await page.locator(ROW).waitFor({ state: 'detached' });
}
