import { beforeEach, describe, expect, test } from 'vitest';
import type { AccountDetail, OperationInput, OperationOutput } from '../../contract/index.ts';
import { OperationFailed } from '../lib/operations.ts';
import { accountDetail, idOf, lockedAccount, searchHits } from '../testing/people.ts';
import { Desk, type Target } from './desk.ts';

const NOW = Date.now();
const rowTarget = (n: number): Target => ({ preview: { from: 'list', row: lockedAccount(n, NOW) }, scanned: false });
const PEOPLE = searchHits(NOW);
const NUMBER = '11010519491231002X';

interface Asked<I, O> {
  input: I;
  answer: (value: O) => void;
  fail: (error: Error) => void;
}

let searches: Asked<OperationInput<'searchAccounts'>, OperationOutput<'searchAccounts'>>[];
let openings: Asked<OperationInput<'openAccount'>, OperationOutput<'openAccount'>>[];
let kept: AccountDetail[];
let desk: Desk;

function asking<I, O>(asked: Asked<I, O>[]) {
  return (input: I) => {
    const { promise, resolve, reject } = Promise.withResolvers<O>();
    asked.push({ input, answer: resolve, fail: reject });
    return promise;
  };
}

beforeEach(() => {
  searches = [];
  openings = [];
  kept = [];
  desk = new Desk({ search: asking(searches), open: asking(openings) }, (detail) => kept.push(detail));
});

const settled = () => new Promise((resolve) => setTimeout(resolve));
const detailOf = (n: number) => accountDetail(lockedAccount(n, NOW), n, NOW);

async function opened(n: number): Promise<void> {
  openings.shift()?.answer(detailOf(n));
  await settled();
}

async function found(change: Partial<OperationOutput<'searchAccounts'>>): Promise<void> {
  searches.shift()?.answer({
    search_id: idOf(5, 1),
    searched_as: 'resident_id',
    shown_as: '1101**********002X',
    check_digit: 'right',
    everywhere: true,
    hits: [],
    more: false,
    verdict: null,
    ...change,
  });
  await settled();
}

describe('looking and opening', () => {
  test('a row shows what it holds and asks nothing', () => {
    desk.show(rowTarget(1));
    expect(desk.state().shown).toMatchObject({ is: 'preview' });
    expect(openings).toHaveLength(0);
  });

  test('an account that opens while the next number is being typed leaves the focus where it is', async () => {
    void desk.open(rowTarget(1));
    desk.typed();
    await opened(1);
    expect(desk.state().shown).toMatchObject({ is: 'open', takesFocus: false });
    void desk.open(rowTarget(2));
    await opened(2);
    expect(desk.state().shown).toMatchObject({ is: 'open', takesFocus: true });
  });

  test('opening asks once; coming back to it asks no more', async () => {
    void desk.open(rowTarget(1));
    expect(desk.state().shown.is).toBe('opening');
    await opened(1);
    expect(desk.state().shown).toMatchObject({ is: 'open', takesFocus: true });
    expect(kept).toHaveLength(1);
    desk.show(rowTarget(2));
    desk.show(rowTarget(1));
    expect(desk.state().shown).toMatchObject({ is: 'open', takesFocus: false });
    void desk.open(rowTarget(1));
    expect(openings).toHaveLength(0);
  });

  test('for the next citizen everything is opened anew', async () => {
    void desk.open(rowTarget(1));
    await opened(1);
    desk.next();
    expect(desk.state().shown.is).toBe('nothing');
    void desk.open(rowTarget(1));
    expect(openings).toHaveLength(1);
  });

  test('a failure says so and can be tried again', async () => {
    void desk.open(rowTarget(1));
    const failure = { code: 'ledger_unavailable', status: 503, request_id: null, details: {}, title: '' } as const;
    openings.shift()?.fail(new OperationFailed(failure));
    await settled();
    expect(desk.state().shown).toMatchObject({ is: 'open_failed', failure: { code: 'ledger_unavailable' } });
  });
});

