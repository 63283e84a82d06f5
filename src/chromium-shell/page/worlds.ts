/**
 * What runs in the page, each function by itself: its text is evaluated there, so it may use nothing of this module.
 *
 * The preload lives in an isolated world of Chromium, as in Electron: the page shares the document with it and none of
 * its variables. Electron's contextBridge has a way of its own between the two; here the document's events are that way,
 * which Chromium dispatches at once, so that plain calls answer at once too. The events' name is random for each document
 * and told to both worlds before the page's first script runs. The page can call what was exposed to it, and no more.
 */

/** A value on its way between the worlds: functions become numbers, everything else is copied. */
type Copied =
  | { kind: 'value'; value: unknown }
  | { kind: 'undefined' }
  | { kind: 'function'; id: number }
  | { kind: 'promise'; id: number }
  | { kind: 'list'; items: Copied[] }
  | { kind: 'object'; fields: [string, Copied][] };

type Crossing =
  | { type: 'expose'; key: string; api: Copied }
  | { type: 'call'; id: number; call: number; args: Copied[] }
  | { type: 'returned'; call: number; value: Copied }
  | { type: 'threw'; call: number; message: string }
  | { type: 'settled'; id: number; ok: boolean; value: Copied };

/** The half of the bridge that both worlds run. `own` and `other` name the directions. */
export function bridgeBetweenWorlds(name: string, own: string, other: string) {
  const functions: ((...args: unknown[]) => unknown)[] = [];
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const returned = new Map<number, Crossing>();
  let next = 0;
  // Taken now: the page may replace them later.
  const { dispatchEvent, addEventListener } = EventTarget.prototype;
  const { parse, stringify } = JSON;
  const { CustomEvent, document } = window;

  const send = (crossing: Crossing): void => {
    dispatchEvent.call(document, new CustomEvent(`${name}:${other}`, { detail: stringify(crossing) }));
  };

  const copy = (value: unknown): Copied => {
    if (value === undefined) return { kind: 'undefined' };
    if (typeof value === 'function') {
      const known = functions.indexOf(value as (...args: unknown[]) => unknown);
      const id = known >= 0 ? known : functions.push(value as (...args: unknown[]) => unknown) - 1;
      return { kind: 'function', id };
    }
    if (value instanceof Promise) {
      const id = next++;
      value.then(
        (result) => send({ type: 'settled', id, ok: true, value: copy(result) }),
        (error) => send({ type: 'settled', id, ok: false, value: copy(String(error?.message ?? error)) }),
      );
      return { kind: 'promise', id };
    }
    if (Array.isArray(value)) return { kind: 'list', items: value.map(copy) };
    if (typeof value === 'object' && value !== null) {
      return { kind: 'object', fields: Object.entries(value).map(([key, field]) => [key, copy(field)]) };
    }
    return { kind: 'value', value };
  };

  const paste = (copied: Copied): unknown => {
    switch (copied.kind) {
      case 'undefined':
        return undefined;
      case 'value':
        return copied.value;
      case 'list':
        return copied.items.map(paste);
      case 'object':
        return Object.freeze(Object.fromEntries(copied.fields.map(([key, field]) => [key, paste(field)])));
      case 'promise':
        return new Promise((resolve, reject) => waiting.set(copied.id, { resolve, reject }));
      case 'function':
        return (...args: unknown[]) => {
          const call = next++;
          send({ type: 'call', id: copied.id, call, args: args.map(copy) });
          const answer = returned.get(call);
          returned.delete(call);
          if (answer?.type === 'threw') throw new Error(answer.message);
          return answer?.type === 'returned' ? paste(answer.value) : undefined;
        };
    }
  };

  const run = ({ id, call, args }: Extract<Crossing, { type: 'call' }>): void => {
    try {
      send({ type: 'returned', call, value: copy(functions[id]?.(...args.map(paste))) });
    } catch (error) {
      send({ type: 'threw', call, message: error instanceof Error ? error.message : String(error) });
    }
  };

  addEventListener.call(document, `${name}:${own}`, (event) => {
    const crossing: Crossing = parse((event as CustomEvent<string>).detail);
    if (crossing.type === 'call') run(crossing);
    else if (crossing.type === 'returned' || crossing.type === 'threw') returned.set(crossing.call, crossing);
    else if (crossing.type === 'expose') {
      Object.defineProperty(window, crossing.key, { value: paste(crossing.api), enumerable: true });
    } else {
      const promise = waiting.get(crossing.id);
      waiting.delete(crossing.id);
      if (crossing.ok) promise?.resolve(paste(crossing.value));
      else promise?.reject(new Error(String(paste(crossing.value))));
    }
  });

  return { expose: (key: string, api: unknown) => send({ type: 'expose', key, api: copy(api) }) };
}

/** What the preload's `require('electron')` answers, and the preload itself. `toMain` is the binding to the shell. */
export function preloadWorld(
  preload: (require: (name: string) => unknown) => void,
  expose: (key: string, api: unknown) => void,
  toMain: (message: string) => void,
) {
  const listeners = new Map<string, ((event: unknown, ...args: unknown[]) => void)[]>();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let next = 0;

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        toMain(JSON.stringify({ type: 'invoke', id, channel, args }));
      }),
    on: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    removeListener: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) => {
      const kept = (listeners.get(channel) ?? []).filter((other) => other !== listener);
      listeners.set(channel, kept);
      return ipcRenderer;
    },
  };

  // The shell evaluates calls of these two in this world.
  Object.assign(globalThis, {
    shellAnswers: (id: number, ok: boolean, value: unknown) => {
      const call = waiting.get(id);
      waiting.delete(id);
      if (ok) call?.resolve(value);
      else call?.reject(new Error(String(value)));
    },
    shellSends: (channel: string, args: unknown[]) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
    },
  });

  // A browser's window has no menu of ours, so its accelerators are heard here, after the page has had its say.
  window.addEventListener('keydown', (event) => {
    if (!event.isTrusted || event.repeat || !(event.ctrlKey || event.metaKey || event.altKey)) return;
    const { key, ctrlKey, shiftKey, altKey, metaKey } = event;
    setTimeout(() => {
      if (!event.defaultPrevented) toMain(JSON.stringify({ type: 'key', key, ctrlKey, shiftKey, altKey, metaKey }));
    });
  });
  window.addEventListener('resize', () => toMain(JSON.stringify({ type: 'resized' })));

  const electron = { ipcRenderer, contextBridge: { exposeInMainWorld: expose } };
  preload((name) => {
    if (name === 'electron') return electron;
    throw new Error(`A sandboxed preload has no ${name}`);
  });
}
