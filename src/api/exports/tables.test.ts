/** A report and the access review as files: what the screens say, of whoever may see it, and nothing that a cell could do. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AccessReview,
  COUNT_NAMES,
  type OperationInput,
  REPORT_DIMENSIONS,
  type Report,
  RIGHT_NAMES,
  type TableOperation,
} from '../../contract/index.ts';
import { readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({}, { leads: false });
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  await count();
  for (const person of Object.values(PEOPLE)) await api.call(person, 'me', {});
  await api.services.staffSeen.write();
});
afterAll(() => api.close());

const FORMULA = '=HYPERLINK("http://attacker.example","点我")';
const SHOWN = `'${FORMULA}`;
/** More than the screen's table shows. */
const CLERKS = 1_200;
const DAY = '2026-03-09';
const MONTHS = { from: '2026-01-15', to: '2026-04-10' };

/** Sums as the leader would have made them: of a city by clerks, an office and a reason, of another one by its whole. */
async function count(): Promise<void> {
  await api.database.asOwner(
    `INSERT INTO report_counts (place, dimension, grain, starts, key, locks, unlocks, shown, reviewed, returns, returns_1_hour)
     SELECT place, dimension, grain, CASE grain WHEN 'day' THEN $1::date ELSE '2026-03-01' END, key, 1, n, 4, 3, 2, 1
       FROM (VALUES ('day'), ('month')) AS grains (grain)
      CROSS JOIN (SELECT '3201', 'clerk', 'clerk-' || n, n FROM generate_series(1, $2::integer) AS n
                  UNION ALL VALUES ('3201', 'office', '320106-01', 7), ('3201', 'reason', 'remembered_password', 8),
                    ('3201', 'cause', 'invented_later', 9), ('3201', 'all', '', 10), ('320106', 'all', '', 11),
                    ('3205', 'all', '', 12)) AS counted (place, dimension, key, n)`,
    [DAY, CLERKS],
  );
  await api.database.asOwner(
    `INSERT INTO report_names (dimension, key, name) VALUES ('clerk', 'clerk-5', $1), ('office', '320106-01', '鼓楼分所')`,
    [FORMULA],
  );
}

const codeOf = (answer: { json: () => { type: string } }) => answer.json().type.split(':').at(-1);

async function begin<N extends TableOperation>(person: TestPerson, operation: N, input: OperationInput<N>) {
  const answer = await api.call(person, operation, input);
  expect(answer.statusCode, answer.body).toBe(200);
  return String(answer.json().export_id);
}

const fetchFile = (person: TestPerson, id: string) =>
  api.app.inject({ url: `/v1/exports/${id}`, headers: { authorization: api.bearer(person) } });

/** Heading and lines of the file that somebody asks for, each line by its heading. */
async function exported<N extends TableOperation>(person: TestPerson, operation: N, input: OperationInput<N>) {
  const file = await fetchFile(person, await begin(person, operation, input));
  expect(file.statusCode, file.body).toBe(200);
  const [heading = [], ...lines] = parse(file.rawPayload, { bom: true });
  return { heading, lines: lines.map((line) => Object.fromEntries(line.map((cell, n) => [heading[n], cell]))) };
}

async function entriesOf(id: string) {
  const { rows } = await api.database.asOwner(
    `SELECT outcome, reason, convert_from(leaf, 'UTF8')::jsonb -> 'entry' AS said FROM entries
      WHERE id = $1 OR refers_to = $1 ORDER BY id`,
    [id],
  );
  return rows;
}

/** Takes a first part of a file, and goes. */
async function leave(person: TestPerson, id: string): Promise<void> {
  const { port } = api.app.server.address() as AddressInfo;
  const headers = { authorization: api.bearer(person) };
  const request = get({ host: '127.0.0.1', port, path: `/v1/exports/${id}`, headers });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  await once(answer, 'readable');
  answer.read();
  answer.destroy();
}