describe('never the wrong citizen (promise 27)', () => {
  test.each([
    ['another account is opened', () => void desk.open(rowTarget(2)), { is: 'opening' }],
    ['another row is shown', () => desk.show(rowTarget(2)), { is: 'preview' }],
    ['the next citizen comes', () => desk.next(), { is: 'nothing' }],
    ['a search begins', () => void desk.search(NUMBER, 'typed'), { is: 'preview' }],
  ])('an opening whose answer comes after %s is dropped', async (_what, meanwhile, then) => {
    void desk.open(rowTarget(1));
    meanwhile();
    await opened(1);
    expect(desk.state().shown).toMatchObject(then);
    expect(kept).toHaveLength(0);
  });

  test('a search whose answer comes after something else was typed is dropped', async () => {
    void desk.search(NUMBER, 'typed');
    desk.typed();
    await found({ hits: PEOPLE.slice(0, 1).map(({ hit }) => hit) });
    expect(desk.state()).toMatchObject({ shown: { is: 'nothing' }, searched: null, searching: false });
    expect(openings).toHaveLength(0);
  });

  test('of two searches the later one counts, whichever answers first', async () => {
    void desk.search('wang', 'typed');
    void desk.search(NUMBER, 'typed');
    const [first, second] = searches;
    searches = second ? [second] : [];
    await found({ hits: PEOPLE.slice(0, 1).map(({ hit }) => hit) });
    searches = first ? [first] : [];
    await found({ hits: PEOPLE.map(({ hit }) => hit) });
    expect(desk.state()).toMatchObject({ hits: null, shown: { is: 'opening' } });
  });
});

describe('searching', () => {
  test('a sole hit opens itself, by the search that found it, and remembers the reader', async () => {
    void desk.search(NUMBER, 'scanned');
    await found({ hits: PEOPLE.slice(0, 1).map(({ hit }) => hit) });
    expect(openings[0]?.input).toEqual({ account_id: PEOPLE[0]?.hit.account.id, search_id: idOf(5, 1) });
    expect(desk.state().shown).toMatchObject({ is: 'opening', target: { scanned: true } });
    expect(desk.state().searched).toEqual({ shownAs: '1101**********002X', as: 'resident_id', checkDigit: 'right' });
  });

  test('within the scope the search is not named', async () => {
    void desk.search('wang xiaoming', 'typed');
    await found({ everywhere: false, hits: PEOPLE.slice(0, 1).map(({ hit }) => hit) });
    expect(openings[0]?.input).toEqual({ account_id: PEOPLE[0]?.hit.account.id });
  });

  test('several take the list’s place until the clerk leaves them', async () => {
    void desk.search('wang', 'typed');
    await found({ hits: PEOPLE.map(({ hit }) => hit) });
    expect(desk.state().hits?.result.hits).toHaveLength(PEOPLE.length);
    desk.leaveHits();
    expect(desk.state()).toMatchObject({ hits: null, searched: null, shown: { is: 'nothing' } });
  });

  test('a sole hit of more is not opened by itself', async () => {
    void desk.search('wang', 'typed');
    await found({ hits: PEOPLE.slice(0, 1).map(({ hit }) => hit), more: true });
    expect(openings).toHaveLength(0);
  });

  test('nobody: the verdict, and the search field again', async () => {
    const before = desk.state().asksForSearch;
    void desk.search(NUMBER, 'typed');
    await found({ verdict: 'no_account_for_document' });
    expect(desk.state()).toMatchObject({ shown: { is: 'nobody', reading: 'typed' }, asksForSearch: before + 1 });
  });

  test('a search after one by document names it, until the next citizen', async () => {
    void desk.search(NUMBER, 'typed');
    await found({ verdict: 'no_account_for_document' });
    void desk.search('13812345678', 'typed');
    expect(searches[0]?.input.follows).toBe(idOf(5, 1));
    await found({ everywhere: false, verdict: 'phone_belongs_to_another' });
    desk.next();
    void desk.search('13812345678', 'typed');
    expect(searches[0]?.input.follows).toBeUndefined();
  });
});
