import { describe, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  CAUSES,
  ENTRY_ACTIONS,
  type EntryAction,
  type ExtractLine,
  type Paper,
  RESET_REASONS,
  REVEAL_REASONS,
  REVIEW_STEPS,
  SEARCHED_AS,
  UNLOCK_REASONS,
} from '../../contract/index.ts';
import { drawPaper } from '../paper/draw-paper.tsx';
import { FakeLockdesk, type FakeOptions } from '../testing/fake-lockdesk.ts';
import { openPage } from '../testing/open-page.tsx';

const NUMBER = '11010519491231002X';
const button = page.getByRole('button', { name: '出具本人记录单' });
const dialog = page.getByRole('dialog', { name: '出具本人记录单' });
const save = dialog.getByRole('button', { name: '存为 PDF' });
const press = (keys: string) => userEvent.keyboard(keys);

/** Somebody found by their document and opened. */
async function openSomebody(options: FakeOptions = {}): Promise<FakeLockdesk> {
  const fake = await openPage(options);
  // At once, and not letter by letter as a reader does.
  await page.getByRole('textbox', { name: '查找公民账号' }).fill(NUMBER);
  await press('{Enter}');
  await expect.element(page.getByRole('heading', { name: '此账号的历次办理' })).toBeVisible();
  return fake;
}

async function ask(): Promise<void> {
  (button.element() as HTMLElement).focus();
  await press('{Enter}');
  await expect.element(dialog).toBeVisible();
}

describe('a clerk makes one', () => {
  test('by keys alone, once they have seen the citizen’s document', async () => {
    const fake = await openSomebody();
    await ask();
    await expect.element(save).toHaveAttribute('aria-disabled', 'true');
    await press('{Control>}{Enter}{/Control}');
    expect(fake.exports).toEqual([]);
    await press(' {Control>}{Enter}{/Control}');
    await expect.element(dialog).not.toBeInTheDocument();
    expect(fake.exports).toMatchObject([
      {
        operation: 'exportExtract',
        input: { opening_id: expect.any(String), verification: { method: 'id_card', reading: 'typed' } },
      },
    ]);
    await expect.element(button).toHaveFocus();
    await expect.element(page.getByText('本人记录单：请选择存放位置')).toBeVisible();
  });

  test('another document is to be named, and a telephone is none', async () => {
    const fake = await openSomebody();
    await ask();
    await expect.element(dialog.getByRole('radio', { name: /回拨/ })).not.toBeInTheDocument();
    await press('{ArrowDown}');
    await expect.element(dialog.getByRole('radio', { name: /其他证件/ })).toBeChecked();
    await expect.element(save).toHaveAttribute('aria-disabled', 'true');
    await dialog.getByRole('textbox', { name: '什么证件，核对了什么' }).fill('护照，照片相符');
    await press('{Control>}{Enter}{/Control}');
    expect(fake.exports).toMatchObject([
      { input: { verification: { method: 'other_document', document_note: '护照，照片相符' } } },
    ]);
  });

  test.each([
    ['by the hotline', { settings: { channel: 'hotline' } }],
    ['without being a clerk', { staff: { roles: ['supervisor'] } }],
  ] satisfies [string, FakeOptions][])('not %s', async (_, options) => {
    await openSomebody(options);
    await expect.element(button).not.toBeInTheDocument();
  });
});

const LINE: ExtractLine = {
  place: { index: 7, leaf_hash: 'ab'.repeat(32) },
  recorded_at: '2026-11-18T02:39:07.000Z',
  action: 'open',
  outcome: 'done',
  actor_kind: 'staff',
  office: '南京市车管所鼓楼分所',
  reason: null,
  field: null,
  channel: null,
  verification: null,
  messages: [],
};

/** All that may stand in a line. */
const REASONS: Partial<Record<EntryAction, readonly string[]>> = {
  lock: CAUSES,
  expire: CAUSES,
  unlock: UNLOCK_REASONS,
  reset: RESET_REASONS,
  open: ['outside_scope'],
  search: SEARCHED_AS,
  reveal: REVEAL_REASONS,
  export: ['extract', 'cancelled', 'broken_off'],
  review: REVIEW_STEPS,
  call: ['readAccount'],
};
const LINES = ENTRY_ACTIONS.flatMap((action) =>
  (REASONS[action] ?? [null]).flatMap((reason) =>
    (['done', 'refused', 'pending', 'failed'] as const).map((outcome): ExtractLine => {
      const field = action === 'reveal' ? 'phone' : null;
      return { ...LINE, action, reason, outcome, field };
    }),
  ),
);

