import type * as Api from './api.ts';

type Listener = (event: Api.IpcMainInvokeEvent, ...args: unknown[]) => unknown;

const listeners = new Map<string, Listener>();

export const ipcMain: typeof Api.ipcMain = {
  handle: (channel, listener) => {
    if (listeners.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    listeners.set(channel, listener);
  },
};

/** Calls the handler of a channel for a frame; rejects with what Electron's renderer would read. */
export async function invoke(channel: string, senderFrame: Api.WebFrameMain | null, args: unknown[]): Promise<unknown> {
  const listener = listeners.get(channel);
  if (listener === undefined) throw new Error(`No handler registered for '${channel}'`);
  return listener({ senderFrame }, ...args);
}
