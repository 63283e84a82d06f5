/**
 * The page on the fake, for looking at it without main and API: `vite src/renderer`, then `/testing/`. What is shown is
 * chosen by the address, for example `?locked=0&language=en&theme=dark`.
 */
import type { Me } from '../../contract/index.ts';
import { FakeLockdesk } from './fake-lockdesk.ts';
import { signedOut, signingIn } from './sessions.ts';

declare global {
  interface Window {
    fake: FakeLockdesk;
  }
}

const STAFF_OF: Record<string, Partial<Me>> = {
  supervisor: { subject: 'zhoujianguo', name: '周建国', roles: ['supervisor'] },
  auditor: { subject: 'hejia', name: '何佳', roles: ['auditor'], scope: [{ prefix: '', name: '全国' }] },
  administrator: { subject: 'maxiaoyan', name: '马晓燕', roles: ['administrator'] },
};

const asked = new URLSearchParams(location.search);
const session = asked.get('session');
const fake = new FakeLockdesk({
  locked: Number(asked.get('locked') ?? 312),
  settings: {
    language: asked.get('language') === 'en' ? 'en' : 'zh-CN',
    theme: asked.get('theme') === 'dark' ? 'dark' : 'light',
    density: asked.get('density') === 'roomy' ? 'roomy' : 'normal',
    channel: asked.get('channel') === 'hotline' ? 'hotline' : 'counter',
    letter_keys: asked.get('letters') !== 'off',
  },
  entries: Number(asked.get('entries') ?? 2000),
  staff: STAFF_OF[asked.get('role') ?? 'clerk'] ?? {},
  ...(session === 'out' && { session: signedOut('started') }),
  ...(session === 'handed' && { session: signedOut('hand_over') }),
  ...(session === 'in' && {
    session: signingIn({
      subject: 'limin',
      name: '李敏',
      staff_number: '032417',
      roles: ['clerk'],
      last_seen_at: '2026-11-16T09:31:00.000Z',
    }),
  }),
});
window.fake = fake;
Object.defineProperty(window, 'lockdesk', { value: fake.bridge });
if (asked.has('shell')) Object.defineProperty(window, 'lockdeskChromiumShell', { value: { product: 'Edge 143' } });
await import('../main.tsx');
