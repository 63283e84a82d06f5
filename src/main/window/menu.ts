import type { MenuItemConstructorOptions } from 'electron';
import type { Language } from '../../contract/common.ts';
import type { PageCommand } from '../../contract/console.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../words/languages.ts';
import type { MainWords } from '../words.ts';

export interface MenuActions {
  handOver: () => void;
  command: (command: PageCommand) => void;
  setLanguage: (language: Language) => void;
}

/** The application's menu in one language. */
export function menuTemplate(
  { menu }: MainWords,
  language: Language,
  { handOver, command, setLanguage }: MenuActions,
): MenuItemConstructorOptions[] {
  return [
    {
      label: menu.file,
      submenu: [
        { label: menu.hand_over, accelerator: 'CmdOrCtrl+Shift+L', click: handOver },
        { label: menu.settings, accelerator: 'CmdOrCtrl+,', click: () => command('settings') },
        { type: 'separator' },
        { label: menu.quit, role: 'quit' },
      ],
    },
    {
      label: menu.edit,
      submenu: [
        { label: menu.undo, role: 'undo' },
        { label: menu.redo, role: 'redo' },
        { type: 'separator' },
        { label: menu.cut, role: 'cut' },
        { label: menu.copy, role: 'copy' },
        { label: menu.paste, role: 'paste' },
        { label: menu.select_all, role: 'selectAll' },
      ],
    },
    {
      label: menu.view,
      submenu: [
        { label: menu.find, accelerator: 'CmdOrCtrl+K', click: () => command('find') },
        { type: 'separator' },
        { label: menu.zoom_in, role: 'zoomIn' },
        { label: menu.zoom_out, role: 'zoomOut' },
        { label: menu.zoom_reset, role: 'resetZoom' },
        { label: menu.full_screen, role: 'togglefullscreen' },
        { type: 'separator' },
        {
          label: menu.language,
          submenu: LANGUAGES.map((code) => ({
            label: LANGUAGE_NAMES[code],
            type: 'radio',
            checked: code === language,
            click: () => setLanguage(code),
          })),
        },
      ],
    },
    { label: menu.help, submenu: [{ label: menu.keys, click: () => command('keys') }] },
  ];
}
