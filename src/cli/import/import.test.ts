import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../api/testing/api.ts';
import { PEOPLE } from '../../api/testing/issuer.ts';
import { accountRow, attempt, minutesAgo, residentId } from '../../api/testing/sign-in-system.ts';

const COMMAND = fileURLToPath(new URL('../index.ts', import.meta.url));

let api: TestApi;
let url: string;
let dir: string;
let tokenFile: string;
beforeAll(async () => {
  api = await startTestApi();
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-cli-'));
  tokenFile = path.join(dir, 'token');
  await writeFile(tokenFile, api.issuer.token(PEOPLE.directory));
  return () => rm(dir, { recursive: true });
});

interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

function start(...args: string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args, '--api', url, '--token-file', tokenFile], {
    env: { ...process.env, LC_ALL: 'C' },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    output.stdout += text;
  });
  child.stderr.on('data', (text) => {
    output.stderr += text;
  });
  const done = once(child, 'close').then(([code]): Finished => ({ code, ...output }));
  return { child, done };
}
const lockdesk = (...args: string[]) => start(...args).done;

async function fileOf(name: string, lines: readonly (string | Buffer | object)[]): Promise<string> {
  const file = path.join(dir, name);
  const stream = createWriteStream(file);
  for (const line of lines) {
    stream.write(typeof line === 'string' || Buffer.isBuffer(line) ? line : JSON.stringify(line));
    stream.write('\n');
  }
  stream.end();
  await once(stream, 'close');
  return file;
}

/** Line number and reason of each refused line. */
async function refusedOf(file: string): Promise<[number, string][]> {
  const records: string[][] = parse(await readFile(`${file}.refused`, 'utf8'));
  return records.map(([line, reason]) => [Number(line), reason ?? '']);
}

