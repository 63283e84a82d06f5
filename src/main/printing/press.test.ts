import { expect, test, vi } from 'vitest';
import type { Paper } from '../../contract/paper.ts';
import { NotPrinted, Press, pagesOf } from './press.ts';

const PAPER = { by: { name: '周建国', staff_number: null, office: null } } as Paper;
const PDF = new TextEncoder().encode('%PDF-1.4');

/** A window that a page draws in, and what becomes of it. */
function sheet() {
  const gone = Promise.withResolvers<void>();
  let closed = false;
  const window = {
    gone: gone.promise,
    pdf: async () => PDF,
    close: () => {
      closed = true;
    },
  };
  return { press: new Press(() => window), crash: () => gone.resolve(), closed: () => closed };
}

const { signal } = new AbortController();

test('waits until the page has drawn what it was handed, and closes its window', async () => {
  const { press, closed } = sheet();
  expect(press.take()).toBeNull();
  const printed = press.print(PAPER, signal);
  expect(press.take()).toBe(PAPER);
  expect(closed()).toBe(false);
  press.drawn();
  expect(await printed).toBe(PDF);
  expect(press.take()).toBeNull();
  expect(closed()).toBe(true);
});

test('a page that stops prints nothing', async () => {
  const { press, crash, closed } = sheet();
  const printed = press.print(PAPER, signal);
  crash();
  await expect(printed).rejects.toThrow(NotPrinted);
  expect(closed()).toBe(true);
});

test('a page that never comes to an end is not waited for for ever', async () => {
  vi.useFakeTimers();
  const { press, closed } = sheet();
  const printed = expect(press.print(PAPER, signal)).rejects.toThrow(NotPrinted);
  await vi.advanceTimersByTimeAsync(60_000);
  await printed;
  expect(closed()).toBe(true);
  vi.useRealTimers();
});

test('one that is cancelled leaves nothing to be drawn', async () => {
  const { press, closed } = sheet();
  const cancelling = new AbortController();
  const printed = press.print(PAPER, cancelling.signal);
  cancelling.abort();
  await expect(printed).rejects.toThrow('aborted');
  expect(press.take()).toBeNull();
  expect(closed()).toBe(true);
  await expect(press.print(PAPER, cancelling.signal)).rejects.toThrow('aborted');
});

test('pages are those of the page tree’s root', () => {
  const tree =
    '<</Type /Pages\n/Count 8\n/Kids [1 0 R]>> <</Type /Pages /Parent 9 0 R /Count 9>> <</Type /Page /Count 99>>';
  expect(pagesOf(new TextEncoder().encode(tree))).toBe(9);
});
