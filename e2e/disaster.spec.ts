/** Promise 8 as docs/operations.md tells it: the database is lost, and what comes back is older than what a console has seen. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { staffToken } from '../src/standalone/tokens.ts';
import { actOn } from './fixture/acts.ts';
import { citizenAt, lockOut } from './fixture/citizen.ts';
import { lockdesk } from './fixture/command.ts';
import { type Cluster, clusterOf } from './fixture/database.ts';
import { expect, signIn, test } from './fixture/index.ts';
import { checkLedger, keepsMoreThan, ledgerAlarm } from './fixture/ledger.ts';

test.use({ systemOf: 'disaster', archives: true });

/** All that was committed so far is in the archive. */
async function archived({ ownerUrl }: Cluster, backups: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ file: string }>('SELECT pg_walfile_name(pg_switch_wal()) AS file');
  await client.end();
  await expect.poll(() => readdir(path.join(backups, 'wal')), { timeout: 30_000 }).toContain(rows[0]?.file);
}

function isAlive({ pid }: Cluster): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('promise 8: backup, more acts, restore: refused by the console; declared by two, accepted, and the lost entries are named', async ({
  openConsole,
  system,
  browser,
}) => {
  test.setTimeout(180_000);
  const { backups } = system;
  if (backups === null) throw new Error('nothing is archived');
  const own = await mkdtemp(path.join(tmpdir(), 'lockdesk-e2e-disaster-'));
  const as = async (username: string) => {
    const file = path.join(own, username);
    await writeFile(file, await staffToken(system.issuer, username, system.staffPassword));
    return ['--api', system.api, '--token-file', file];
  };
  const cluster = await clusterOf(system.dataDir);
  const citizens = [0, 1].map(async (at) => citizenAt(system, await browser.newContext(), at));
  const [first, second] = await Promise.all(citizens);
  if (!first || !second) throw new Error('no citizens');
  await lockOut(first);
  await lockOut(second);
  const clerk = await openConsole();
  const { page } = clerk;
  await signIn(clerk, system, 'limin');
  const nextCitizen = page.getByRole('button', { name: '下一位' });

  expect(await lockdesk('backup', backups, '--database', cluster.ownerUrl)).toMatchObject({ code: 0 });
  await actOn(page, first, 'u', 'A001');
  await nextCitizen.click();
  const atMoment = await keepsMoreThan(clerk, 0);
  const moment = new Date().toISOString();
  await actOn(page, second, 'u', 'A002');
  await nextCitizen.click();
  const size = await keepsMoreThan(clerk, atMoment);
  const exported = path.join(own, 'export');
  expect(await lockdesk('export-ledger', exported, ...(await as('hejia')))).toMatchObject({ code: 0 });
  await archived(cluster, backups);

  await system.kill();
  await expect.poll(() => isAlive(cluster)).toBe(false);
  await rm(cluster.dir, { recursive: true });
  expect(await lockdesk('restore', backups, '--to', cluster.dir, '--until', moment)).toMatchObject({ code: 0 });
  await system.start();

  await expect
    .poll(() => checkLedger(clerk), { timeout: 30_000 })
    .toMatchObject({ kept: { size }, refused: { why: 'shrank' } });
  await expect(ledgerAlarm(page)).toBeVisible();
  // The unlock is undone: the citizen stands at the counter again, and nobody can help before it is declared.
  await page.getByRole('textbox', { name: '查找公民账号' }).fill(second.document);
  await expect(page.getByText(/次密码，系统自动锁定/)).toBeVisible();
  const unlock = page.getByRole('button', { name: '解锁', exact: true });
  await expect(unlock).toBeDisabled();

  const proposed = await lockdesk('restoration', 'propose', '--export', exported, ...(await as('maxiaoyan')));
  expect(proposed).toMatchObject({ code: 0, stdout: expect.stringMatching(/ {2}unlock {2}/) });
  const digest = /restoration confirm ([0-9a-f]{64})/.exec(proposed.stdout)?.[1] ?? '';
  expect(await lockdesk('restoration', 'confirm', digest, ...(await as('maxiaoyan')))).toMatchObject({ code: 1 });
  await expect(ledgerAlarm(page)).toBeVisible();
  expect(await lockdesk('restoration', 'confirm', digest, ...(await as('sunli')))).toMatchObject({ code: 0 });

  await expect
    .poll(() => checkLedger(clerk), { timeout: 30_000 })
    .toMatchObject({ refused: null, restored: { last: size - 1 } });
  await expect(ledgerAlarm(page)).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: '台账已恢复' })).toContainText('马晓燕');
  // What was lost is done again.
  await unlock.click();
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /身份证/ })
    .check({ force: true });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: '已解锁' })).toBeVisible();

  const auditor = await openConsole();
  await signIn(auditor, system, 'hejia');
  await auditor.page.getByRole('row').filter({ hasText: '恢复' }).first().click();
  await expect(auditor.page.getByRole('heading', { name: /^记录/ })).toBeVisible();
  await rm(own, { recursive: true });
});