/** What attempts there are, in one figure that any change changes. */
async function attemptsDigest(): Promise<unknown> {
  const { rows } = await sql`
    SELECT count(*) AS count, md5(string_agg(t::text, ',' ORDER BY occurred_at, source, attempt_id)) AS digest
      FROM attempts AS t`.execute(api.services.db);
  return rows[0];
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

describe('lockdesk import-accounts', () => {
  it('takes a CSV of the register, and the same file again changes nothing', async () => {
    const rows = Array.from({ length: 2500 }, (_, at) =>
      accountRow({ external_id: `csv-${at}`, name: at % 2 ? '王小明' : '欧阳 雪' }),
    );
    const columns = Object.keys(rows[0] ?? {});
    const lines = rows.map((row) => columns.map((column) => `"${row[column as keyof typeof row]}"`).join(','));
    const file = await fileOf('register.csv', [`\ufeff${columns.join(',')}`, ...lines]);
    expect(await lockdesk('import-accounts', file)).toMatchObject({
      code: 0,
      stdout: '2500 lines (empty ones not counted).\n2500 created\n',
    });
    expect(await lockdesk('import-accounts', file)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2500 unchanged'),
    });
    const { rows: stored } = await sql`SELECT count(*) AS count FROM accounts WHERE external_id LIKE 'csv-%'`.execute(
      api.services.db,
    );
    expect(stored).toEqual([{ count: 2500 }]);
    expect(await exists(`${file}.refused`)).toBe(false);
    expect(await exists(`${file}.importing`)).toBe(false);
  });

  it('refuses lines by themselves, each with its number and reason in the file beside', async () => {
    const columns = Object.keys(accountRow());
    const line = (row: object) =>
      columns.map((column) => String((row as Record<string, unknown>)[column] ?? '')).join(',');
    const right = residentId();
    const file = await fileOf('broken.csv', [
      columns.join(','),
      line(accountRow()),
      '',
      `${line(accountRow())},too many`,
      line(accountRow({ name: '"unpaired' })),
      line(accountRow({ document_number: right.slice(0, 17) + (right.endsWith('1') ? '2' : '1') })),
      Buffer.concat([Buffer.from(`${line(accountRow())}`), Buffer.from([0xcd, 0xf5])]),
      'x'.repeat(70_000),
      line(accountRow({ division: '', status: 'asleep' })),
      line(accountRow({ phone: '', licence_file: '' })),
    ]);
    const result = await lockdesk('import-accounts', file);
    expect(await refusedOf(file)).toEqual([
      [4, 'wrong number of columns, or an unpaired quote'],
      [5, 'wrong number of columns, or an unpaired quote'],
      [6, 'document_number: wrong check digit'],
      [7, 'not UTF-8 text'],
      [8, 'line too long'],
      [9, 'division: missing, or of the wrong type; status: not one of the allowed values'],
    ]);
    expect(result).toMatchObject({ code: 3, stdout: expect.stringContaining('6 refused') });
    expect(result.stdout).toContain('8 lines');
    expect(result.stdout).toContain('2 created');
    // What was refused are people's own data.
    expect((await stat(`${file}.refused`)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['columns that the API does not have', ['external_id,nickname', 'a,b'], 'nickname'],
    ['too few columns', ['external_id,name', 'a,b'], 'document_number'],
    ['nothing in it', ['', '  '], 'empty'],
  ])('does not begin with a file that has %s', async (_, lines, why) => {
    const file = await fileOf('other.csv', lines);
    expect(await lockdesk('import-accounts', file)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(why),
    });
  });
});

describe('lockdesk import-attempts', () => {
  it('counts or refuses every line of a stranger’s log of 100,000, late, doubled and broken ones among them; again changes nothing', async () => {
    const LINES = 100_000;
    await api.call(PEOPLE.directory, 'registerAccounts', {
      accounts: Array.from({ length: 500 }, (_, at) => accountRow({ external_id: `log-${at}` })),
    });
    const expected = { recorded: 0, duplicate: 0, refused: new Map<number, string>() };
    const lines: (string | object)[] = [];
    const rows: object[] = [];
    while (lines.length < LINES) {
      const at = lines.length;
      const row = attempt({
        attempt_id: `log-${at}`,
        external_id: at % 11 === 0 ? undefined : `log-${(at * 7919) % 500}`,
        outcome: at % 5 === 0 ? 'wrong_password' : 'success',
        // Over ten days, in no order.
        occurred_at: minutesAgo(5 + ((at * 104_729) % 14_400)),
      });
      const refuse = (line: string | object, reason: string) => {
        lines.push(line);
        expected.refused.set(lines.length, reason);
      };
      if (at % 97 === 0 && rows.length > 0) {
        lines.push(rows[(at * 31) % rows.length] ?? row);
        expected.duplicate++;
      } else if (at % 101 === 0)
        refuse({ ...row, occurred_at: minutesAgo(200 * 24 * 60) }, 'occurred_at: too long ago, beyond what is kept');
      else if (at % 103 === 0) refuse({ ...row, occurred_at: minutesAgo(-60) }, 'occurred_at: lies in the future');
      else if (at % 107 === 0) refuse(JSON.stringify(row).slice(0, -5), 'not a JSON object');
      else if (at % 109 === 0) refuse({ ...row, outcome: 'perhaps' }, 'outcome: not one of the allowed values');
      else if (at % 113 === 0) refuse({ ...row, password: 'secret' }, 'password: no such field in the API');
      else if (at % 127 === 0) refuse({ ...row, ip: '300.1.1.1' }, 'ip: wrong format');
      else {
        lines.push(row);
        rows.push(row);
        expected.recorded++;
      }
    }
    const file = await fileOf('attempts.ndjson', lines);
    const before = await sql<{ count: number }>`SELECT count(*) AS count FROM attempts`.execute(api.services.db);

    const first = await lockdesk('import-attempts', file);
    expect(first.code, first.stderr).toBe(3);
    expect(first.stdout).toBe(
      `100000 lines (empty ones not counted).\n${expected.recorded} recorded\n${expected.duplicate} known already\n` +
        `${expected.refused.size} refused, see ${file}.refused\n`,
    );
    expect(expected.recorded + expected.duplicate + expected.refused.size).toBe(LINES);
    expect(await refusedOf(file)).toEqual([...expected.refused]);
    const after = await attemptsDigest();
    expect(after).toMatchObject({ count: (before.rows[0]?.count ?? 0) + expected.recorded });
    const refused = await readFile(`${file}.refused`);

    const second = await lockdesk('import-attempts', file);
    expect(second.stdout).toContain(`${expected.recorded + expected.duplicate} known already`);
    expect(await attemptsDigest()).toEqual(after);
    expect(await readFile(`${file}.refused`)).toEqual(refused);
  }, 300_000);

  it('killed in the middle, goes on where it was, and every line is counted or refused once', async () => {
    const lines = Array.from({ length: 30_000 }, (_, at) =>
      at % 1000 === 500 ? 'broken' : attempt({ attempt_id: `killed-${at}`, outcome: 'success' }),
    );
    const file = await fileOf('killed.ndjson', lines);
    let kills = 0;
    for (; kills < 4; kills++) {
      const { child, done } = start('import-attempts', file);
      const before = await readFile(`${file}.importing`, 'utf8').catch(() => '');
      await expect
        .poll(async () => (await readFile(`${file}.importing`, 'utf8').catch(() => '')) !== before, {
          timeout: 20_000,
          interval: 5,
        })
        .toBe(true);
      child.kill('SIGKILL');
      await done;
    }
    const last = await lockdesk('import-attempts', file);
    expect(last.stderr).toMatch(/Going on from line \d{4,5}\./);
    expect(last.code).toBe(3);
    const counted = [...last.stdout.matchAll(/^(\d+) (recorded|known already|refused)/gm)].map(([, count]) =>
      Number(count),
    );
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(30_000);
    expect((await refusedOf(file)).map(([line]) => line)).toEqual(
      Array.from({ length: 30 }, (_, at) => at * 1000 + 501),
    );
    const { rows } = await sql`SELECT count(*) AS count FROM attempts WHERE attempt_id LIKE 'killed-%'`.execute(
      api.services.db,
    );
    expect(rows).toEqual([{ count: 29_970 }]);
  }, 120_000);

  it('interrupted by Ctrl+C, says how to go on', async () => {
    const file = await fileOf(
      'interrupted.ndjson',
      Array.from({ length: 20_000 }, (_, at) => attempt({ attempt_id: `interrupted-${at}`, outcome: 'success' })),
    );
    const { child, done } = start('import-attempts', file);
    await expect.poll(() => exists(`${file}.importing`), { timeout: 20_000, interval: 5 }).toBe(true);
    child.kill('SIGINT');
    expect(await done).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Interrupted at line \d+\. The same command goes on/),
    });
    expect((await lockdesk('import-attempts', file)).code).toBe(0);
  });

  it('outlasts a token: the file is read again when it has expired', async () => {
    await writeFile(tokenFile, api.issuer.token(PEOPLE.directory, { exp: Math.floor(Date.now() / 1000) - 60 }));
    const file = await fileOf('token.ndjson', [attempt({ attempt_id: 'token-1' })]);
    const { done } = start('import-attempts', file);
    await delay(1_500);
    await writeFile(tokenFile, api.issuer.token(PEOPLE.directory));
    expect(await done).toMatchObject({ code: 0, stdout: expect.stringContaining('1 recorded') });
  });

  it('says that the token is another role’s, and changes nothing', async () => {
    await writeFile(tokenFile, api.issuer.token(PEOPLE.clerk));
    const file = await fileOf('role.ndjson', [attempt({ attempt_id: 'role-1' })]);
    const result = await lockdesk('import-attempts', file);
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(/Not finished, stopped at line 1\./);
  });

  it('waits for an API that is starting again', async () => {
    const file = await fileOf('restart.ndjson', [attempt({ attempt_id: 'restart-1' })]);
    const { port } = new URL(url);
    api.app.server.close();
    api.app.server.closeAllConnections();
    const run = lockdesk('import-attempts', file);
    await delay(1_500);
    await new Promise<void>((listening) => api.app.server.listen(Number(port), '127.0.0.1', listening));
    expect(await run).toMatchObject({ code: 0, stdout: expect.stringContaining('1 recorded') });
  });

  it('takes CSV with its words for yes and no, and empty cells for what is not known', async () => {
    const file = await fileOf('attempts.csv', [
      'attempt_id,source,occurred_at,sign_in_name,outcome,password_repeated,ip,device',
      `csv-1,hall-3,${minutesAgo(3)},13812345678,wrong_password,true,,`,
      `csv-2,hall-3,${minutesAgo(2)},13812345678,wrong_password,0,222.190.1.1,"Huawei, Mate 60"`,
      `csv-3,hall-3,${minutesAgo(1)},13812345678,wrong_password,perhaps,,`,
    ]);
    expect((await lockdesk('import-attempts', file)).code).toBe(3);
    expect(await refusedOf(file)).toEqual([[4, 'password_repeated: missing, or of the wrong type']]);
    const rows = await api.services.db
      .selectFrom('attempts')
      .select(['attempt_id', 'password_repeated', 'device', 'operator'])
      .where('source', '=', 'hall-3')
      .orderBy('attempt_id')
      .execute();
    expect(rows).toEqual([
      { attempt_id: 'csv-1', password_repeated: true, device: null, operator: null },
      { attempt_id: 'csv-2', password_repeated: false, device: 'Huawei, Mate 60', operator: '电信' },
    ]);
  });
});
