import type { IpcMain, IpcMainInvokeEvent, WebFrameMain } from 'electron';
import type * as z from 'zod';
import { warn } from './log.ts';

/** What of an event tells who sent it. */
export interface Sender {
  senderFrame: Pick<WebFrameMain, 'url' | 'parent'> | null;
}

/**
 * Whether a message comes from the console's own page: its window's main frame, at the exact origin. A frame inside the
 * page, a page of the same host by another scheme or port, and a frame that has gone are all refused.
 */
export function isOwnPage({ senderFrame }: Sender, origin: string): boolean {
  if (senderFrame === null || senderFrame.parent !== null) return false;
  try {
    const { protocol, host } = new URL(senderFrame.url);
    return `${protocol}//${host}` === origin;
  } catch {
    return false;
  }
}

class Refused extends Error {}

/**
 * The one way in which the page reaches main: checks the sender, then the input, then calls. What goes wrong inside
 * crosses as a bare refusal, so that no path or message of ours reaches the page.
 */
export class Gate {
  readonly #ipc: Pick<IpcMain, 'handle'>;
  readonly #origin: string;

  constructor(ipc: Pick<IpcMain, 'handle'>, origin: string) {
    this.#ipc = ipc;
    this.#origin = origin;
  }

  handle<T>(channel: string, schema: z.ZodType<T>, run: (input: T) => unknown): void {
    this.#ipc.handle(channel, async (event: IpcMainInvokeEvent, given: unknown) => {
      if (!isOwnPage(event, this.#origin)) {
        warn('sender_refused', { channel });
        throw new Refused('refused');
      }
      const parsed = schema.safeParse(given);
      if (!parsed.success) {
        warn('input_refused', { channel, at: parsed.error.issues[0]?.path.join('.') ?? '' });
        throw new Refused('refused');
      }
      try {
        return await run(parsed.data);
      } catch (error) {
        warn('handler_failed', { channel, error: error instanceof Error ? error.name : 'unknown' });
        throw new Refused('failed');
      }
    });
  }
}
