import { app } from 'electron';

/** Electron's security checklist, items 2, 3, 4, 6 and 11: the same for every window there is. */
export const pagePreferences = (preload: string) => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  devTools: !app.isPackaged,
});
