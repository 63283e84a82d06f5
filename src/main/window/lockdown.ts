import type { App, Session } from 'electron';
import { warn } from '../log.ts';

/** Copying a request id or an address; nothing else that a page can ask for is needed at a counter. */
const ALLOWED = 'clipboard-sanitized-write';

/**
 * Electron's security checklist, items 4, 5, 12, 13 and 14: the window shows the console's own page and nothing else, in
 * every web contents that there ever is.
 */
export function lockDown(app: App, session: Session, origin: string): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === ALLOWED));
  session.setPermissionCheckHandler((_contents, permission) => permission === ALLOWED);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
    warn('download_refused');
  });

  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => {
      warn('window_refused');
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event) => {
      if (event.url.startsWith(`${origin}/`)) return;
      event.preventDefault();
      warn('navigation_refused');
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      warn('webview_refused');
    });
  });
}
