import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { page } from 'vitest/browser';
import type { AccountFileDocument, FiledEntry, Language, Paper } from '../../contract/index.ts';
import '../styles/index.css';
import { inventedReport } from '../reports/testing/report.ts';
import { FakeLockdesk } from '../testing/fake-lockdesk.ts';
import { accountDetail, attemptsOf, idOf, lockedAccount, lockOf } from '../testing/people.ts';
import { drawPaper } from './draw-paper.tsx';

const AT = '2026-11-18T02:39:07.000Z';
const BY = {
  name: '周建国',
  staff_number: '030011',
  office: { code: '3201', name: '南京市车管所', division: '320100' },
};
const CHECKPOINT = 'lockdesk.example/ledger\n5\nq0==\n\n— lockdesk.example/ledger sig==\n';
const KEPT = { size: 5, checkpoint: CHECKPOINT, checked_at: AT };
const EXPORT = { export_id: idOf(6, 1), recorded_at: AT };

let root: HTMLElement;
beforeEach(() => {
  root = document.createElement('div');
  document.body.append(root);
});

/** Draws it as main would have it drawn, and waits until it is said to be. */
async function draw(content: Paper['content'], ledger: Paper['ledger'] = { kept: KEPT, refused: null }) {
  const fake = new FakeLockdesk();
  fake.paper = { content, by: BY, ledger };
  Object.defineProperty(window, 'lockdesk', { value: fake.bridge, configurable: true });
  onTestFinished(() => root.remove());
  await drawPaper(root);
  expect(fake.drawn).toBe(1);
}

const report = (language: Language): Paper['content'] => ({
  operation: 'exportReport',
  input: { from: '2026-11-01', to: '2026-11-18', language },
  answer: { ...EXPORT, places: ['南京市', '苏州市'], report: inventedReport('2026-11-01', '2026-11-18', '3201') },
});

const entry = (n: number, change: Partial<FiledEntry>): FiledEntry => ({
  id: idOf(7, n),
  index: 100 + n,
  recorded_at: AT,
  action: 'unlock',
  outcome: 'done',
  actor: {
    kind: 'staff',
    subject: 'limin',
    name: '李敏',
    staff_number: '032417',
    office: { code: '320106-01', name: '鼓楼分所' },
    workstation: null,
  },
  account: null,
  reason: null,
  verification: null,
  channel: null,
  field: null,
  refused_with: null,
  note: null,
  document_note: null,
  ticket: null,
  ...change,
});

function accountFile(language: Language, change: Partial<AccountFileDocument> = {}): Paper['content'] {
  const now = Date.parse(AT);
  const detail = accountDetail(lockedAccount(0, now), 0, now);
  return {
    operation: 'exportAccountFile',
    input: { account_id: detail.account.id, opening_id: detail.opening_id, language },
    answer: {
      ...EXPORT,
      detail,
      attempts: attemptsOf(detail),
      more_attempts: false,
      locks: [{ ...lockOf(0, now), ended: { at: AT, by: 'unlocked' } }],
      more_locks: false,
      entries: [
        entry(1, { reason: 'other', note: '本人到窗口，人证一致', ticket: 'A037' }),
        entry(2, { outcome: 'refused', refused_with: 'stale_version' }),
        entry(3, { action: 'open', reason: 'outside_scope' }),
        entry(4, { action: 'reveal', field: 'phone', reason: 'call_back', index: null }),
      ],
      more_entries: false,
      entries_from: '2025-11-18T02:39:07.000Z',
      ...change,
    },
  };
}

const rowsOf = (name: string) => page.getByRole('table', { name }).getByRole('row').elements();