const paperOf = (lines: ExtractLine[], part = { number: 1, of: 1 }): Paper => ({
  content: {
    operation: 'exportExtract',
    input: { account_id: 'a', opening_id: 'o', verification: { method: 'id_card', reading: 'typed' } },
    answer: {
      export_id: '019a3e51-7c1a-7d3e-9c41-0a8f0b6f2d11',
      recorded_at: '2026-11-18T03:40:47.000Z',
      account: {
        name: '王*明',
        document: { kind: 'resident_id', masked: '3201**********0010' },
        phone: null,
        division: { code: '320106', province: '江苏省', city: '南京市', county: '鼓楼区' },
      },
      lines,
      total: (part.of - 1) * 1000 + lines.length,
      from: (part.number - 1) * 1000 + 1,
      part,
      next: null,
    },
  },
  by: { name: '李敏', staff_number: '032417', office: { code: 'x', name: '南京市车管所鼓楼分所', division: '320106' } },
  ledger: { kept: { size: 8, checkpoint: 'a ledger\n8\n', checked_at: '2026-11-18T03:40:40.000Z' }, refused: null },
});

async function draw(paper: Paper): Promise<HTMLElement> {
  const fake = new FakeLockdesk();
  Object.defineProperty(window, 'lockdesk', { value: fake.bridge, configurable: true });
  fake.paper = paper;
  const root = document.createElement('div');
  document.body.append(root);
  onTestFinished(() => {
    root.remove();
    document.documentElement.removeAttribute('style');
  });
  await drawPaper(root);
  expect(fake.drawn).toBe(1);
  return root;
}

describe('the document', () => {
  test('tells each line in both languages, in words', async () => {
    const root = await draw(paperOf(LINES));
    const rows = [...root.querySelectorAll('tbody tr')];
    expect(rows).toHaveLength(LINES.length);
    for (const row of rows) {
      const [chinese = '', english = ''] = [...row.querySelectorAll('p')].map(({ textContent }) => textContent);
      expect(chinese).toMatch(/^\p{Script=Han}/u);
      expect(english).toMatch(/^[A-Z]/);
      // A code that nobody has worded, or a mark that nothing filled.
      for (const words of [chinese, english]) expect(words).not.toMatch(/_|\{\{/);
      expect(english).not.toMatch(/\p{Script=Han}/u);
    }
  });

  test('tells how the citizen was verified and what they were told', async () => {
    const delivered = { state: 'delivered', at: '2026-11-18T02:40:00.000Z' } as const;
    const reset: ExtractLine = {
      ...LINE,
      action: 'reset',
      reason: 'phone_lost',
      channel: 'counter',
      verification: 'other_document',
      messages: [
        { kind: 'reset_notice', ...delivered },
        { kind: 'reset_code', state: 'gave_up', at: null },
      ],
    };
    const root = await draw(paperOf([reset]));
    const told = root.querySelector('tbody tr')?.textContent ?? '';
    expect(told).toMatch(
      /强制重置密码 手机丢失或被盗，已补卡，核验：其他证件，窗口办理，通知短信 11-18 \d\d:40 送出，重置码短信没有送出/,
    );
    expect(told).toMatch(/verified by: Other document, at a counter, text message sent 11-18 \d\d:40/);
    expect(told).toContain(`#7 ${'ab'.repeat(32)}`);
  });

  test('names the office and nobody of it, also at the top of its pages', async () => {
    const root = await draw(paperOf([LINE]));
    const margins = document.documentElement.getAttribute('style') ?? '';
    expect(`${root.textContent} ${margins}`).not.toMatch(/李敏|032417/);
    expect(margins).toContain('南京市车管所鼓楼分所');
    expect(document.title).toBe('账号查看与办理记录 Who looked at the account, and what was done');
    expect(root.textContent).toContain('a ledger\n8');
  });

  test('says that there is nothing, and which part of how many it is', async () => {
    expect((await draw(paperOf([]))).textContent).toContain('台账里没有与此账号有关的记录。');
    const third = await draw(paperOf([LINE], { number: 3, of: 3 }));
    expect(third.textContent).toContain('共 2001 条，分 3 份制作。本件是第 3 份，列出第 2001 条至第 2001 条');
    expect(third.querySelector('h1')?.textContent).toBe(
      '账号查看与办理记录（第 3 份，共 3 份） Who looked at the account, and what was done (part 3 of 3)',
    );
    expect(document.documentElement.getAttribute('style')).toContain('账号查看与办理记录（第 3 份，共 3 份）');
  });
});
