import { onTestFinished } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { App } from '../app/app.tsx';
import { startLiveFacts } from '../lib/live.tsx';
import '../styles/index.css';
import { FakeLockdesk, type FakeOptions } from './fake-lockdesk.ts';

/** Opens the whole page on a fake bridge, as at the start of a day. `path` is a place of the console, such as `/ledger`. */
export async function openPage({
  path = '/',
  ...options
}: FakeOptions & { path?: string } = {}): Promise<FakeLockdesk> {
  const fake = new FakeLockdesk(options);
  Object.defineProperty(window, 'lockdesk', { value: fake.bridge, configurable: true });
  await page.viewport(1366, 768);
  location.hash = path;
  const { unmount } = await render(<App facts={await startLiveFacts()} />);
  onTestFinished(unmount);
  return fake;
}