describe('a period’s report', () => {
  test('has every table that has figures, with its head, and says so in the language that it was asked for', async () => {
    await draw(report('zh-CN'));
    expect(document.title).toBe('时段报表');
    expect(document.documentElement.lang).toBe('zh-CN');
    await expect.element(page.getByRole('heading', { level: 1 })).toMatchTextContent('时段报表');
    await expect.element(page.getByText('南京市，苏州市')).toBeInTheDocument();
    await expect.element(page.getByText('南京市车管所，周建国（030011）')).toBeInTheDocument();
    for (const name of ['按地区', '按办公室', '按办理原因', '按锁定原因', '按经办']) {
      expect(rowsOf(name).length).toBeGreaterThan(1);
    }
    expect(rowsOf('逐期数字')).toHaveLength(19);
    for (const table of document.querySelectorAll('table')) {
      expect(table.querySelectorAll('thead th[scope=col]').length).toBe(11);
    }
  });

  test('in English; what stands in the margins holds nothing that could end it', async () => {
    const office = { ...BY.office, name: '"; } @page { size: 1mm } \\' };
    const fake = new FakeLockdesk();
    fake.paper = { content: report('en'), by: { ...BY, office }, ledger: { kept: null, refused: null } };
    Object.defineProperty(window, 'lockdesk', { value: fake.bridge, configurable: true });
    onTestFinished(() => root.remove());
    await drawPaper(root);
    expect(document.title).toBe('Report');
    const { style } = document.documentElement;
    expect(style.getPropertyValue('--paper-by')).toMatch(/^"\\22 ; } @page \{ size: 1mm } \\5c , 周建国 · [\d :-]+"$/);
    expect([0, 1, 2].map((at) => style.getPropertyValue(`--paper-page-${at}`))).toEqual(['"Page "', '" of "', '""']);
  });
});

describe('an account’s file', () => {
  test('tells acts from looks, with what staff wrote and who they were', async () => {
    await draw(accountFile('zh-CN'));
    const [, act, refused] = rowsOf('办理与变更');
    expect(act?.textContent).toMatch(/解锁.*其他.*本人到窗口，人证一致.*排队号 A037.*李敏（032417）鼓楼分所.*#101/);
    expect(refused?.textContent).toMatch(/解锁，已拒绝/);
    const [, opened, revealed, ...more] = rowsOf('谁看过此账号');
    expect(opened?.textContent).toMatch(/打开账号.*凭完整证件号.*李敏/);
    expect(revealed?.textContent).toMatch(/手机号.*编号中/);
    expect(more).toEqual([]);
    expect(rowsOf('历次锁定')[1]?.textContent).toMatch(/解锁，\d{4}-/);
    expect(rowsOf('登录记录').length).toBeGreaterThan(2);
  });

  test('says what it leaves out, and where there is nothing', async () => {
    await draw(accountFile('en', { entries: [], locks: [], more_attempts: true }));
    await expect.element(page.getByText(/Older ones are left out: 500 are listed at most/)).toBeInTheDocument();
    expect(page.getByText('None.').elements()).toHaveLength(3);
    await expect.element(page.getByText(/Acts and looks since 2025-11-18/)).toBeInTheDocument();
  });
});

describe('how a reader checks it', () => {
  test('by the checkpoint that this console has checked, as it was signed', async () => {
    await draw(report('zh-CN'));
    expect(document.querySelector('pre')?.textContent).toBe(CHECKPOINT.trimEnd());
    await expect.element(page.getByText(/已核对台账的前 5 条记录/)).toBeInTheDocument();
  });

  test('where there is none, that there is none', async () => {
    await draw(report('zh-CN'), { kept: null, refused: null });
    await expect.element(page.getByText(/还没有核对过台账/)).toBeInTheDocument();
  });

  test('where the ledger is refused, that it is', async () => {
    await draw(report('zh-CN'), { kept: KEPT, refused: { why: 'forked', checkpoint: 'x', size: 4, at: AT } });
    await expect.element(page.getByText(/这台电脑不承认台账/)).toBeInTheDocument();
  });
});

test('where nothing is to be drawn, nothing is', async () => {
  const fake = new FakeLockdesk();
  Object.defineProperty(window, 'lockdesk', { value: fake.bridge, configurable: true });
  await drawPaper(root);
  expect(fake.drawn).toBe(0);
  expect(root.childElementCount).toBe(0);
});
