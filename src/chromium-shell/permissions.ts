import { EventEmitter } from 'node:events';
import type { CDPSession } from 'playwright';
import type { Session } from './api.ts';

/** What a page may ask for, in Electron's words and in the browser's. */
const PERMISSIONS: readonly [string, string][] = [
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['display-capture', 'display-capture'],
  ['geolocation', 'geolocation'],
  ['idle-detection', 'idle-detection'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['notifications', 'notifications'],
  ['storage-access', 'storage-access'],
  ['window-management', 'window-management'],
];

type Check = (contents: null, permission: string) => boolean;

class ShellSession extends EventEmitter implements Session {
  #check: Check = () => true;

  /** Electron asks at the time; a browser is told beforehand, by the same answers of the check handler. */
  setPermissionCheckHandler(check: Check): void {
    this.#check = check;
  }

  setPermissionRequestHandler(): void {}

  /** Devices are chosen by a person in a dialog of the browser's own; a page of ours asks for none. */
  setDevicePermissionHandler(): void {}

  async apply(cdp: CDPSession, origin: string): Promise<void> {
    for (const [electron, name] of PERMISSIONS) {
      const setting = this.#check(null, electron) ? 'granted' : 'denied';
      await cdp.send('Browser.setPermission', { permission: { name }, setting, origin });
    }
  }

  downloadBegan(): void {
    // The context refuses downloads by itself; main hears of it.
    this.emit('will-download', { preventDefault: () => {} });
  }
}

export const defaultSession = new ShellSession();
