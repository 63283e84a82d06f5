import { describe, expect, test } from 'vitest';
import type { LockedAccount, OperationInput, OperationOutput } from '../../../contract/index.ts';
import { OperationFailed } from '../../lib/operations.ts';
import { lockedAccount } from '../../testing/people.ts';
import { LockedList, type Question } from './locked-list.ts';

type Page = OperationOutput<'listLockedAccounts'>;
const NOW = Date.parse('2026-11-18T02:30:00.000Z');
const row = (n: number): LockedAccount => lockedAccount(n, NOW);
const ids = (rows: readonly LockedAccount[]) => rows.map(({ lock }) => lock.id);
const ended = (one: LockedAccount): LockedAccount => ({
  ...one,
  lock: { ...one.lock, ended: { at: '2026-11-18T02:31:00.000Z', by: 'unlocked' } },
});
const locked = (index: number, one: LockedAccount) => ({ event: 'locked', data: { index, row: one } }) as const;
const lockEnded = (index: number, one: LockedAccount) =>
  ({ event: 'lock_ended', data: { index, row: ended(one), entry_id: one.lock.id } }) as const;

/** A list whose pages a test hands out one by one. */
function listOf() {
  const asked: { input: OperationInput<'listLockedAccounts'>; answer: (page: Page | Error) => void }[] = [];
  const list = new LockedList((input) => {
    const { promise, resolve, reject } = Promise.withResolvers<Page>();
    asked.push({ input, answer: (page) => (page instanceof Error ? reject(page) : resolve(page)) });
    return promise;
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return {
    list,
    asked,
    async answer(page: Partial<Page> | Error) {
      const next = asked.shift();
      if (!next) throw new Error('nothing was asked');
      next.answer(page instanceof Error ? page : { items: [], before: null, after: null, index: 100, ...page });
      await settled();
      return next.input;
    },
  };
}

async function shown(rows: LockedAccount[], question: Question = {}, page: Partial<Page> = {}) {
  const one = listOf();
  one.list.ask(question);
  await one.answer({ items: rows, ...page });
  return one;
}

const failure = new OperationFailed({ code: 'network', status: null, request_id: null, details: {}, title: '' });

describe('rows never jump', () => {
  test('a new lock waits behind the pill', async () => {
    const { list } = await shown([row(1), row(2)]);
    list.hear([locked(100, row(0))]);
    expect(ids(list.state().rows)).toEqual(ids([row(1), row(2)]));
    expect(ids(list.state().waiting)).toEqual(ids([row(0)]));
  });

  test('of more than anybody counts the newest wait, and the pill says only that there are more', async () => {
    const { list } = await shown([row(0)]);
    list.hear(Array.from({ length: 501 }, (_, n) => locked(100 + n, row(1 + n))));
    expect(list.state().waiting).toHaveLength(500);
    expect(list.state().waiting[0]).toEqual(row(501));
    expect(list.state().behind).toBe(true);
  });

  test('an empty list takes it in at once', async () => {
    const { list } = await shown([]);
    list.hear([locked(100, row(0))]);
    expect(ids(list.state().rows)).toEqual(ids([row(0)]));
    expect(list.state().waiting).toEqual([]);
  });

  test('an ended one stays where it is, with its result', async () => {
    const { list } = await shown([row(1), row(2), row(3)]);
    list.hear([lockEnded(100, row(2))]);
    expect(ids(list.state().rows)).toEqual(ids([row(1), row(2), row(3)]));
    expect(list.state().rows[1]?.lock.ended?.by).toBe('unlocked');
  });

  test('one that ends while it waits is never counted', async () => {
    const { list } = await shown([row(1)]);
    list.hear([locked(100, row(0)), lockEnded(101, row(0))]);
    expect(list.state().waiting).toEqual([]);
  });

  test('taking in reads anew: the new ones stand, the ended ones are gone', async () => {
    const { list, answer } = await shown([row(1), row(2)]);
    list.hear([locked(100, row(0)), lockEnded(101, row(2))]);
    list.takeIn();
    expect(ids(list.state().rows)).toEqual(ids([row(1), row(2)]));
    await answer({ items: [row(0), row(1)], index: 102 });
    expect(ids(list.state().rows)).toEqual(ids([row(0), row(1)]));
    expect(list.state().waiting).toEqual([]);
  });
});

describe('pages and the stream, in whatever order they come', () => {
  test('what fell after the page was read waits; what the page has seen does not', async () => {
    const { list, answer } = listOf();
    list.ask({});
    list.hear([locked(99, row(1)), locked(100, row(0))]);
    await answer({ items: [row(1), row(2)], index: 100 });
    expect(ids(list.state().rows)).toEqual(ids([row(1), row(2)]));
    expect(ids(list.state().waiting)).toEqual(ids([row(0)]));
  });

  test('what ended after the page was read comes ended', async () => {
    const { list, answer } = listOf();
    list.ask({});
    list.hear([lockEnded(100, row(2))]);
    await answer({ items: [row(1), row(2)], index: 100 });
    expect(list.state().rows.map(({ lock }) => lock.ended !== null)).toEqual([false, true]);
  });

  test('the same event twice counts once', async () => {
    const { list } = await shown([row(1)]);
    list.hear([locked(100, row(0)), locked(100, row(0))]);
    expect(list.state().waiting).toHaveLength(1);
  });

  test('a page of an older question is dropped', async () => {
    const { list, asked, answer } = listOf();
    list.ask({});
    list.ask({ causes: ['spread_sources'] });
    await answer({ items: [row(1)] });
    expect(list.state().status).toBe('loading');
    expect(asked[0]?.input.causes).toEqual(['spread_sources']);
    await answer({ items: [row(3)] });
    expect(ids(list.state().rows)).toEqual(ids([row(3)]));
  });

  test('only what was asked for waits', async () => {
    const { list } = await shown([row(3)], { causes: ['spread_sources'], places: ['320106'] });
    const elsewhere = { ...row(8), division: { ...row(8).division, code: '320500' } };
    const here = { ...row(13), division: { ...row(13).division, code: '320106' } };
    list.hear([locked(100, row(0)), locked(101, elsewhere), locked(102, here)]);
    expect(ids(list.state().waiting)).toEqual(ids([here]));
  });

  test('where the stream left out too much, the list says that it has changed', async () => {
    const { list, answer } = await shown([row(1), row(2)]);
    list.hear([{ event: 'reset', data: { index: 5000 } }]);
    await answer({ items: [row(0), row(2)], index: 5000 });
    expect(ids(list.state().rows)).toEqual(ids([row(1), row(2)]));
    expect(ids(list.state().waiting)).toEqual(ids([row(0)]));
  });
});

describe('both ways', () => {
  test('further rows follow, each once', async () => {
    const { list, answer } = await shown([row(1), row(2)], {}, { after: 'a' });
    void list.more('after');
    expect(await answer({ items: [row(2), row(3)], after: null })).toMatchObject({ after: 'a' });
    expect(ids(list.state().rows)).toEqual(ids([row(1), row(2), row(3)]));
    expect(list.state().after).toBeNull();
  });

  test('End reads the last page by itself, and from there backwards', async () => {
    const { list, answer } = await shown([row(1)], {}, { after: 'a' });
    list.goTo('end');
    expect(await answer({ items: [row(8), row(9)], before: 'b' })).toMatchObject({ from_end: true });
    expect(list.state()).toMatchObject({ renewed: { at: 'end' }, after: null, before: 'b' });
    void list.more('before');
    await answer({ items: [row(6), row(7)], before: 'c' });
    expect(ids(list.state().rows)).toEqual(ids([row(6), row(7), row(8), row(9)]));
  });

  test('asks for one page at a time', async () => {
    const { list, asked } = await shown([row(1)], {}, { after: 'a' });
    void list.more('after');
    void list.more('after');
    expect(asked).toHaveLength(1);
  });
});

describe('failures', () => {
  test('the first page: nothing to show but why', async () => {
    const { list, answer } = listOf();
    list.ask({});
    await answer(failure);
    expect(list.state()).toMatchObject({ status: 'failed', failure: { code: 'network' } });
  });

  test('taking in: the rows stay, and may be taken in again', async () => {
    const { list, answer } = await shown([row(1)]);
    list.hear([locked(100, row(0))]);
    list.takeIn();
    await answer(failure);
    expect(list.state()).toMatchObject({ status: 'ready', behind: true, reading: null });
    expect(ids(list.state().rows)).toEqual(ids([row(1)]));
    expect(list.state().waiting).toHaveLength(1);
  });
});
