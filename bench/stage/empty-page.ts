import { chromium, type Page } from 'playwright';
import { startChild } from '../harness/child.ts';
import type { EmptyPageSaid } from '../sides/empty-page.ts';

export interface EmptyPage extends AsyncDisposable {
  page: Page;
  paintedAt: number;
}

/** The console's Chromium with nothing in it. */
export async function openEmptyPage(): Promise<EmptyPage> {
  const child = await startChild(new URL('../sides/empty-page.ts', import.meta.url), {});
  const { devtools, paintedAt } = child.said as EmptyPageSaid;
  const browser = await chromium.connectOverCDP(devtools);
  const page = browser.contexts()[0]?.pages()[0];
  if (!page) throw new Error('the empty page is gone');
  return {
    page,
    paintedAt,
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await child[Symbol.asyncDispose]();
    },
  };
}
