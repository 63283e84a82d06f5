import type { PressedKey } from './page/channel.ts';

type Template = Electron.MenuItemConstructorOptions;

/** A browser's window shows no menu of ours; its accelerators work all the same. */
class ShellMenu {
  readonly items: Template[];

  constructor(items: Template[]) {
    this.items = items;
  }
}

let applicationMenu: ShellMenu | null = null;

export const Menu = {
  buildFromTemplate: (template: Template[]): ShellMenu => new ShellMenu(template),
  setApplicationMenu: (menu: ShellMenu | null): void => {
    applicationMenu = menu;
  },
};

/** Does what the menu has for these keys, if anything. */
export function press(pressed: PressedKey): void {
  const items = applicationMenu?.items.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : [])) ?? [];
  const click = items.find(({ accelerator }) => accelerator && isAccelerator(accelerator, pressed))?.click;
  // Main's items take no argument; Electron would hand in the item, the window and the event.
  (click as (() => void) | undefined)?.();
}

function isAccelerator(accelerator: string, { key, ctrlKey, shiftKey, altKey, metaKey }: PressedKey): boolean {
  const parts = accelerator.split('+');
  const wanted = (name: string) => parts.includes(name);
  const command = wanted('CmdOrCtrl');
  const mac = process.platform === 'darwin';
  return (
    key.toLowerCase() === parts.at(-1)?.toLowerCase() &&
    shiftKey === wanted('Shift') &&
    altKey === wanted('Alt') &&
    ctrlKey === (command && !mac) &&
    metaKey === (command && mac)
  );
}
