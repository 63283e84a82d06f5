import type { CDPSession } from 'playwright';
import type { WebFrameMain } from '../api.ts';
import { fromBrowser } from '../schemes.ts';
import { WORLD } from './scripts.ts';

interface KnownFrame {
  url: string;
  parentId: string | undefined;
}

/** Which frame and which preload's world a message came from, as the browser and not the page tells. */
export class Frames {
  readonly #frames = new Map<string, KnownFrame>();
  readonly #worlds = new Map<number, string>();

  constructor(cdp: CDPSession) {
    cdp.on('Page.frameAttached', ({ frameId, parentFrameId }) =>
      this.#frames.set(frameId, { url: 'about:blank', parentId: parentFrameId }),
    );
    cdp.on('Page.frameNavigated', ({ frame }) =>
      this.#frames.set(frame.id, { url: frame.url, parentId: frame.parentId }),
    );
    cdp.on('Page.frameDetached', ({ frameId }) => this.#frames.delete(frameId));
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === WORLD) this.#worlds.set(context.id, String(context.auxData?.frameId));
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => this.#worlds.delete(executionContextId));
    cdp.on('Runtime.executionContextsCleared', () => this.#worlds.clear());
  }

  /** The frame whose preload's world this is; null where it has gone. */
  senderOf(world: number): WebFrameMain | null {
    const id = this.#worlds.get(world);
    return id === undefined ? null : this.#frame(id);
  }

  /** The world of the main frame's preload, where there is one now. */
  get mainWorld(): number | null {
    for (const [world, id] of this.#worlds) {
      if (this.#frames.get(id)?.parentId === undefined) return world;
    }
    return null;
  }

  #frame(id: string): WebFrameMain | null {
    const frame = this.#frames.get(id);
    if (frame === undefined) return null;
    return {
      url: fromBrowser(frame.url),
      parent: frame.parentId === undefined ? null : this.#frame(frame.parentId),
    };
  }
}
