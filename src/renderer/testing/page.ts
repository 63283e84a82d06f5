/**
 * The page on the fake, for looking at it without main and API: `vite src/renderer`, then `/testing/`. What is shown is
 * chosen by the address, for example `?locked=0&language=en&theme=dark`.
 */
import { FakeLockdesk, signedOut, signingIn } from './fake-lockdesk.ts';

declare global {
  interface Window {
    fake: FakeLockdesk;
  }
}

const asked = new URLSearchParams(location.search);
const session = asked.get('session');
const fake = new FakeLockdesk({
  locked: Number(asked.get('locked') ?? 312),
  settings: {
    language: asked.get('language') === 'en' ? 'en' : 'zh-CN',
    theme: asked.get('theme') === 'dark' ? 'dark' : 'light',
    density: asked.get('density') === 'roomy' ? 'roomy' : 'normal',
  },
  staff: asked.get('role') === 'supervisor' ? { name: '周建国', roles: ['supervisor'] } : {},
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