describe.each([
  ['exportReportTables', 'report', { from: DAY, to: DAY, language: 'zh-CN' }],
  ['exportAccessReview', 'access_review', { language: 'en' }],
] as const)('%s', (operation, subject, input) => {
  test('is an entry before its first byte and another after its last, which tells the file’s hash', async () => {
    const id = await begin(PEOPLE.supervisor, operation, input);
    expect(await entriesOf(id)).toMatchObject([{ outcome: 'pending', reason: subject }]);
    const { rawPayload } = await fetchFile(PEOPLE.supervisor, id);
    expect(rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const sha256 = createHash('sha256').update(rawPayload).digest('hex');
    const rows = parse(rawPayload, { bom: true }).length - 1;
    expect((await entriesOf(id))[1]).toMatchObject({
      outcome: 'done',
      reason: subject,
      said: { file: { rows, bytes: rawPayload.length, sha256 } },
    });
    const entry = (await api.call(PEOPLE.supervisor, 'getEntry', { entry_id: id })).json();
    expect(entry).toMatchObject({ filters: input });
  });

  test('is for whoever sees the screen, then and when the file is fetched', async () => {
    expect(codeOf(await api.call(PEOPLE.clerk, operation, input))).toBe('role_required');
    const id = await begin(PEOPLE.supervisor, operation, input);
    expect(codeOf(await fetchFile({ ...PEOPLE.supervisor, roles: ['clerk'] }, id))).toBe('role_required');
    expect(codeOf(await fetchFile(PEOPLE.otherSupervisor, id))).toBe('export_not_found');
    expect((await fetchFile(PEOPLE.supervisor, id)).statusCode).toBe(200);
    expect(codeOf(await fetchFile(PEOPLE.supervisor, id))).toBe('export_not_found');
  });
});

describe('a report’s tables', () => {
  const asked = { from: DAY, to: DAY, language: 'zh-CN' } as const;

  test('hold what the screen has, each line by itself, and every row of it', async () => {
    const { heading, lines } = await exported(PEOPLE.supervisor, 'exportReportTables', asked);
    expect(heading.slice(0, 9)).toEqual([
      '范围',
      '分类',
      '项目',
      '代码',
      '起始日',
      '截止日',
      '锁定',
      '解锁',
      '强制重置',
    ]);
    const report: Report = (await api.call(PEOPLE.supervisor, 'readReport', { from: DAY, to: DAY })).json();
    const figures = (counts: object) => COUNT_NAMES.map((name) => String(Reflect.get(counts, name)));
    const figuresOf = (by: string) =>
      lines.filter((line) => line.分类 === by).map((line) => Object.values(line).slice(-COUNT_NAMES.length));
    expect(figuresOf('合计')).toEqual([figures(report.totals)]);
    expect(figuresOf('逐期')).toEqual(report.steps.map(figures));
    const named = { place: '地区', office: '办公室', reason: '办理原因', cause: '锁定原因', clerk: '经办' };
    for (const dimension of REPORT_DIMENSIONS) {
      const shown = report.by[dimension].map(figures);
      expect(figuresOf(named[dimension]).slice(0, shown.length)).toEqual(shown);
      expect(shown.length).toBeGreaterThan(0);
    }
    expect(report.by.clerk).toHaveLength(100);
    expect(figuresOf('经办')).toHaveLength(CLERKS);
    for (const line of lines) expect(line).toMatchObject({ 范围: '南京市', 起始日: DAY, 截止日: DAY });
    const cells = (code: string) => lines.find((line) => line.代码 === code)?.项目;
    expect(['320106', '320106-01', 'remembered_password', 'invented_later'].map(cells)).toEqual([
      '鼓楼区',
      '鼓楼分所',
      '忘记密码，现已想起',
      'invented_later',
    ]);
    expect(cells('clerk-5')).toBe(SHOWN);
  });

  test('are worded in the language asked for; a long period is told by months, which end with it', async () => {
    const { heading, lines } = await exported(PEOPLE.auditor, 'exportReportTables', { ...MONTHS, language: 'en' });
    expect(heading).toEqual(expect.arrayContaining(['Places', 'By', 'Name', 'Code', 'Locks', 'Listed for review']));
    const steps = lines.filter(({ By }) => By === 'Time');
    expect(steps.map(({ From, To }) => [From, To])).toEqual([
      ['2026-01-15', '2026-01-31'],
      ['2026-02-01', '2026-02-28'],
      ['2026-03-01', '2026-03-31'],
      ['2026-04-01', '2026-04-10'],
    ]);
  });

  test('hold nothing beyond the reader’s scope', async () => {
    const { lines } = await exported(PEOPLE.otherSupervisor, 'exportReportTables', asked);
    expect(lines.find((line) => line.分类 === '合计')).toMatchObject({ 范围: '苏州市', 解锁: '12' });
    expect(lines.filter((line) => line.分类 === '经办')).toEqual([]);
    const beyond = await exported(PEOPLE.supervisor, 'exportReportTables', { ...asked, place: '3205' });
    expect(beyond.lines.find((line) => line.分类 === '合计')).toMatchObject({ 范围: '', 解锁: '0' });
  });

  test('are not for somebody who lost the role since they began', async () => {
    const id = await begin(PEOPLE.supervisor, 'exportReportTables', asked);
    const changed: TestPerson = { ...PEOPLE.supervisor, roles: ['administrator'] };
    expect(codeOf(await fetchFile(changed, id))).toBe('export_not_found');
  });

  test('of too long a period leave no entry; administrators read no reports', async () => {
    const count = async () => (await api.database.asOwner("SELECT FROM entries WHERE outcome = 'pending'")).rows.length;
    const before = await count();
    const answer = await api.call(PEOPLE.auditor, 'exportReportTables', { ...asked, from: '2020-01-01' });
    expect(codeOf(answer)).toBe('period_too_long');
    expect(await count()).toBe(before);
    expect(codeOf(await api.call(PEOPLE.administrator, 'exportReportTables', asked))).toBe('role_required');
  });
});

describe('the access review', () => {
  const review = async (reader: TestPerson, input = {}): Promise<AccessReview> =>
    (await api.call(reader, 'accessReview', { limit: 200, ...input })).json();

  test('has the people that the reader sees, as the list is narrowed; administrators too', async () => {
    for (const reader of [PEOPLE.supervisor, PEOPLE.otherSupervisor, PEOPLE.auditor, PEOPLE.administrator]) {
      for (const narrowed of [{}, { role: 'supervisor' }, { place: '320106' }, { mark: 'questioned' }] as const) {
        const { items } = await review(reader, narrowed);
        const { lines } = await exported(reader, 'exportAccessReview', { ...narrowed, language: 'zh-CN' });
        expect(lines.map(({ 人员 }) => 人员)).toEqual(items.map(({ name }) => name));
      }
    }
  });

  test('tells roles, scope, marks, the last verdict, and of each right when it was used', async () => {
    await readyToUnlock(api, {}, PEOPLE.clerk);
    await api.database.asOwner(
      `INSERT INTO staff_uses (subject, uses) VALUES ('limin', '{"unlock": "2026-03-09T02:39:07.000Z"}')`,
    );
    const { items } = await review(PEOPLE.auditor);
    const clerk = items.find(({ subject }) => subject === 'limin');
    const said = { subject: 'limin', version: clerk?.version ?? 0, verdict: 'question', comment: FORMULA } as const;
    expect((await api.call(PEOPLE.supervisor, 'signAccess', { people: [said] })).statusCode).toBe(200);
    const { heading, lines } = await exported(PEOPLE.supervisor, 'exportAccessReview', { language: 'zh-CN' });
    expect(heading.filter((head) => head.startsWith('最近使用：'))).toHaveLength(RIGHT_NAMES.length);
    expect(lines.find(({ 人员 }) => 人员 === '李敏')).toMatchObject({
      工号: '0417',
      办公室: '南京市车管所鼓楼分所',
      办公室代码: '320106-01',
      角色: '窗口经办',
      范围: '南京市',
      标记: '上次有疑问',
      上次意见: '有疑问',
      上次疑问: SHOWN,
      上次复核人: '周建国',
      '最近使用：解锁': '2026-03-09 10:39:07',
      '最近使用：强制重置': '没有使用记录',
      '最近使用：查看台账': '查看不留记录',
      '最近使用：复核办理': '',
    });
    const english = await exported(PEOPLE.auditor, 'exportAccessReview', { role: 'auditor', language: 'en' });
    expect(english.lines).toMatchObject([
      { Person: '何佳', Roles: 'Auditor', Scope: 'the country', 'Last used: Export': expect.any(String) },
    ]);
  });
});

describe('whoever goes away before the end', () => {
  test('has no file: its second entry says that it was cancelled', async () => {
    await api.database.asOwner(
      `INSERT INTO staff (subject, name, office, roles, scope)
       SELECT 'many-' || n, repeat('王', 1000), '{"code": "440103-01", "name": "分所", "division": "440103"}', '{clerk}', '{4401}'
         FROM generate_series(1, 6000) AS n`,
    );
    await api.database.asOwner(
      `INSERT INTO report_counts (place, dimension, grain, starts, key)
       SELECT '4401', 'clerk', 'day', $1::date, repeat('k', 1000) || n FROM generate_series(1, 6000) AS n`,
      [DAY],
    );
    const inGuangzhou = { ...PEOPLE.supervisor, subject: 'there', scope: ['4401'] };
    for (const id of [
      await begin(inGuangzhou, 'exportAccessReview', { language: 'zh-CN' }),
      await begin(inGuangzhou, 'exportReportTables', { from: DAY, to: DAY, language: 'zh-CN' }),
    ]) {
      await leave(inGuangzhou, id);
      await expect.poll(() => entriesOf(id), { timeout: 30_000 }).toHaveLength(2);
      expect((await entriesOf(id))[1]).toMatchObject({ outcome: 'failed', reason: 'cancelled' });
    }
  });
});
