import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, WebContents } from './api.ts';

/** Where package.json and the built console lie. */
export const PROGRAM = join(import.meta.dirname, '../..');

/** What the shell must do around main: it starts a browser, and takes it away after. */
interface Surroundings {
  userData: string;
  /** Settles when there is something to show a page in. */
  ready: Promise<unknown>;
  end: (code: number) => Promise<void>;
}

class ShellApp extends EventEmitter implements App {
  readonly isPackaged = false;
  #surroundings: Surroundings | null = null;
  #ending = false;

  get #around(): Surroundings {
    if (this.#surroundings === null) throw new Error('the shell has not started');
    return this.#surroundings;
  }

  surround(surroundings: Surroundings): void {
    this.#surroundings = surroundings;
  }

  contentsCreated(contents: WebContents): void {
    this.emit('web-contents-created', {}, contents);
  }

  enableSandbox(): void {}

  /** The shell found out before: it doesn't load main for a second console of one data folder. */
  requestSingleInstanceLock(): boolean {
    return true;
  }

  /** The system hands no links to a program that nobody installed; they come on the command line. */
  setAsDefaultProtocolClient(): boolean {
    return false;
  }

  async whenReady(): Promise<void> {
    await this.#around.ready;
  }

  getPath(): string {
    return this.#around.userData;
  }

  getAppPath(): string {
    return PROGRAM;
  }

  getVersion(): string {
    return JSON.parse(readFileSync(join(PROGRAM, 'package.json'), 'utf8')).version;
  }

  quit(): void {
    if (this.#ending) return;
    let prevented = false;
    this.emit('before-quit', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.exit(0);
  }

  exit(code: number): void {
    if (this.#ending) return;
    this.#ending = true;
    this.emit('quit');
    void this.#around.end(code);
  }
}

export const app = new ShellApp();
