import type { CDPSession } from 'playwright';
import { invoke } from '../ipc.ts';
import { Frames } from './frames.ts';
import { BINDING, documentScripts, WORLD } from './scripts.ts';

export interface PressedKey {
  key: string;
  ctrlKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

export interface ChannelOptions {
  cdp: CDPSession;
  preload: string;
  product: string;
  pressed: (key: PressedKey) => void;
  resized: () => void;
}

type Message =
  | { type: 'invoke'; id: number; channel: string; args: unknown[] }
  | ({ type: 'key' } & PressedKey)
  | { type: 'resized' };

/** The way between the shell and the preload's world of a page. */
export class PageChannel {
  readonly #cdp: CDPSession;
  readonly #frames: Frames;
  readonly #options: ChannelOptions;

  private constructor(options: ChannelOptions) {
    this.#options = options;
    this.#cdp = options.cdp;
    this.#frames = new Frames(options.cdp);
  }

  /** Before the page's first document of ours: each later document gets the scripts by itself. */
  static async open(options: ChannelOptions): Promise<PageChannel> {
    const channel = new PageChannel(options);
    const { cdp } = options;
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === BINDING) void channel.#take(JSON.parse(payload), executionContextId);
    });
    const scripts = documentScripts(options.preload, options.product);
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.preload, worldName: WORLD });
    return channel;
  }

  /** To the main frame's preload; lost where there is none, as in Electron. */
  send(channel: string, args: unknown[]): void {
    const world = this.#frames.mainWorld;
    if (world !== null) void this.#call(world, 'shellSends', [channel, args]);
  }

  async #take(message: Message, world: number): Promise<void> {
    if (message.type === 'key') return this.#options.pressed(message);
    if (message.type === 'resized') return this.#options.resized();
    const { id, channel, args } = message;
    try {
      const value = await invoke(channel, this.#frames.senderOf(world), args);
      await this.#call(world, 'shellAnswers', [id, true, value]);
    } catch (error) {
      await this.#call(world, 'shellAnswers', [id, false, `Error invoking remote method '${channel}': ${error}`]);
    }
  }

  async #call(world: number, name: 'shellSends' | 'shellAnswers', args: unknown[]): Promise<void> {
    // Handed over as values: an expression that holds them would be compiled, and kept, each time.
    const call = {
      executionContextId: world,
      functionDeclaration: `(...args) => ${name}(...args)`,
      arguments: args.map((value) => ({ value })),
    };
    // Rejects where the document has gone meanwhile: then nobody waits for it.
    await this.#cdp.send('Runtime.callFunctionOn', call).catch(() => {});
  }
}
